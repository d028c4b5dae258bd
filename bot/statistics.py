"""The commands that read and keep the counters: stats, report, backup and restore."""

from __future__ import annotations

import os
from argparse import Namespace
from datetime import UTC, date, datetime
from pathlib import Path

from bot.settings import Settings
from flows import Catalog, load
from flows.countable import Handbook, handbook, lines
from flows.lines import ALMATY
from flows.loader import HERE
from storage import StatsError, page, report, sheet
from storage.keeping import back_up, restore
from storage.periods import Campaign, PeriodError, last_closed, parse
from storage.report import Report
from storage.wording import Wording

SAID = {"flow": "request"}
"""What `--by` calls a topic, where that is another word."""


class OptionError(ValueError):
    """A command cannot be carried out as it was written; the text tells the operator what to write."""


REFUSED = (StatsError, OptionError)


def perform(arguments: Namespace, settings: Settings) -> str:
    """Carry out a command, and what to print then.

    Raises one of REFUSED, whose text is for the operator, or ContentError when there are no names to print.
    """
    commands = {"stats": _stats, "report": _report, "backup": _backup, "restore": _restore}
    return commands[arguments.command](arguments, settings)


def today() -> date:
    """The day in Almaty."""
    return datetime.now(UTC).astimezone(ALMATY).date()


def _stats(arguments: Namespace, settings: Settings) -> str:
    _, book, found = _found(arguments, settings)
    wanted = _topics(arguments.by, book)
    tables = [table for table in found.tables if table.id in wanted]
    wording = Wording(book.words, found.floor)
    if arguments.format == "xlsx":
        if not arguments.output:
            raise OptionError("--format xlsx: name a file with -o, such as -o requests.xlsx")
        return _write(arguments.output, sheet.as_xlsx(found, tables, wording, wording.method(book.method)))
    form = {"table": sheet.as_text, "csv": sheet.as_csv, "json": sheet.as_json}[arguments.format]
    text = form(found, tables, wording).rstrip("\n")
    # Excel takes a CSV file for one in the letters of its country, unless it begins with a byte order mark.
    letters = "utf-8-sig" if arguments.format == "csv" else "utf-8"
    return _write(arguments.output, f"{text}\n".encode(letters)) if arguments.output else text


def _report(arguments: Namespace, settings: Settings) -> str:
    catalog, book, found = _found(arguments, settings)
    html = page.as_html(found, Wording(book.words, found.floor), book, lines(catalog, book.language, today()))
    return _write(arguments.output, html.encode())


def _backup(arguments: Namespace, settings: Settings) -> str:
    path = settings.database_path
    target = arguments.file or path.with_name(f"{path.stem}-{today().isoformat()}{path.suffix}")
    back_up(path, target)
    return f"{target}"


def _restore(arguments: Namespace, settings: Settings) -> str:
    kept = restore(arguments.file, settings.database_path)
    before = f"; what was there is kept in {kept}" if kept else ""
    return f"{settings.database_path} is now the backup{before}"


def _found(arguments: Namespace, settings: Settings) -> tuple[Catalog, Handbook, Report]:
    catalog = load(settings.content_dir or HERE)
    book = handbook(catalog, _language(arguments.lang, catalog))
    days = Campaign.of(catalog.settings.campaign)
    path, floor = settings.database_path, settings.statistics_floor
    try:
        period = parse(arguments.period or last_closed(today(), days).name, days)
        return catalog, book, report.make(path, period, book.topics, today=today(), floor=floor)
    except PeriodError as error:
        raise OptionError(f"--period: {error}") from None


def _language(wanted: str | None, catalog: Catalog) -> str:
    """The language asked for, else the terminal's where it is one of ours, else the editors' own."""
    if wanted and wanted not in catalog.languages:
        raise OptionError(f"--lang: write one of {', '.join(catalog.languages)}")
    spoken = wanted or os.environ.get("LANG", "")[:2]
    return spoken if spoken in catalog.languages else catalog.settings.source


def _topics(wanted: str | None, book: Handbook) -> set[str]:
    known = {topic.id for topic in book.topics}
    if wanted is None:
        return known
    if (topic := SAID.get(wanted, wanted)) not in known:
        words = {name: said for said, name in SAID.items()}
        raise OptionError(f"--by: write one of {', '.join(words.get(topic.id, topic.id) for topic in book.topics)}")
    return {topic}


def _write(path: Path, data: bytes) -> str:
    try:
        path.write_bytes(data)
    except OSError:
        raise OptionError(f"-o {path}: cannot be written; check its folder, and the free space of the disk") from None
    return f"{path}"
