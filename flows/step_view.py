"""The screens of a flow's steps: the front door, questions and words here, the other kinds in their own modules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flows import action_view, answers_view, document_view, lines_view
from flows.catalog import STEP_CODE, Flow, Placed, code
from flows.facts import FIRST_ANSWER, NOT_ASKED, SKIPPED, put
from flows.lines import ALMATY
from flows.screens import Button, Screen, in_rows, page_of, paragraphs
from flows.steps import Action, Ask, Contacts, Documents, FrontDoor, Laws, Memos, Remove, Say, Worries
from flows.walk import AT_THE_DOOR, DOORS

if TYPE_CHECKING:
    from datetime import date, datetime

    from flows.position import Position
    from flows.render import Renderer

ANSWER_PAGE = 6


def step(draw: Renderer, position: Position, flow: Flow, placed: Placed, now: datetime) -> Screen:
    """A step of a flow."""
    match placed.step:
        case FrontDoor() as door:
            return front_door(draw, position, flow, door)
        case Ask() as ask:
            return question(draw, position, ask, now)
        case Say() as say:
            return words(draw, position, flow, say, now)
        case Remove() as remove:
            return action_view.removal(draw, position, flow, remove)
        case Action() as action:
            return action_view.doing(draw, position, flow, action)
        case Worries() | Laws() as answers:
            return answers_view.listed(draw, position, flow, answers)
        case Documents() | Memos() as papers:
            return document_view.listed(draw, position, flow, papers)
        case Contacts() as contacts:
            return lines_view.lines(draw, position, flow, contacts, now)
    raise TypeError(placed.id)


def front_door(draw: Renderer, position: Position, flow: Flow, door: FrontDoor) -> Screen:
    """Does any of this apply now? It comes back after each choice, so that all can be taken."""
    role = flow.written.role
    labels = (door.danger[role], door.self_harm[role], door.watched[role])
    urgent = (draw.catalog.of_kind("emergency", role), draw.catalog.of_kind("crisis", role))
    targets = (*urgent, draw.catalog.flows[door.watched_flow])
    buttons, taken = [], False
    for name, index, label, target in zip(DOORS, draw.walk.doors, labels, targets, strict=True):
        yes = draw.walk.facts.code(name, "yes")
        chosen = position.facts[index] == yes
        taken = taken or chosen
        known = position._replace(facts=put(position.facts, index, yes), asked=position.asked | {index})
        entered = draw.walk.visit(target, known)._replace(argument=AT_THE_DOOR)
        buttons.append(draw.go(_marked(draw, position, draw.label(label, position), chosen=chosen), entered))
    through = draw.label(draw.catalog.interface["continue"] if taken else door.none[role], position)
    buttons.append(draw.go(through, _through(draw, position)))
    text = paragraphs(draw.word("heading-ask", position), draw.say(door.text[role], position))
    return draw.finish(position, text, in_rows(buttons))


def _through(draw: Renderer, position: Position) -> Position:
    """On from the front door: what was not chosen is not the case."""
    facts = position.facts
    for name, index in zip(DOORS, draw.walk.doors, strict=True):
        if facts[index] == NOT_ASKED:
            facts = put(facts, index, draw.walk.facts.code(name, "no"))
    after = draw.walk.forward(position._replace(facts=facts, asked=position.asked | set(draw.walk.doors)))
    return after._replace(argument=AT_THE_DOOR) if after.view == "step" else after


def question(draw: Renderer, position: Position, ask: Ask, now: datetime) -> Screen:
    """A question with its answers; the present one is marked."""
    index = draw.walk.facts.index(ask.ask)
    fact = draw.catalog.facts.facts[index]
    known = lines_view.numbers(draw, position, ask.lines, now)
    text = paragraphs(
        known or draw.word("heading-ask", position),
        draw.say(ask.text or fact.question, position),
        draw.say(fact.why, position) if fact.why and not ask.text else None,
        lines_view.opening_words(draw, position, ask, now),
    )
    page = int(position.argument) if position.view == "page" else 0
    offered = [(choice, one) for choice, one in enumerate(fact.answers, FIRST_ANSWER) if not one.retired]
    shown, more = page_of(offered, page, ANSWER_PAGE)
    buttons = [_answer(draw, position, index, choice, draw.label(answer.label, position)) for choice, answer in shown]
    if more:
        buttons.append(draw.key("rest", position, position.page(page + 1)))
    if fact.skippable:
        skip = draw.label(fact.skip or draw.catalog.interface["skip"], position)
        buttons.append(_answer(draw, position, index, SKIPPED, skip))
    asks = any(one.id == "no-answer" for one in fact.answers)  # itself whether anybody answered
    helping = lines_view.help_buttons(draw, position, ask.lines, now, unanswered=not asks)
    return draw.finish(position, text, in_rows(buttons, helping, _also(draw, position, ask.also)))


def _answer(draw: Renderer, position: Position, fact: int, choice: int, label: str) -> Button:
    here = position._replace(view="step", argument="")
    target = draw.walk.answered(here, fact, choice)
    if target.view == "step":  # so that the answer can be counted
        target = target._replace(argument=code(draw.catalog.facts.facts[fact].id, STEP_CODE))
    return draw.go(_marked(draw, position, label, chosen=position.facts[fact] == choice), target)


def words(draw: Renderer, position: Position, flow: Flow, say: Say, now: datetime) -> Screen:
    """Words of support, or information."""
    known = lines_view.numbers(draw, position, say.lines, now)
    heading = None if flow.urgent else draw.word("heading-say", position)
    first = say is flow.steps[0].step and flow.kind == "reference"
    text = paragraphs(
        known or (draw.label(flow.written.title, position) if first else heading),
        draw.say(say.text, position),
        lines_view.opening_words(draw, position, say, now),
        *_dated(draw, position, say, now.astimezone(ALMATY).date()),
        lines_view.about(draw, position) if flow.id == "about" else None,
        _counted_row(position, flow, now) if say.row else None,
    )
    buttons = [*action_view.copies(draw, position, say), *lines_view.help_buttons(draw, position, say.lines, now)]
    if say.more:
        buttons.append(draw.key("more", position, position._replace(view="more", move="forward", argument="")))
    if say.hide_later:
        buttons.append(draw.hide_later(position))
    return draw.finish(position, text, in_rows(buttons, _also(draw, position, say.also), draw.on(position, flow)))


def _dated(draw: Renderer, position: Position, say: Say, today: date) -> Iterable[str]:
    """What is for this day only: a text, and what people can come to."""
    for one in say.by_date:
        if one.on(today):
            yield draw.say(one.text, position)
    for event in draw.catalog.events if say.events else ():
        if event.on(today):
            yield f"<b>{draw.say(event.what, position)}</b>\n{draw.say(event.where, position)}"


def _counted_row(position: Position, flow: Flow, now: datetime) -> str:
    """The one row of the statistics that opening this page has just increased."""
    row = (now.astimezone(ALMATY).date().isoformat(), flow.kind, flow.id, position.language, "n + 1")
    return "<code>day | event | subject | language | n\n" + " | ".join(row) + "</code>"


def _also(draw: Renderer, position: Position, flows: Iterable[str]) -> Iterable[Button]:
    for name in flows:
        flow = draw.catalog.flows[name]
        yield draw.visit(draw.label(flow.written.title, position), flow, position)


def _marked(draw: Renderer, position: Position, label: str, *, chosen: bool) -> str:
    return f"{draw.word('current-mark', position)} {label}" if chosen else label
