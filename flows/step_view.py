"""The screens of a flow's steps, and of what stands behind them: stuck-help, more, a worry, a platform's route."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from flows import lines_view
from flows.assembly import FALLBACK
from flows.catalog import STEP_CODE, Flow, Placed, code
from flows.facts import FIRST_ANSWER, NOT_ASKED, SKIPPED, put
from flows.lines import ALMATY
from flows.models import Text
from flows.screens import Button, Screen, in_rows, page_of, paragraphs
from flows.steps import Action, Ask, Contacts, FrontDoor, Laws, Remove, Say, Worries, Worry
from flows.walk import DOORS

if TYPE_CHECKING:
    from datetime import date, datetime

    from flows.position import Position
    from flows.render import Renderer

FIRST_PLATFORMS, PLATFORM_PAGE = 4, 7
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
            return removal(draw, position, flow, remove)
        case Action() as action:
            return doing(draw, position, flow, action)
        case Worries() as worries:
            return fears(draw, position, flow, worries)
        case Laws() as laws:
            return articles(draw, position, flow, laws)
        case Contacts() as contacts:
            return lines_view.lines(draw, position, flow, contacts, now)
    raise TypeError(placed.id)


def front_door(draw: Renderer, position: Position, flow: Flow, door: FrontDoor) -> Screen:
    """Does any of this apply now? It comes back after each choice, so that all can be taken."""
    role = flow.written.role
    labels = (door.danger[role], door.self_harm[role], door.watched[role])
    targets = (draw.catalog.of_kind("emergency"), draw.catalog.of_kind("crisis"), draw.catalog.flows[door.watched_flow])
    buttons, taken = [], False
    for name, index, label, target in zip(DOORS, draw.walk.doors, labels, targets, strict=True):
        yes = draw.walk.facts.code(name, "yes")
        chosen = position.facts[index] == yes
        taken = taken or chosen
        known = replace(position, facts=put(position.facts, index, yes), asked=position.asked | {index})
        entered = draw.walk.enter(target, known, back=(flow.code, position.step))
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
    return draw.walk.forward(replace(position, facts=facts, asked=position.asked | set(draw.walk.doors)))


def question(draw: Renderer, position: Position, ask: Ask, now: datetime) -> Screen:
    """A question with its answers; the present one is marked."""
    index = draw.walk.facts.index(ask.ask)
    fact = draw.catalog.facts.facts[index]
    known = lines_view.numbers(draw, position, ask.lines, now)
    text = paragraphs(
        known or draw.word("heading-ask", position),
        draw.say(ask.text or fact.question, position),
        draw.say(fact.why, position) if fact.why and not ask.text else None,
    )
    page = int(position.argument) if position.view == "page" else 0
    shown, more = page_of(list(enumerate(fact.answers, FIRST_ANSWER)), page, ANSWER_PAGE)
    buttons = [_answer(draw, position, index, choice, draw.label(answer.label, position)) for choice, answer in shown]
    if more:
        buttons.append(draw.go("…", replace(position, view="page", move="stay", argument=f"{page + 1:03d}")))
    if fact.skippable:
        skip = draw.label(fact.skip or draw.catalog.interface["skip"], position)
        buttons.append(_answer(draw, position, index, SKIPPED, skip))
    buttons += lines_view.help_buttons(draw, position, ask.lines, now, unanswered="no-answer" not in _ids(fact.answers))
    return draw.finish(position, text, in_rows([*buttons, *_also(draw, position, ask.also)]))


def _answer(draw: Renderer, position: Position, fact: int, choice: int, label: str) -> Button:
    here = replace(position, view="step", argument="")
    target = draw.walk.answered(here, fact, choice)
    if target.view == "step":  # so that the answer can be counted
        target = replace(target, argument=code(draw.catalog.facts.facts[fact].id, STEP_CODE))
    return draw.go(_marked(draw, position, label, chosen=position.facts[fact] == choice), target)


def words(draw: Renderer, position: Position, flow: Flow, say: Say, now: datetime) -> Screen:
    """Words of support, or information."""
    known = lines_view.numbers(draw, position, say.lines, now)
    heading = None if flow.urgent else draw.word("heading-say", position)
    first = say is flow.steps[0].step and flow.kind == "reference"
    text = paragraphs(
        known or (draw.label(flow.written.title, position) if first else heading),
        draw.say(say.text, position),
        *_dated(draw, position, say, now.astimezone(ALMATY).date()),
        lines_view.about(draw, position) if flow.id == "about" else None,
        _counted_row(draw, position, flow, now) if say.row else None,
    )
    buttons = [*_copies(draw, position, say), *lines_view.help_buttons(draw, position, say.lines, now)]
    if say.more:
        buttons.append(draw.key("more", position, replace(position, view="more", move="forward", argument="")))
    return draw.finish(position, text, in_rows([*buttons, *_also(draw, position, say.also), *draw.on(position, flow)]))


def _dated(draw: Renderer, position: Position, say: Say, today: date) -> Iterable[str]:
    """What is for this day only: a text, and what people can come to."""
    for one in say.by_date:
        if one.on(today):
            yield draw.say(one.text, position)
    for event in draw.catalog.events if say.events else ():
        if event.on(today):
            yield f"<b>{draw.say(event.what, position)}</b>\n{draw.say(event.where, position)}"


def _counted_row(draw: Renderer, position: Position, flow: Flow, now: datetime) -> str:
    """The one row of the statistics that opening this page has just increased."""
    row = (now.astimezone(ALMATY).date().isoformat(), flow.kind, flow.id, position.language, "n + 1")
    return "<code>day | event | subject | language | n\n" + " | ".join(row) + "</code>"


def doing(draw: Renderer, position: Position, flow: Flow, action: Action) -> Screen:
    """An action of the algorithm."""
    buttons = [*_copies(draw, position, action), *_asides(draw, position, action), *draw.on(position, flow)]
    return draw.finish(position, _action_text(draw, position, flow, action), in_rows(buttons))


def removal(draw: Renderer, position: Position, flow: Flow, remove: Remove) -> Screen:
    """How to take content down: which platform?"""
    platforms = list(draw.catalog.platforms.values())
    if position.view == "page":
        number = int(position.argument)
        shown, more = page_of(platforms[FIRST_PLATFORMS:], number, PLATFORM_PAGE)
        text = paragraphs(draw.word("heading-remove", position), draw.word("which-platform", position))
        tail: list[Button] = []
    else:
        number, shown, more = -1, platforms[:FIRST_PLATFORMS], len(platforms) > FIRST_PLATFORMS
        text = paragraphs(_action_text(draw, position, flow, remove), draw.word("which-platform", position))
        tail = [*_asides(draw, position, remove), *draw.on(position, flow)]
    buttons = [
        draw.go(
            draw.label(one.name, position), position.at(position.step, "platform", argument=code(one.id, STEP_CODE))
        )
        for one in shown
    ]
    if more:
        target = replace(position, view="page", move="stay", argument=f"{number + 1:03d}")
        buttons.append(draw.key("other-platforms", position, target))
    return draw.finish(position, text, in_rows([*buttons, *tail]))


def platform(draw: Renderer, position: Position, placed: Placed) -> Screen:
    """A platform's route for the harm of the step; the careful one when a minor may be in the picture."""
    chosen = draw.platform_by_code[position.argument]
    harm = placed.step.remove if isinstance(placed.step, Remove) else ""
    pictured = position.facts[draw.walk.facts.index("pictured-minor")]
    careful = f"{harm}-minor" if pictured != draw.walk.facts.code("pictured-minor", "no") else harm
    route = next(
        found
        for name in (careful, harm)
        for one in (chosen, draw.catalog.platforms[FALLBACK])
        if (found := one.routes.get(name))
    )
    text = paragraphs(
        f"{draw.word('heading-remove', position)}: {draw.label(chosen.name, position)}",
        draw.say(route.text, position),
        draw.word("route-moved", position, date=f"{route.verified:%d.%m.%Y}"),
    )
    buttons = [Button(draw.label(link.label, position), url=str(link.url)) for link in route.links]
    buttons += _copies(draw, position, placed.step) if isinstance(placed.step, Remove) else ()
    here = replace(position, view="step", argument="")
    flow = draw.walk.flow(position)
    return draw.finish(position, text, in_rows([*buttons, *(draw.on(here, flow) if flow else ())]))


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
    return draw.finish(position, text, in_rows([*buttons, *draw.on(position, flow)]))


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
    back = replace(position, view="step", move="back", argument="")
    return draw.finish(position, text, in_rows([draw.key("continue", position, back)]))


