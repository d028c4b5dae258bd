"""The answer to whatever a person types or sends: a kind word, what it sounds like, and always danger and crisis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from flows import menu_view
from flows.catalog import MAIN
from flows.models import BOTH
from flows.position import Position
from flows.screens import Button, Screen, in_rows

if TYPE_CHECKING:
    from datetime import datetime

    from flows.render import Renderer

PERHAPS = "perhaps"
"""What may be a crisis, and may be a manner of speaking: asked about before what else it sounds like."""
TYPED = (
    *("text", "media", "image", "refused", "situation"),
    *("self-harm-helper", "danger-helper", PERHAPS, "perhaps-helper"),
)
"""What a message can be recognised as and answered with a screen of words; a position's argument is the place here."""
WITH_MENU = (*TYPED[:4], PERHAPS)
"""The menu itself stands on these answers when they offer nothing, so that nobody has to look for it."""
OF_ANOTHER = {
    "self-harm-helper": ("crisis",),
    "danger-helper": ("emergency",),
    "perhaps-helper": ("emergency", "crisis"),
}
"""The kinds of flow that tell a helper more."""


def typed(draw: Renderer, position: Position, now: datetime, offers: Iterable[str] = ()) -> Screen:
    """The screen of what was recognised, with up to three flows that it sounds like. It never holds the text itself."""
    text = draw.word(f"typed-{TYPED[int(position.argument or 0)]}", position)
    rows = in_rows(_buttons(draw, position, now, list(offers)))
    if position.language == BOTH:  # nobody has to choose a language before asking for help
        return Screen(text, (*rows, menu_view.languages(draw, position), draw.last_both(position)))
    return draw.finish(position, text, rows)


def _buttons(draw: Renderer, position: Position, now: datetime, offers: list[str]) -> Iterator[Button]:
    catalog, label = draw.catalog, TYPED[int(position.argument or 0)]
    flows = [catalog.flows[name] for name in offers]
    found = [draw.go(draw.label(flow.written.title, position), draw.walk.enter(flow, position)) for flow in flows]
    helping = [catalog.of_kind(kind, "helper") for kind in OF_ANOTHER.get(label, ())]
    helped = [draw.visit(draw.label(flow.written.title, position), flow, position) for flow in helping]
    words, urgent = catalog.interface, (("danger-now", "emergency"), ("no-life", "crisis"))
    own = [draw.visit(draw.label(words[key], position), catalog.of_kind(kind), position) for key, kind in urgent]
    first = own if label == PERHAPS else helped  # what is urgent, before what else it sounds like
    yield from first
    yield from (button for group in (found, helped, own) if group is not first for button in group)
    if position.language != BOTH and label in WITH_MENU and not offers:
        yield from menu_view.entries(draw, position, draw.page_by_code[MAIN], now)
    else:
        yield draw.key("something-else", position, draw.walk.menu(position))
