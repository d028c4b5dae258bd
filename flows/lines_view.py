"""Screens that show lines to call or write to: the list that fits, one card, what next, and help without speaking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from flows.catalog import STEP_CODE, Flow, Placed, code
from flows.lines import DAYS, clock, fitting, is_shown, next_line, opening
from flows.models import Text
from flows.screens import Button, Screen, in_rows, page_of, paragraphs
from flows.shapes import Contact
from flows.steps import Ask, Contacts, Say

if TYPE_CHECKING:
    from flows.position import Position
    from flows.render import Renderer

PAGE = 3
"""Lines on one page of a list."""


def lines(draw: Renderer, position: Position, flow: Flow, step: Contacts, now: datetime) -> Screen:
    """The lines that fit, open ones first."""
    found = fitting(draw.catalog, step.contacts, position.facts, now)
    page = int(position.argument) if position.view == "page" else 0
    shown, more = page_of(found, page, PAGE)
    text = paragraphs(
        draw.word("heading-contacts", position),
        draw.say(step.text, position) if step.text and not page else None,
        *(_entry(draw, position, one, now) for one in shown),
        _say_first(draw, position, shown),
    )
    buttons = [_card_button(draw, position, one) for one in shown]
    if more:
        buttons.append(draw.key("rest", position, position.page(page + 1)))
    failing = _when_it_fails(draw, position, shown[0] if shown else None)
    on = draw.on(position._replace(view="step", argument=""), flow)
    return draw.finish(position, text, in_rows(buttons, failing, on))


def numbers(draw: Renderer, position: Position, names: Iterable[str], now: datetime) -> str | None:
    """The numbers a step itself shows, one a line: a number stands alone in `<code>`, so that a tap copies it."""
    shown = [one for one in _named(draw, names, now) if one.numbers]
    return "\n".join(f"☎ <code>{one.numbers[0]}</code> {draw.label(one.button, position)}" for one in shown) or None


def help_buttons(
    draw: Renderer, position: Position, names: Iterable[str], now: datetime, *, unanswered: bool = True
) -> Iterable[Button]:
    """Copy buttons for the numbers a step shows, and what to do when calling does not work."""
    shown = [one for one in _named(draw, names, now) if one.numbers]
    for one in shown:
        yield Button(f"☎ {one.numbers[0]}", copy=one.numbers[0])
    if shown:
        yield from _when_it_fails(draw, position, shown[0] if unanswered else None)


def opening_words(draw: Renderer, position: Position, step: Ask | Say, now: datetime) -> str | None:
    """The first sentence to say, for a step that shows numbers: its own, or that of the first line."""
    if step.opening:
        return _quoted(draw, position, step.opening)
    return _say_first(draw, position, _named(draw, step.lines, now))


def card(draw: Renderer, position: Position, placed: Placed, now: datetime) -> Screen:
    """One line with all that is known of it; or, after one that did not answer, the line to try next."""
    named = draw.contact_by_code[position.argument]
    heading = draw.word("heading-card", position)
    if position.view == "unanswered":
        named, heading = to_try(draw, position, placed, now), draw.word("try-next", position)
    number = named.numbers[0] if named.numbers else None
    text = paragraphs(
        heading,
        f"<b>{draw.say(named.name, position)}</b>" + (f"\n☎ <code>{number}</code>" if number else ""),
        _facts(draw, position, named, now),
        draw.say(named.expect, position) if named.expect else None,
        _say_first(draw, position, [named]),
        f"{draw.word('number-how', position)} {draw.word('call-log', position)}" if number else None,
        draw.word("checked", position, date=f"{named.verified:%d.%m.%Y}"),
    )
    buttons = [Button(draw.word("copy-number", position, number=one), copy=one) for one in named.numbers]
    buttons += [Button(draw.label(link.label, position), url=str(link.url)) for link in named.links]
    buttons += _when_it_fails(draw, position, named if number else None)
    return draw.finish(position, text, in_rows(buttons))


def to_try(draw: Renderer, position: Position, placed: Placed, now: datetime) -> Contact:
    """The line to try after the one of this position, which did not answer."""
    return next_line(draw.catalog, draw.contact_by_code[position.argument], _all(draw, position, placed, now), now)


def quiet(draw: Renderer, position: Position) -> Screen:
    """For somebody who cannot speak aloud: ways to write, and a text to show somebody near."""
    words = draw.catalog.quiet
    text = paragraphs(
        draw.word("heading-quiet", position),
        draw.say(words.text, position),
        f"{draw.word('show-this', position)}\n<blockquote>{draw.say(words.show, position)}</blockquote>",
    )
    return draw.finish(position, text, ())


def about(draw: Renderer, position: Position) -> str | None:
    """Who runs the bot, as far as that was filled in."""
    known = [f"{draw.label(one.label, position)} {one.value}" for one in draw.catalog.about if one.value]
    return "\n".join(known) or None


def status(draw: Renderer, position: Position, contact: Contact, now: datetime) -> str:
    """When a line answers, seen from now."""
    if contact.hours == "always":
        return draw.word("always", position)
    state = opening(contact, now)
    if state.open:
        until = draw.word("open-until", position, time=clock(state.until)) if state.until else None
        return ", ".join(filter(None, (draw.word("open-now", position), until)))
    if state.opens:
        day = draw.word(f"day-{DAYS[state.opens.weekday()]}", position)
        return draw.word("opens", position, day=day, time=clock(state.opens))
    return draw.word("hours-unknown", position)


def _entry(draw: Renderer, position: Position, contact: Contact, now: datetime) -> str:
    head = f"☎ <code>{contact.numbers[0]}</code> " if contact.numbers else ""
    hours = f"\n{status(draw, position, contact, now)}" if contact.numbers else ""
    return f"{head}<b>{draw.say(contact.name, position)}</b>\n{draw.say(contact.purpose, position)}{hours}"


def _facts(draw: Renderer, position: Position, contact: Contact, now: datetime) -> str:
    lines = [draw.say(contact.purpose, position)]
    if contact.numbers:
        paid = f", {draw.word('free', position)}" if contact.free else ""
        lines.append(status(draw, position, contact, now) + paid)
    if contact.languages:
        names = ", ".join(draw.catalog.interface["language-name"].say(one) for one in contact.languages)
        lines.append(f"{draw.word('languages', position)} {names}")
    if contact.asks_name:
        lines.append(f"{draw.word('asks-name', position)} {draw.say(contact.asks_name, position)}")
    if contact.passes_on:
        lines.append(f"{draw.word('passes-on', position)} {draw.say(contact.passes_on, position)}")
    return "\n".join(lines)


def _say_first(draw: Renderer, position: Position, shown: Sequence[Contact]) -> str | None:
    first = next((one.say for one in shown if one.say), None)
    return _quoted(draw, position, first) if first else None


def _quoted(draw: Renderer, position: Position, words: Text) -> str:
    return draw.word("say-first", position, words=draw.say(words, position))


def _card_button(draw: Renderer, position: Position, contact: Contact) -> Button:
    target = position.at(position.step, "contact", argument=code(contact.id, STEP_CODE))
    return draw.go(draw.label(contact.button, position), target)


def _when_it_fails(draw: Renderer, position: Position, contact: Contact | None) -> Iterable[Button]:
    if contact and contact.numbers:
        argument = code(contact.id, STEP_CODE)
        yield draw.key("no-answer", position, position.at(position.step, "unanswered", argument=argument))
    yield draw.key("quiet", position, position._replace(view="quiet", move="stay", argument=""))


def _named(draw: Renderer, names: Iterable[str], now: datetime) -> list[Contact]:
    return [one for name in names if is_shown(draw.catalog, one := draw.catalog.contacts[name], now)]


def _all(draw: Renderer, position: Position, placed: Placed, now: datetime) -> list[Contact]:
    """The lines the step of this card offers, in the order it shows them."""
    if isinstance(placed.step, Contacts):
        return fitting(draw.catalog, placed.step.contacts, position.facts, now)
    return _named(draw, getattr(placed.step, "lines", ()), now)