def articles(draw: Renderer, position: Position, flow: Flow, laws: Laws) -> Screen:
    """Articles of law, each behind its own button."""
    known = [draw.catalog.laws[name] for name in laws.laws]
    text = paragraphs(draw.word("heading-laws", position), draw.say(laws.text, position) if laws.text else None)
    buttons = [
        draw.go(draw.label(one.title, position), position.at(position.step, "law", argument=code(one.id, STEP_CODE)))
        for one in known
    ]
    return draw.finish(position, text, in_rows([*buttons, *draw.on(position, flow)]))


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
    back = replace(position, view="step", move="back", argument="")
    return draw.finish(position, text, in_rows([draw.key("continue", position, back)]))


def behind(placed: Placed, view: str) -> Text | None:
    """What stands behind a step's "stuck" or "more" button."""
    found = getattr(placed.step, view, None) if view in {"stuck", "more"} else None
    return found if isinstance(found, Text) else None


def aside(draw: Renderer, position: Position, flow: Flow, placed: Placed) -> Screen:
    """What to do when a step does not work out, or more about it."""
    body = behind(placed, position.view)
    title = f"<b>{draw.say(placed.step.title, position)}</b>" if isinstance(placed.step, Action) else None
    text = paragraphs(
        draw.word(f"heading-{position.view}", position), title, draw.say(body, position) if body else None
    )
    here = replace(position, view="step", argument="")
    return draw.finish(position, text, in_rows(draw.on(here, flow)))


