"""The screens of actions, and what stands behind them: stuck-help, more, a platform's route."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flows import document_view
from flows.catalog import STEP_CODE, Flow, Placed, code
from flows.models import Text
from flows.needs import FALLBACK
from flows.screens import Button, Screen, in_rows, page_of, paragraphs
from flows.steps import Action, Remove, Say

if TYPE_CHECKING:
    from flows.position import Position
    from flows.render import Renderer
    from flows.shapes import Platform

FIRST_PLATFORMS, PLATFORM_PAGE = 4, 7


def doing(draw: Renderer, position: Position, flow: Flow, action: Action) -> Screen:
    """An action of the algorithm."""
    rows = in_rows(copies(draw, position, action), _asides(draw, position, action), draw.on(position, flow))
    return draw.finish(position, _action_text(draw, position, flow, action), rows)


def removal(draw: Renderer, position: Position, flow: Flow, remove: Remove) -> Screen:
    """How to take content down: which platform?"""
    platforms = _platforms(draw, remove)
    if position.view == "page":
        number = int(position.argument)
        shown, more = page_of(platforms[FIRST_PLATFORMS:], number, PLATFORM_PAGE)
        text = paragraphs(draw.word("heading-remove", position), draw.word("which-platform", position))
        tail: tuple[Iterable[Button], ...] = ()
    else:
        number, shown, more = -1, platforms[:FIRST_PLATFORMS], len(platforms) > FIRST_PLATFORMS
        text = paragraphs(_action_text(draw, position, flow, remove), draw.word("which-platform", position))
        tail = (_asides(draw, position, remove), draw.on(position, flow))
    buttons = [
        draw.go(
            draw.label(one.name, position), position.at(position.step, "platform", argument=code(one.id, STEP_CODE))
        )
        for one in shown
    ]
    if more:
        buttons.append(draw.key("other-platforms", position, position.page(number + 1)))
    return draw.finish(position, text, in_rows(buttons, *tail))


def _platforms(draw: Renderer, remove: Remove) -> list[Platform]:
    return [one for one in draw.catalog.platforms.values() if one.is_for(remove.remove)]


def list_of(draw: Renderer, position: Position) -> Position:
    """The list that a platform was chosen from: the step itself, or a page of the others."""
    flow, index = draw.walk.placed(position) or (None, 0)
    step = flow.steps[index].step if flow else None
    chosen_from = _platforms(draw, step) if isinstance(step, Remove) else []
    others = [code(one.id, STEP_CODE) for one in chosen_from[FIRST_PLATFORMS:]]
    if position.argument not in others:
        return position.at(position.step, move="back")
    pages = (page_of(others, number, PLATFORM_PAGE)[0] for number in range(len(others)))
    number = next(number for number, shown in enumerate(pages) if position.argument in shown)
    return position.page(number)._replace(move="back")


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
    buttons += copies(draw, position, placed.step) if isinstance(placed.step, Remove) else ()
    buttons += [
        document_view.opened(draw, position, draft, chosen)
        for draft in draw.catalog.documents.values()
        if draft.names_platform and draft.condition.holds(position.facts)
    ]
    here = position._replace(view="step", argument="")
    flow = draw.walk.flow(position)
    return draw.finish(position, text, in_rows(buttons, draw.on(here, flow) if flow else ()))


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
    here = position._replace(view="step", argument="")
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
    is_adult = minor == draw.walk.facts.code("me-minor", "no") or flow.written.role == "helper"
    route = draw.say(action.minor, position) if action.minor and (is_minor or not is_adult) else None
    return paragraphs(
        heading,
        f"<b>{draw.say(action.title, position)}</b>",
        None if action.minor and is_minor else draw.say(action.text, position),
        f"<i>{draw.word('who-' + action.who, position)}</i>" if action.who == "anyone" or not is_minor else None,
        _for_a_minor(draw, position, route, told=is_minor) if route else None,
    )


def _for_a_minor(draw: Renderer, position: Position, route: str, *, told: bool) -> str:
    """What is open to a minor; whoever told their age needs no "if"."""
    return route[:1].upper() + route[1:] if told else f"{draw.word('minor-route', position)} {route}"


def copies(draw: Renderer, position: Position, step: Action | Say) -> Iterable[Button]:
    """Ready messages to copy, and addresses to open."""
    for one in step.copies:
        yield Button(draw.label(one.label, position), copy=draw.say(one.text, position))
    for link in step.links:
        yield Button(draw.label(link.label, position), url=str(link.url))


def _asides(draw: Renderer, position: Position, action: Action) -> Iterable[Button]:
    yield draw.key("stuck", position, position._replace(view="stuck", move="forward", argument=""))
    if action.more:
        yield draw.key("more", position, position._replace(view="more", move="forward", argument=""))
