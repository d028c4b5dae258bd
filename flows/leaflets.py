"""What a leaflet says: a situation's title, its first actions, the numbers, a link; must not know how it is set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.facts import FIRST_ANSWER
from flows.screens import visible
from flows.steps import Action
from flows.walk import Walk

if TYPE_CHECKING:
    from flows.catalog import Catalog, Flow
    from flows.facts import Condition

MOST_STEPS = 5
CAREFUL = frozenset({"watched", "pictured-minor", "me-minor"})
"""Facts whose careful branch is right for everybody."""
NUMBERS = ("emergency-112", "police-102", "family-111")
"""The contacts on every leaflet, as far as the content has them."""


@dataclass(frozen=True, slots=True)
class Leaflet:
    """The words of a poster or picture in one language. `start` is what follows `?start=` in its link."""

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
    """The actions shown to somebody of whom nothing is known, without those for a few cases only."""
    walked = (flow.steps[index] for index in Walk(catalog).walked_actions(flow, catalog.facts.none))
    return [one.step for one in walked if isinstance(one.step, Action) and _is_general(catalog, one.condition)]


def _is_general(catalog: Catalog, condition: Condition) -> bool:
    """Whether a step is right for most answers to each question it depends on."""
    facts = catalog.facts.facts
    answered = (
        (facts[index], sum(code >= FIRST_ANSWER for code in codes))
        for index, codes in condition.allowed
        if facts[index].id not in CAREFUL
    )
    return all(2 * allowed > len(fact.answers) for fact, allowed in answered)
