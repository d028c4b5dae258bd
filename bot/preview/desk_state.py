"""The desk as its page draws it, as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bot.preview.markup import parse_html
from flows.checks.screens import room
from flows.facts import FIRST_ANSWER, SKIPPED, UNKNOWN
from flows.lines import ALMATY
from flows.screens import visible
from flows.whereabouts import Written, wordings, written
from flows.written import ChangeError

if TYPE_CHECKING:
    from bot.preview.desk import Desk
    from bot.preview.person import Person
    from flows import Problem
    from flows.position import Position

Json = dict[str, Any]
READERS = ("ru", "en")
"""The languages in which the desk speaks to an editor."""


def state(desk: Desk, person: Person | None) -> Json:
    """All that a window shows of the desk."""
    position = desk.position(person) if person else None
    catalog = desk.engine.catalog
    return {
        "token": desk.token,
        "folder": str(desk.watch.folder.resolve()),
        "languages": list(catalog.languages),
        "source": catalog.settings.source,
        "at": f"{desk.now.astimezone(ALMATY):%Y-%m-%dT%H:%M}",
        "shifted": bool(desk.clock.shift),
        "refused": desk.refused,
        "checking": desk.checking,
        "checked": desk.checked,
        "problems": [problem_json(one) for one in sorted(desk.problems, key=lambda one: one.is_note)],
        "screen": _screen_json(desk, desk.engine.settle(position, desk.now)) if position else None,
    }


def problem_json(problem: Problem) -> Json:
    """A finding in the languages of editors, without its place and rule."""
    said = {one: problem.say(one).split("  ", 2)[2] for one in READERS}
    return {
        "file": problem.file,
        "line": problem.line,
        "rule": problem.rule,
        "language": dict(problem.values).get("language"),
        "note": problem.is_note,
        "said": said,
    }


def _screen_json(desk: Desk, position: Position) -> Json:
    engine = desk.engine
    place, flow = written(engine.draw, position, desk.now), engine.walk.flow(position)
    return {
        "file": place.file,
        "line": place.line,
        "id": place.id,
        "view": position.view,
        "when": place.condition,
        "flow": flow.id if flow else "",
        "language": position.language,
        "facts": list(_facts_json(desk, position)),
        "shown": [_shown_json(desk, position, language) for language in engine.catalog.languages],
        "texts": _texts_json(desk, place),
    }


def _facts_json(desk: Desk, position: Position) -> Iterator[Json]:
    for fact, code in zip(desk.engine.catalog.facts.facts, position.facts, strict=True):
        answers = [(number, one.id) for number, one in enumerate(fact.answers, FIRST_ANSWER) if not one.retired]
        skipped = [(SKIPPED, UNKNOWN)] if fact.skippable else []
        question = fact.question.say(desk.engine.catalog.settings.source)
        yield {"id": fact.id, "question": visible(question), "code": code, "answers": [*skipped, *answers]}


def _shown_json(desk: Desk, position: Position, language: str) -> Json:
    there = position._replace(language=language)
    screen = desk.engine.draw.screen(there, desk.now)
    text, entities = parse_html(screen.text)
    return {
        "language": language,
        "text": text,
        "entities": entities,
        "length": len(visible(screen.text)),
        "limit": room(desk.engine.walk.flow(there), there),
        "rows": [[button.label for button in row] for row in screen.rows[:-1]],
    }


def _texts_json(desk: Desk, place: Written) -> list[Json]:
    languages = desk.engine.catalog.languages
    try:
        found = wordings(desk.watch.folder, place, frozenset(languages))
    except (ChangeError, OSError, UnicodeDecodeError):
        return []  # the file is broken, and its findings are shown
    return [{"name": one.name, "said": {name: one.say(name) for name in languages}} for one in found]
