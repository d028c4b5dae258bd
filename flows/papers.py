"""What can be taken away as a file, and the short codes by which buttons name it; must not know how files are made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flows import documents, leaflets
from flows.catalog import STEP_CODE, Catalog, Flow, code
from flows.lines import ALMATY
from flows.models import BOTH

if TYPE_CHECKING:
    from flows.documents import Draft, Letter
    from flows.facts import Facts
    from flows.leaflets import Leaflet
    from flows.shapes import Platform

SHARED = "leaflet"
"""The source that the link of a shared picture names."""


@dataclass(frozen=True)
class Asked:
    """A letter in one of its languages, to a platform when it is a platform's."""

    draft: Draft
    language: str
    platform: Platform | None = None

    @property
    def code(self) -> str:
        """What stands for it in a button."""
        return code(f"{self.draft.id} {self.language} {self.platform.id if self.platform else ''}", STEP_CODE)

    def letter(self, facts: Facts, flow: str) -> Letter:
        """The letter for a case."""
        platform = (self.platform.id, self.platform.name.by) if self.platform else None
        return documents.letter(self.draft, self.language, documents.Case(facts, flow, platform))


@dataclass(frozen=True)
class Memo:
    """The picture of a situation, to share."""

    flow: Flow

    @property
    def code(self) -> str:
        """What stands for it in a button."""
        return code(f"memo {self.flow.id}", STEP_CODE)

    def leaflet(self, catalog: Catalog, language: str, now: datetime) -> Leaflet:
        """What the picture says on a day: in the campaign it is orange."""
        language = catalog.settings.both[0] if language == BOTH else language
        campaign = catalog.settings.campaign.on(now.astimezone(ALMATY).date())
        return leaflets.leaflet(catalog, self.flow, language, SHARED, campaign=campaign)


def every(catalog: Catalog) -> Iterator[Asked | Memo]:
    """Everything that can be taken away."""
    for draft in catalog.documents.values():
        platforms = catalog.platforms.values() if draft.names_platform else ()
        for language in draft.written.languages:
            yield from (Asked(draft, language, platform) for platform in (None, *platforms))
    yield from (Memo(flow) for flow in catalog.flows.values() if flow.actions)
