"""The commands of editors, translators and reviewers: check, diff, export, translate, sign, match."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from bot.history import RevisionError, content_at
from flows import ContentError, Problem, load
from flows.checks.listing import rules
from flows.checks.together import findings_together
from flows.difference import differences
from flows.lines import ALMATY
from flows.review import SignError, advice, due, read_review, sign
from flows.translations import record
from flows.written import ChangeError, declared, wordings

CLEAN, FOUND = 0, 1
REFUSED = (ChangeError, RevisionError, SignError)
"""What a command may raise; its words are for the person who called it."""
SAID = {
    "in-order": ("Содержание в порядке.", "The content is in order."),
    "to-fill-in": (
        "Содержание в порядке. До выпуска осталось заполнить: {found}",
        "The content is in order. To be filled in before a release: {found}",
    ),
    "nothing-changed": ("С тех пор ничего не изменилось.", "Nothing has changed since."),
    "written": ("Записано: {what}", "Written: {what}"),
    "sheet": (
        "Записано: {what}. Нет перевода: {missing}, исходный текст изменился: {stale}",
        "Written: {what}. Missing: {missing}, older than their source: {stale}",
    ),
    "taken": ("Изменено текстов: {found}", "Texts changed: {found}"),
    "refused": ("Строка {row}: {name}: {why}; не взято", "Row {row}: {name}: {why}; not taken"),
    "signed": ("Подписано: {area}", "Signed: {area}"),
    "unsigned": ("{area}: нет подписи: {role}", "{area}: not signed: {role}"),
    "void": ("{area}: изменено после подписи: {role}", "{area}: changed since it was signed: {role}"),
    "advice": ("{place}: совет без источника: {id}", "{place}: advice without a source: {id}"),
    "heard": ("{kind} · язык: {language}", "{kind} · language: {language}"),
    "heard-by": ("  решили слова: {phrases}", "  decided by: {phrases}"),
    "heard-as": ("  {score:.2f}  {flow} · {title} · {words}", "  {score:.2f}  {flow} · {title} · {words}"),
    "all-signed": ("Всё подписано.", "Everything is signed."),
}


def perform(arguments: Namespace, folder: Path, tongue: str) -> int:
    """Run one of the commands on a content folder, speaking `tongue` (ru or en), and give its exit code.

    Raises ContentError when the content cannot be used, and one of REFUSED for what cannot be done.
    """
    return COMMANDS[arguments.command](arguments, folder, tongue)


def annotation(problem: Problem, folder: Path, tongue: str, level: str = "error") -> str:
    """A finding as GitHub shows it at its line in a pull request ("Workflow commands": `::error file=…,line=…::…`)."""
    place = os.path.relpath(folder / problem.file)
    _, _, said = problem.say(tongue).partition("  ")
    title, _, message = said.partition("  ")
    where = ",".join(f"{key}={_escaped(value)}" for key, value in (("file", place), ("line", str(problem.line or 1))))
    return f"::{level} {where},title={_escaped(title)}::{_escaped(message, ',:')}"


def _escaped(said: str, kept: str = "") -> str:
    for letter in "%\r\n:,":
        said = said if letter in kept else said.replace(letter, f"%{ord(letter):02X}")
    return said


def _check(arguments: Namespace, folder: Path, tongue: str) -> int:
    github = arguments.format == "github"
    try:
        catalog = load(folder)
    except ContentError as error:
        for problem in error.problems if github else ():
            print(annotation(problem, folder, tongue))
        raise
    found = findings_together(catalog, folder, now=datetime.now(UTC), release=arguments.release)
    notes = [] if arguments.release else [problem for problem in found if problem.is_note]
    faults = [problem for problem in found if problem not in notes]
    for level, problems in (("error", faults), ("notice", notes)):
        for problem in problems:
            print(annotation(problem, folder, tongue, level) if github else problem.say(tongue))
    if not faults:
        _print(tongue, "to-fill-in" if notes else "in-order", found=len(notes))
    return FOUND if faults else CLEAN


def _diff(arguments: Namespace, folder: Path, tongue: str) -> int:
    with content_at(folder, arguments.revision) as old:
        found = differences(old, folder)
    for change in found:
        print(change.say(tongue))
    if not found:
        _print(tongue, "nothing-changed")
    return CLEAN


def _export(arguments: Namespace, folder: Path, tongue: str) -> int:
    from flows import readability, review_page, schema

    output: Path | None = arguments.output
    match arguments.what:
        case "schema":
            schema.write(folder, load(folder))
            return CLEAN
        case "html":
            output, text = output or Path("review.html"), review_page.page(load(folder), folder, datetime.now(UTC))
        case "readability":
            text = readability.report(load(folder), folder, datetime.now(UTC), tongue)
        case _:
            text = rules()
    if output is None:
        print(text, end="")
    else:
        output.write_text(text, encoding="utf-8")
        _print(tongue, "written", what=output)
    return CLEAN


def _translate(arguments: Namespace, folder: Path, tongue: str) -> int:
    from flows import translate

    source, languages = declared(folder)
    match arguments.what:
        case "record":
            record(folder, source, languages)
        case "accept":
            if unknown := set(arguments.names) - {one.name for one in wordings(folder)}:
                raise ChangeError(f"there is no text {', '.join(sorted(unknown))}")
            record(folder, source, languages, product(arguments.names, languages))
        case "export":
            found = translate.export(folder, source, arguments.to, arguments.output)
            _print(tongue, "sheet", what=arguments.output, **found)
        case "import":
            done = translate.bring_in(folder, source, languages, arguments.sheet)
            _print(tongue, "taken", found=len(done.changed))
            for row, name, why in done.refused:
                _print(tongue, "refused", row=row, name=name, why=translate.REASONS[why][tongue])
            return FOUND if done.refused else CLEAN
    return CLEAN


def _sign(arguments: Namespace, folder: Path, tongue: str) -> int:
    catalog = load(folder)
    if arguments.area:
        today = datetime.now(UTC).astimezone(ALMATY).date()
        sign(folder, catalog, arguments.area, arguments.role, arguments.language or "", today)
        _print(tongue, "signed", area=arguments.area)
        return CLEAN
    missing = list(due(catalog, read_review(folder, catalog)))
    for one in missing:
        _print(tongue, "void" if one.void else "unsigned", area=one.area, role=f"{one.role} {one.language}".strip())
    for rests in advice(catalog):
        _print(tongue, "advice", place=f"{rests.file}:{rests.line}", id=rests.id)
    if not missing:
        _print(tongue, "all-signed")
    return FOUND if missing else CLEAN


def _match(arguments: Namespace, folder: Path, tongue: str) -> int:
    catalog = load(folder)
    heard = catalog.matcher.understand(arguments.text)
    told = [heard.kind or "–", *["perhaps"] * heard.perhaps, *["helper"] * heard.another]
    _print(tongue, "heard", kind=", ".join(told), language=heard.language or "–")
    if heard.phrases:
        _print(tongue, "heard-by", phrases=", ".join(heard.phrases))
    for flow, score in heard.offers:
        title = catalog.flows[flow].written.title.say(tongue)
        words = ", ".join(catalog.matcher.reasons(arguments.text, flow)) or "–"
        _print(tongue, "heard-as", flow=flow, score=score, title=title, words=words)
    return CLEAN


def _print(tongue: str, key: str, **values: object) -> None:
    print(SAID[key][0 if tongue == "ru" else 1].format(**values))


COMMANDS: dict[str, Callable[[Namespace, Path, str], int]] = {
    "check": _check,
    "diff": _diff,
    "export": _export,
    "translate": _translate,
    "sign": _sign,
    "match": _match,
}
