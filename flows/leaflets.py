"""What a leaflet says: a situation's title, its first actions, the numbers, a link; must not know how it is set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.screens import visible
from flows.steps import Action
from flows.walk import Walk

if TYPE_CHECKING:
    from flows.catalog import Catalog, Flow

MOST_STEPS = 5
CAREFUL = frozenset({"watched", "pictured-minor", "me-minor"})
"""Facts whose careful branch is right for everybody. A step that depends on another is for some readers only."""
NUMBERS = ("emergency-112", "police-102", "family-111")
"""The contacts on every leaflet, as far as the content has them."""


@dataclass(frozen=True, slots=True)
class Leaflet:
    """The words of a poster or picture in one language. `start` is what follows `?start=` in its link."""

    flow: str
    language: str
    title: str
    lead: str
    steps: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...]
    scan: str
    foot: str
    banner: str
    start: str


def leaflet(catalog: Catalog, flow: Flow, language: str, source: str, *, campaign: bool) -> Leaflet:
    """The leaflet of a flow with actions, in its language; `source` is told by the link."""
    steps = _for_everybody(catalog, flow)[:MOST_STEPS]
    known = (catalog.contacts[name] for name in NUMBERS if name in catalog.contacts)
    return Leaflet(
        flow=flow.id,
        language=language,
        title=visible(flow.written.title.say(language)),
        lead=catalog.word(f"leaflet-lead-{flow.written.role}", language),
        steps=tuple(visible(step.title.say(language)) for step in steps),
        numbers=tuple((one.numbers[0], visible(one.button.say(language))) for one in known),
        scan=catalog.word("leaflet-scan", language),
        foot=catalog.word("leaflet-foot", language),
        banner=catalog.word("leaflet-campaign", language) if campaign else "",
        start="_".join(part for part in (source, flow.id) if part),
    )


def _for_everybody(catalog: Catalog, flow: Flow) -> list[Action]:
    """The actions shown to somebody of whom nothing is known, without those for some cases only."""
    careful = {catalog.facts.index(name) for name in CAREFUL}
    walked = (flow.steps[index] for index in Walk(catalog).walked_actions(flow, catalog.facts.none))
    return [one.step for one in walked if isinstance(one.step, Action) and one.condition.reads() <= careful]
