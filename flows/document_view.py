"""Screens of what can be taken away: letters to copy or get as a file, and pictures to share."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flows.papers import Asked, Memo
from flows.screens import Button, Screen, in_rows, paragraphs
from flows.steps import Documents, Memos

if TYPE_CHECKING:
    from flows.catalog import Flow
    from flows.documents import Draft
    from flows.position import Position
    from flows.render import Renderer
    from flows.shapes import Platform


def listed(draw: Renderer, position: Position, flow: Flow, step: Documents | Memos) -> Screen:
    """The step that lists what can be taken away."""
    return memos(draw, position, flow, step) if isinstance(step, Memos) else documents(draw, position, flow, step)


def documents(draw: Renderer, position: Position, flow: Flow, step: Documents) -> Screen:
    """The letters that fit, each behind its own button."""
    drafts = (draw.catalog.documents[name] for name in step.documents)
    text = paragraphs(
        draw.word("heading-documents", position),
        draw.say(step.text or draw.catalog.interface["documents-text"], position),
    )
    buttons = [opened(draw, position, draft) for draft in drafts if draft.condition.holds(position.facts)]
    return draw.finish(position, text, in_rows(buttons, draw.on(position, flow)))


def memos(draw: Renderer, position: Position, flow: Flow, step: Memos) -> Screen:
    """Pictures to share: a tap sends one."""
    text = paragraphs(
        draw.word("heading-memos", position), draw.say(step.text, position), draw.word("file-stays", position)
    )
    shared = [Memo(draw.catalog.flows[name]) for name in step.memos]
    buttons = [
        draw.go(draw.label(one.flow.written.title, position), position.at(position.step, "file", argument=one.code))
        for one in shared
    ]
    return draw.finish(position, text, in_rows(buttons, draw.on(position, flow)))


def opened(draw: Renderer, position: Position, draft: Draft, platform: Platform | None = None) -> Button:
    """A button that opens a letter, in the person's language when it is written in it."""
    language = position.language if position.language in draft.written.languages else draft.written.languages[0]
    asked = Asked(draft, language, platform)
    target = position.at(position.step, "document", argument=asked.code)
    return draw.go(draw.label(draft.written.title, position), target)


def paper(draw: Renderer, position: Position) -> Screen:
    """A letter's card, its text, or the words that stand above a file on its way."""
    taken = draw.paper_by_code[position.argument]
    if isinstance(taken, Memo) or position.view == "file":
        return _on_its_way(draw, position, taken)
    return _card(draw, position, taken) if position.view == "document" else _letter(draw, position, taken)


def _card(draw: Renderer, position: Position, asked: Asked) -> Screen:
    written = asked.draft.written
    foreign = position.language not in written.languages
    languages = ", ".join(_language(draw, one) for one in written.languages)
    text = paragraphs(
        f"{draw.word('heading-document', position)}: {_language(draw, asked.language)}",
        f"<b>{draw.say(written.title, position)}</b>",
        draw.say(written.purpose, position),
        draw.word("paper-only-in", position, languages=languages) if foreign else None,
        *(draw.say(note, position) for note in asked.draft.may_file(position.facts)),
        draw.say(written.hand_in, position),
        draw.word("file-stays", position),
        draw.word("checked", position, date=f"{written.verified:%d.%m.%Y}"),
    )
    others = (Asked(asked.draft, one, asked.platform) for one in written.languages if one != asked.language)
    buttons = [
        *_ways(draw, position, "letter", "file"),
        *(
            draw.go(_language(draw, one.language), position.at(position.step, "document", "stay", one.code))
            for one in others
        ),
        _on(draw, position),
    ]
    return draw.finish(position, text, in_rows(buttons))


def _letter(draw: Renderer, position: Position, asked: Asked) -> Screen:
    flow = draw.walk.flow(position)
    letter = asked.letter(position.facts, flow.id if flow else "")
    text = paragraphs(
        draw.word("heading-document", position),
        draw.word("letter-how", position),
        f"<pre>{html.escape(letter.plain(), quote=False)}</pre>",
    )
    return draw.finish(position, text, in_rows(_ways(draw, position, "file"), [_on(draw, position)]))


def _on_its_way(draw: Renderer, position: Position, taken: Asked | Memo) -> Screen:
    text = paragraphs(draw.word("heading-file", position), draw.word("file-comes", position))
    ways = _ways(draw, position, "letter") if isinstance(taken, Asked) else ()
    return draw.finish(position, text, in_rows(ways, [_on(draw, position)]))


def _ways(draw: Renderer, position: Position, *views: str) -> Iterable[Button]:
    for view in views:
        yield draw.key(f"as-{view}", position, position.at(position.step, view, argument=position.argument))


def _on(draw: Renderer, position: Position) -> Button:
    """Back to the step this was opened from, which leads on."""
    return draw.key("continue", position, position.at(position.step, move="back"))


def _language(draw: Renderer, language: str) -> str:
    return draw.catalog.interface["language-name"].say(language)
