"""Which screen somebody looks at, told from its buttons alone, and where its words are written. For those who edit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.catalog import START, STEP_CODE, Flow, Placed, code
from flows.facts import FIRST_ANSWER, UNKNOWN, Condition, FactTable
from flows.models import Item, Text
from flows.position import Place, Position
from flows.render import Renderer
from flows.steps import Ask, Remove
from flows.texts import below
from flows.typed_view import TYPED
from flows.written import Wording, in_file

SIDES = ("step", "more", "quiet")
"""Views of an emergency screen; what is opened from one does not come back to it."""


def seen(draw: Renderer, last_row: Sequence[str], now: datetime) -> Position | None:
    """The position of the screen whose last row carries this data; None when it is no screen of this catalog.

    Help now is the last button of every screen and comes back to it: its newest return place is the screen.
    """
    landing = draw.codec.unpack(last_row[-1]) if last_row else None
    emergency = draw.catalog.of_kind("emergency")
    if landing is None or not landing.whole or landing.position.flow != emergency.code:
        return None
    help_now = landing.position._replace(move="stay")
    came = [_at(help_now, help_now.back[-1])] if help_now.back else []
    urgent = [help_now.at(one.code, view, "stay") for one in emergency.steps for view in SIDES]
    for position in (*came, *urgent):
        if [button.data for button in draw.screen(position, now).rows[-1]] == list(last_row):
            return position
    return (*came, *urgent)[0]  # of three return places a button has lost the oldest


def _at(position: Position, place: Place) -> Position:
    there = position._replace(flow=place.flow, back=position.back[:-1])
    return there.at(place.step, place.view, "stay", place.argument)


@dataclass(frozen=True, slots=True)
class Written:
    """Where a screen is written: the file and line to open, what stands there, and everything its words come from."""

    file: str
    line: int
    id: str
    condition: str
    items: tuple[tuple[str, Item | Text], ...]


def written(draw: Renderer, position: Position) -> Written:
    """Where the words of a screen stand."""
    here = draw.walk.placed(position)
    if here is None:
        return _menu(draw, position)
    flow, placed = here[0], here[0].steps[here[1]]
    items = tuple(_items(draw, position, flow, placed))
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


def _items(draw: Renderer, position: Position, flow: Flow, placed: Placed) -> Iterator[tuple[str, Item]]:
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
        case "contact" | "unanswered" if argument in draw.contact_by_code:
            yield "contacts.yaml", draw.contact_by_code[argument]
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
