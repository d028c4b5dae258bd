"""What a leaflet says: a situation's title, its first actions, the numbers, a link; must not know how it is set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.screens import visible
from flows.walk import Walk

if TYPE_CHECKING:
    from flows.catalog import Catalog, Flow

MOST_STEPS = 5
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
    """The leaflet of a flow with actions: those that are shown to somebody of whom nothing is known."""
    walked = Walk(catalog).walked_actions(flow, catalog.facts.none)[:MOST_STEPS]
    steps = (getattr(flow.steps[index].step, "title", None) for index in walked)
    known = (catalog.contacts[name] for name in NUMBERS if name in catalog.contacts)
    return Leaflet(
        flow=flow.id,
        language=language,
        title=visible(flow.written.title.say(language)),
        lead=catalog.word(f"leaflet-lead-{flow.written.role}", language),
        steps=tuple(visible(title.say(language)) for title in steps if title),
        numbers=tuple((one.numbers[0], visible(one.button.say(language))) for one in known),
        scan=catalog.word("leaflet-scan", language),
        foot=catalog.word("leaflet-foot", language),
        banner=catalog.word("leaflet-campaign", language) if campaign else "",
        start="_".join(part for part in (source, flow.id) if part),
    )