def _action_text(draw: Renderer, position: Position, flow: Flow, action: Action) -> str:
    index = flow.by_code[position.step]
    progress = draw.walk.progress(flow, index, position.facts)
    heading = draw.word(f"horizon-{action.horizon}", position)
    if progress and progress.total:
        heading = f"{draw.word('step-of', position, n=progress.number, total=progress.total)} · {heading}"
    elif progress:
        heading = f"{draw.word('step', position, n=progress.number)} · {heading}"
    minor = position.facts[draw.walk.facts.index("me-minor")]
    is_minor = minor == draw.walk.facts.code("me-minor", "yes")
    maybe = action.minor and minor != draw.walk.facts.code("me-minor", "no")
    return paragraphs(
        heading,
        f"<b>{draw.say(action.title, position)}</b>",
        None if action.minor and is_minor else draw.say(action.text, position),
        f"<i>{draw.word('who-' + action.who, position)}</i>" if action.who != "anyone" and not is_minor else None,
        f"{draw.word('minor-route', position)} {draw.say(action.minor, position)}" if maybe and action.minor else None,
    )


def _copies(draw: Renderer, position: Position, step: Action | Say) -> Iterable[Button]:
    for one in step.copies:
        yield Button(draw.label(one.label, position), copy=draw.say(one.text, position))
    for link in step.links:
        yield Button(draw.label(link.label, position), url=str(link.url))


def _asides(draw: Renderer, position: Position, action: Action) -> Iterable[Button]:
    yield draw.key("stuck", position, replace(position, view="stuck", move="forward", argument=""))
    if action.more:
        yield draw.key("more", position, replace(position, view="more", move="forward", argument=""))


def _also(draw: Renderer, position: Position, flows: Iterable[str]) -> Iterable[Button]:
    for name in flows:
        flow = draw.catalog.flows[name]
        yield draw.enter(draw.label(flow.written.title, position), flow, position)


def _marked(draw: Renderer, position: Position, label: str, *, chosen: bool) -> str:
    return f"{draw.word('current-mark', position)} {label}" if chosen else label


def _ids(answers: Iterable[object]) -> set[str]:
    return {str(getattr(answer, "id", "")) for answer in answers}
