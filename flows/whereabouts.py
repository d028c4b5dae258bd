"""Which screen somebody looks at, told from what it shows, and where its words are written. For those who edit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.catalog import START, STEP_CODE, Flow, Placed, code
from flows.facts import FIRST_ANSWER, UNKNOWN, Condition, FactTable
from flows.lines_view import to_try
from flows.models import Item, Text
from flows.position import Position
from flows.render import Renderer
from flows.screens import Screen, visible
from flows.steps import Ask, Remove
from flows.texts import below
from flows.typed_view import TYPED
from flows.written import Wording, in_file

SIDES = ("step", "more", "quiet")
"""Views of an emergency screen; what is opened from one does not come back to it."""
BACK, HELP_NOW = 1, -1
"""Where the two stand in the last row."""


def seen(draw: Renderer, shown: Screen, now: datetime) -> Position | None:
    """The position of a screen as somebody sees it (its text without tags); None when it is none of this catalog.

    Help now is the last button of every screen and comes back to it: its newest return place is the screen. An hour
    later a screen may say other opening hours: then the last row has to do.
    """
    if (help_now := _of_the_last_row(draw, shown, HELP_NOW)) is None or help_now.flow != _emergency(draw).code:
        return None
    possible = (*_came_from(help_now, _of_the_last_row(draw, shown, BACK)), *_urgent(draw, help_now))
    whole = (one for one in possible if _as_seen(draw.screen(one, now)) == shown)
    last_row = (one for one in possible if draw.screen(one, now).rows[-1] == shown.rows[-1])
    return next(whole, None) or next(last_row, possible[0])


def _as_seen(screen: Screen) -> Screen:
    return Screen(visible(screen.text), screen.rows)


def _of_the_last_row(draw: Renderer, shown: Screen, number: int) -> Position | None:
    row = shown.rows[-1] if shown.rows else ()
    landing = draw.codec.unpack(row[number].data or "") if len(row) > BACK else None
    return landing.position._replace(move="stay") if landing and landing.whole else None


def _emergency(draw: Renderer) -> Flow:
    return draw.catalog.of_kind("emergency")


def _came_from(help_now: Position, before: Position | None) -> Iterator[Position]:
    """The screen help now comes back to. That button may have lost the oldest return place, which Back has."""
    if not help_now.back:
        return
    *rest, place = help_now.back
    there = help_now._replace(flow=place.flow, back=tuple(rest)).at(place.step, place.view, "stay", place.argument)
    yield there
    if before and before.back:
        yield there._replace(back=(before.back[0], *rest))


def _urgent(draw: Renderer, help_now: Position) -> Iterator[Position]:
    """The emergency screens and what opens behind them, where help now returns past them."""
    for flow in (one for one in draw.catalog.flows.values() if one.kind == "emergency"):
        for step in flow.steps:
            there = help_now._replace(flow=flow.code)
            yield from (there.at(step.code, view, "stay") for view in SIDES)
            yield from (there.at(step.code, "unanswered", "stay", argument) for argument in draw.contact_by_code)


@dataclass(frozen=True, slots=True)
class Written:
    """Where a screen is written: the file and line to open, what stands there, and everything its words come from."""

    file: str
    line: int
    id: str
    condition: str
    items: tuple[tuple[str, Item | Text], ...]


def written(draw: Renderer, position: Position, now: datetime) -> Written:
    """Where the words of a screen stand."""
    here = draw.walk.placed(position)
    if here is None:
        return _menu(draw, position)
    flow, placed = here[0], here[0].steps[here[1]]
    items = tuple(_items(draw, position, flow, placed, now))
    file, item = items[0]
    return Written(file, item.line_of(position.view), placed.id, said(draw.catalog.facts, placed.condition), items)


def _menu(draw: Renderer, position: Position) -> Written:
    catalog = draw.catalog
    if position.view == "typed":
        text = catalog.interface[f"typed-{TYPED[int(position.argument)]}"]
        return Written("interface.yaml", text.line, "typed", "", (("interface.yaml", text),))
    page = draw.page_by_code[position.step] if position.step != START else None
    item: Item | Text = page or catalog.start
    return Written("menu.yaml", item.line, page.id if page else "start", "", (("menu.yaml", item),))


def _items(draw: Renderer, position: Position, flow: Flow, placed: Placed, now: datetime) -> Iterator[tuple[str, Item]]:
    """What a screen shows, the main thing first."""
    catalog, argument = draw.catalog, position.argument
    match position.view:
        case "worry":
            own = {worry.id for worry in flow.written.worries}
            for name, worry in flow.worries.items():
                if code(name, STEP_CODE) == argument:
                    yield (flow.file if name in own else "worries.yaml"), worry
        case "law" if argument in draw.law_by_code:
            yield "law.yaml", draw.law_by_code[argument]
        case "contact" if argument in draw.contact_by_code:
            yield "contacts.yaml", draw.contact_by_code[argument]
        case "unanswered" if argument in draw.contact_by_code:
            yield "contacts.yaml", to_try(draw, position, placed, now)
        case "quiet":
            yield "contacts.yaml", catalog.quiet
        case "platform" if argument in draw.platform_by_code and isinstance(placed.step, Remove):
            yield f"platforms/{draw.platform_by_code[argument].id}.yaml", draw.platform_by_code[argument]
    yield placed.file, placed.step
    if isinstance(placed.step, Ask):
        yield "facts.yaml", catalog.facts.facts[catalog.facts.index(placed.step.ask)]


def said(facts: FactTable, condition: Condition) -> str:
    """A condition as an editor writes it."""
    parts = []
    for index, codes in condition.allowed:
        fact = facts.facts[index]
        names = [one.id for number, one in enumerate(fact.answers, FIRST_ANSWER) if number in codes]
        names += [UNKNOWN] if min(codes, default=FIRST_ANSWER) < FIRST_ANSWER else []
        parts.append(f"{fact.id}: {names[0] if len(names) == 1 else '[' + ', '.join(names) + ']'}")
    return ", ".join(parts)


def wordings(folder: Path, place: Written, languages: frozenset[str]) -> list[Wording]:
    """The texts of a screen as they stand in the files, to be changed there. Raises ChangeError for a broken file."""
    found = []
    for file, item in place.items:
        lines = {text.line for text in below(item, Text)}
        written_now = (folder / file).read_text(encoding="utf-8")
        found += [one for one in in_file(file, written_now, languages) if one.line in lines]
    return found
