"""The answer to whatever a person types or sends: a kind word, what it sounds like, and always danger and crisis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from flows import menu_view
from flows.models import BOTH
from flows.position import Position
from flows.screens import Button, Screen, in_rows

if TYPE_CHECKING:
    from flows.render import Renderer

TYPED = ("text", "media", "image", "refused", "situation", "self-harm-helper", "danger-helper")
"""What a message can be recognised as and answered with a screen of words; a position's argument is the place here."""
OF_ANOTHER = {"self-harm-helper": "crisis", "danger-helper": "emergency"}
"""The kind of flow that tells a helper more."""


def typed(draw: Renderer, position: Position, offers: Iterable[str] = ()) -> Screen:
    """The screen of what was recognised, with up to three flows that it sounds like. It never holds the text itself."""
    text = draw.word(f"typed-{TYPED[int(position.argument or 0)]}", position)
    rows = in_rows(_buttons(draw, position, list(offers)))
    if position.language == BOTH:  # nobody has to choose a language before asking for help
        return Screen(text, (*rows, menu_view.languages(draw, position), draw.last_both(position)))
    return draw.finish(position, text, rows)


def _buttons(draw: Renderer, position: Position, offers: list[str]) -> Iterator[Button]:
    catalog = draw.catalog
    for name in offers:
        flow = catalog.flows[name]
        yield draw.go(draw.label(flow.written.title, position), draw.walk.enter(flow, position))
    words = catalog.interface
    if kind := OF_ANOTHER.get(TYPED[int(position.argument or 0)]):
        flow = catalog.of_kind(kind, "helper")
        yield draw.visit(draw.label(flow.written.title, position), flow, position)
    yield draw.visit(draw.label(words["danger-now"], position), catalog.of_kind("emergency"), position)
    yield draw.visit(draw.label(words["no-life"], position), catalog.of_kind("crisis"), position)
    yield draw.key("something-else" if offers else "menu", position, draw.walk.menu(position))
