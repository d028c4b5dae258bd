"""Screens that answer behind a button each: what a person fears, and articles of law."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.catalog import STEP_CODE, Flow, code
from flows.screens import Screen, in_rows, paragraphs
from flows.steps import Laws, Worries, Worry

if TYPE_CHECKING:
    from flows.position import Position
    from flows.render import Renderer


def listed(draw: Renderer, position: Position, flow: Flow, step: Worries | Laws) -> Screen:
    """The step that lists the answers."""
    return fears(draw, position, flow, step) if isinstance(step, Worries) else articles(draw, position, flow, step)


def answer(draw: Renderer, position: Position, flow: Flow) -> Screen | None:
    """What stands behind one of the buttons, if there is such an answer (any more)."""
    if position.view == "law":
        return law(draw, position) if position.argument in draw.law_by_code else None
    found = worry_at(flow, position.argument)
    return worry(draw, position, found) if found else None


def fears(draw: Renderer, position: Position, flow: Flow, worries: Worries) -> Screen:
    """What the person may fear, each behind its own button."""
    fitting = [flow.worries[name] for name in worries.worries if flow.worry_conditions[name].holds(position.facts)]
    text = paragraphs(
        draw.word("heading-worries", position), draw.say(worries.text, position) if worries.text else None
    )
    buttons = [
        draw.go(draw.label(one.title, position), position.at(position.step, "worry", argument=code(one.id, STEP_CODE)))
        for one in fitting
    ]
    return draw.finish(position, text, in_rows(buttons, draw.on(position, flow)))


def worry_at(flow: Flow, argument: str) -> Worry | None:
    """The worry of a flow with a code."""
    return next((one for one in flow.worries.values() if code(one.id, STEP_CODE) == argument), None)


def worry(draw: Renderer, position: Position, fear: Worry) -> Screen:
    """One honest answer."""
    text = paragraphs(
        draw.word("heading-worries", position),
        f"<b>{draw.say(fear.question or fear.title, position)}</b>",
        draw.say(fear.answer, position),
    )
    back = position._replace(view="step", move="back", argument="")
    return draw.finish(position, text, in_rows([draw.key("continue", position, back)]))


def articles(draw: Renderer, position: Position, flow: Flow, laws: Laws) -> Screen:
    """Articles of law, each behind its own button."""
    known = [draw.catalog.laws[name] for name in laws.laws]
    text = paragraphs(draw.word("heading-laws", position), draw.say(laws.text, position) if laws.text else None)
    buttons = [
        draw.go(draw.label(one.title, position), position.at(position.step, "law", argument=code(one.id, STEP_CODE)))
        for one in known
    ]
    return draw.finish(position, text, in_rows(buttons, draw.on(position, flow)))


def law(draw: Renderer, position: Position) -> Screen:
    """One article: what it covers, who may apply, what to ask for."""
    article = draw.law_by_code[position.argument]
    text = paragraphs(
        f"{draw.word('heading-laws', position)}: {draw.label(article.title, position)}",
        draw.say(article.covers, position),
        f"{draw.word('law-who', position)} {draw.say(article.who, position)}",
        f"{draw.word('law-ask', position)} {draw.say(article.ask, position)}",
        f"{draw.word('law-penalty', position)} {draw.say(article.penalty, position)}" if article.penalty else None,
        draw.word("checked", position, date=f"{article.verified:%d.%m.%Y}"),
    )
    back = position._replace(view="step", move="back", argument="")
    return draw.finish(position, text, in_rows([draw.key("continue", position, back)]))
