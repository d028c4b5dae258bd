"""Where a button leads that was made hours ago, with other content or by another version: near its place.

A button carries its place for years. Steps, lines and papers come and go meanwhile; what was said of the moment lapses.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flows.action_view import behind
from flows.answers_view import worry_at
from flows.catalog import MAIN, START, STEP_CODE, Flow, code
from flows.facts import put
from flows.lines import is_shown
from flows.position import Position
from flows.render import Renderer
from flows.steps import Remove
from flows.typed_view import TYPED
from flows.walk import AT_THE_DOOR


def settle(draw: Renderer, position: Position, now: datetime, *, whole: bool = True, stale: bool = False) -> Position:
    """The position nearest to a button's that stands in this catalog.

    `whole`: all of the button could be read. `stale`: its message was last sent or edited over six hours ago.
    """
    if not whole:
        position = position._replace(view="step", move="stay")
    flow = draw.walk.flow(position)
    if flow is None:
        return _page(draw, position)
    if position.step not in flow.by_code:
        position = position._replace(facts=draw.catalog.facts.none)
        return draw.walk.enter(flow, position)._replace(move="stay")
    if not _argument_stands(draw, flow, position, now):
        position = position._replace(view="step", argument="")
    if stale:
        position = _again_at_the_door(draw, flow, position)
    nearest = draw.walk.nearest(position)
    return nearest if nearest.flow == flow.code else settle(draw, nearest, now)


def _page(draw: Renderer, position: Position) -> Position:
    known = position.step in draw.page_by_code or position.step == START
    typed = position.view == "typed" and position.argument.isdigit() and int(position.argument) < len(TYPED)
    view, argument = ("typed", position.argument) if typed else ("step", "")
    return position._replace(flow="", step=position.step if known else MAIN, view=view, argument=argument, back=())


def _argument_stands(draw: Renderer, flow: Flow, position: Position, now: datetime) -> bool:
    argument, placed = position.argument, flow.steps[flow.by_code[position.step]]
    known: dict[str, Mapping[str, object]] = {
        "unanswered": draw.contact_by_code,
        "law": draw.law_by_code,
        "document": draw.letter_by_code,
        "letter": draw.letter_by_code,
        "file": draw.paper_by_code,
    }
    if position.view in known:
        return argument in known[position.view]
    match position.view:
        case "contact":
            return argument in draw.contact_by_code and is_shown(draw.catalog, draw.contact_by_code[argument], now)
        case "platform":
            return argument in draw.platform_by_code and isinstance(placed.step, Remove)
        case "worry":
            return worry_at(flow, argument) is not None
        case "stuck" | "more":
            return behind(placed, position.view) is not None
        case "page" | "plan":
            return argument.isdigit() or (position.view == "plan" and not argument)
    return position.view in {"step", "quiet"}


def _again_at_the_door(draw: Renderer, flow: Flow, position: Position) -> Position:
    """After hours danger, thoughts of dying and a watched phone are asked anew, before the place tapped."""
    facts = draw.catalog.facts.keep(position.facts, "person", "case")
    for index in _just_told(draw, position):
        facts = put(facts, index, position.facts[index])
    position, door = position._replace(facts=facts), flow.front_door
    if door is None or flow.by_code[position.step] <= door or position.argument == AT_THE_DOOR:
        return position
    return position.returning(position.here).at(flow.steps[door].code, move="stay")


def _just_told(draw: Renderer, position: Position) -> tuple[int, ...]:
    """The facts that the tap itself has told, however old the message."""
    if position.argument == AT_THE_DOOR:
        return draw.walk.doors
    asked = enumerate(draw.catalog.facts.facts)
    return tuple(index for index, fact in asked if code(fact.id, STEP_CODE) == position.argument)
