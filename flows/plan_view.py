"""The plan: every action that holds, by when to do it. It is text in the live message, not a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flows.catalog import Flow
from flows.position import Position
from flows.screens import Button, Screen, page_of, paragraphs
from flows.steps import Action

if TYPE_CHECKING:
    from flows.render import Renderer

HORIZONS = ("now", "today", "week")
PAGE = 7
"""Actions on one page; the eighth button opens the next."""


def plan(draw: Renderer, position: Position, flow: Flow) -> Screen:
    """The whole plan with a numbered button for each action."""
    actions = draw.walk.shown_actions(flow, position.facts)
    ordered = [(number, index) for number, index in enumerate(sorted(actions, key=lambda one: _horizon(flow, one)), 1)]
    number = int(position.argument or 0)
    shown, more = page_of(ordered, number, PAGE)
    groups = [_group(draw, position, flow, shown, horizon) for horizon in range(len(HORIZONS))]
    heading = draw.word("plan-heading", position)
    text = paragraphs(heading, *groups) if shown else paragraphs(heading, draw.word("plan-empty", position))
    opened = position.returning(position.here)
    buttons = [draw.go(str(place), opened.at(flow.steps[index].code)) for place, index in shown]
    rows = _fours(buttons)
    if more:
        rest = position.at(position.step, view="plan", argument=f"{number + 1:03d}")
        rows.append((draw.key("rest", position, rest),))
    return draw.finish(position, text, tuple(rows))


def _horizon(flow: Flow, index: int) -> int:
    step = flow.steps[index].step
    return HORIZONS.index(step.horizon) if isinstance(step, Action) else 0


def _group(
    draw: Renderer, position: Position, flow: Flow, shown: Sequence[tuple[int, int]], horizon: int
) -> str | None:
    lines = [
        f"{place}. {draw.say(step.title, position)}"
        for place, index in shown
        if _horizon(flow, index) == horizon and isinstance(step := flow.steps[index].step, Action)
    ]
    if not lines:
        return None
    return "\n".join((f"<b>{draw.word('horizon-' + HORIZONS[horizon], position)}</b>", *lines))


def _fours(buttons: list[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4)]
