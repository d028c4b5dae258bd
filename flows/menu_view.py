"""The menu: pages of situations and feelings, the first screen, and the switch of language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flows import typed_view
from flows.catalog import MAIN, START, STEP_CODE, code
from flows.lines import ALMATY
from flows.models import BOTH
from flows.needs import MAIN_PAGE
from flows.position import Position
from flows.screens import Button, Screen, in_rows, paragraphs
from flows.shapes import Entry, Page

if TYPE_CHECKING:
    from datetime import datetime

    from flows.render import Renderer


def page(draw: Renderer, position: Position, now: datetime) -> Screen:
    """A menu page. The first screen and the main page have the same entries, under different words."""
    if position.view == "typed":
        return typed_view.typed(draw, position, now)
    shown = draw.page_by_code.get(position.step) or draw.page_by_code[MAIN]
    first = position.step == START
    if first:
        text = draw.say(draw.catalog.start, position)
    else:
        text = paragraphs(draw.label(shown.title, position), draw.say(shown.text, position))
    rows = in_rows(entries(draw, position, shown, now))
    if position.language != BOTH and (first or shown.id == MAIN_PAGE):
        rows = (*rows, languages(draw, position))
    return draw.finish(position, text, rows)


def entries(draw: Renderer, position: Position, shown: Page, now: datetime) -> Iterator[Button]:
    """The buttons of a menu page today."""
    today = now.astimezone(ALMATY).date()
    return (entry(draw, position, one) for one in shown.entries if one.on(today))


def entry(draw: Renderer, position: Position, written: Entry) -> Button:
    """A menu button."""
    if written.flow:
        flow = draw.catalog.flows[written.flow]
        label = draw.label(written.label or flow.written.title, position)
        if flow.urgent:
            return draw.visit(label, flow, position)
        entered = draw.walk.enter(flow, position)
        nested = position.step not in {START, MAIN}
        return draw.go(label, entered.returning(position.here) if nested else entered)
    target = draw.catalog.pages[written.page or ""]
    label = draw.label(written.label or target.title, position)
    return draw.go(label, draw.walk.menu(position)._replace(step=code(target.id, STEP_CODE)))


def languages(draw: Renderer, position: Position) -> tuple[Button, ...]:
    """The switch: the same place in each language, named in that language.

    Who has none yet is counted from this choice on, so that for them it is still the move that brought them here.
    """
    name = draw.catalog.interface["language-name"]
    move = position.move if position.language == BOTH else "stay"
    return tuple(draw.go(name.say(one), position._replace(language=one, move=move)) for one in draw.catalog.languages)
