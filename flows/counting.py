"""What a tap counts: only moves forward, and entering; must not know where counts go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.catalog import START, STEP_CODE, Flow, code
from flows.countable import UNCOUNTED, answer_id, step_id
from flows.facts import FIRST_ANSWER, UNKNOWN
from flows.lines import ALMATY
from flows.models import BOTH
from flows.papers import Memo

if TYPE_CHECKING:
    from datetime import datetime

    from flows.position import Position
    from flows.render import Renderer

NIGHT = (22, 6)
"""The hours in Almaty between which a request is counted as one of the night."""


@dataclass(frozen=True, slots=True)
class Count:
    """One thing to count: what happened, and the flow, step or contact it happened to.

    `language` is told of requests and openings only: no report has it for anything else.
    """

    event: str
    subject: str = ""
    language: str = ""


def counts(draw: Renderer, position: Position, flow: Flow | None, now: datetime) -> tuple[Count, ...]:
    """Only moves forward are counted, and entering."""
    if position.language == BOTH or position.move not in {"enter", "forward"}:
        return ()
    if flow is None:
        opened = position.step == START and position.move == "enter"
        return (Count("opened", "", position.language),) if opened else ()
    place = step_id(flow, flow.steps[flow.by_code[position.step]])
    match position.view:
        case "contact" | "unanswered":
            event = "contact" if position.view == "contact" else "no-answer"
            return (Count(event, draw.contact_by_code[position.argument].id),)
        case "letter" | "file":
            return (_taken(draw, position.argument),)
        case "plan":
            return (Count("plan", flow.id),)
        case "stuck":
            return (Count("stuck", place),)
        case "step":
            entered = _entered(draw, position, flow, now) if position.move == "enter" else ()
            return (*entered, *_answer(draw, position, flow), Count("step", place))
        case _:
            return ()


def _taken(draw: Renderer, argument: str) -> Count:
    taken = draw.paper_by_code[argument]
    return Count("memo", taken.flow.id) if isinstance(taken, Memo) else Count("document", taken.draft.id)


def _entered(draw: Renderer, position: Position, flow: Flow, now: datetime) -> tuple[Count, ...]:
    """A situation entered out of another one is no second request."""
    if flow.kind != "situation":
        return (Count(flow.kind, flow.id, position.language),)
    origins = [draw.catalog.flow_by_code.get(place.flow) for place in position.back]
    if any(origin is not None and origin.kind == "situation" for origin in origins):
        return (Count("passed-on", flow.id),)
    hour = now.astimezone(ALMATY).hour
    night = hour >= NIGHT[0] or hour < NIGHT[1]
    return Count("request", flow.id, position.language), Count("time", "night" if night else "day")


def _answer(draw: Renderer, position: Position, flow: Flow) -> tuple[Count, ...]:
    """The answer just given: a step shown after a question carries that question's code."""
    if position.back and position.back[-1].handed:  # asked by the flow that handed over
        flow = draw.catalog.flow_by_code.get(position.back[-1].flow, flow)
    for index, fact in enumerate(draw.catalog.facts.facts):
        if position.argument and code(fact.id, STEP_CODE) == position.argument and fact.id not in UNCOUNTED:
            given = position.facts[index] - FIRST_ANSWER
            return (Count("answer", answer_id(flow, fact, fact.answers[given].id if given >= 0 else UNKNOWN)),)
    return ()
