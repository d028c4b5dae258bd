"""A report as rows: a plain table, CSV, JSON and XLSX. Equal reports give equal bytes: no clock time is in a file."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from storage.figures import Figure
from storage.report import Report, Table
from storage.wording import Wording

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP file can tell
_SAVED = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_COLUMNS = ("period", "topic", "group", "code", "name", "count", "share")
_WIDTHS = {"A": 34, "B": 62, "C": 36, "D": 28, "E": 10}
_SHEET_NAME = 31  # the most characters Excel allows


def as_text(report: Report, tables: Iterable[Table], wording: Wording) -> str:
    """A plain table of these topics, for a terminal."""
    said = wording.so_far(report) if report.tables else wording.summary(report)
    lines = [wording.period(report.period), *wording.made_of(report), *said]
    for table in tables:
        lines += ["", table.name, *_aligned(_rows(table, wording))]
    return "\n".join(lines)


def as_csv(report: Report, tables: Iterable[Table], wording: Wording) -> str:
    """One line for each subject of these topics."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([wording.words[key] for key in _COLUMNS])
    for part, figure in report.so_far:
        writer.writerow(
            [part.name, wording.words["requests-name"], "", "", wording.words["all"], wording.figure(figure)]
        )
    for table in tables:
        for group, code, name, count, share in _rows(table, wording):
            writer.writerow([report.period.name, table.name, group, code, name, count, share])
    return out.getvalue()


def as_json(report: Report, tables: Iterable[Table], wording: Wording) -> str:
    """The same for programs: `under` is how many cells are hidden, each of 0 to `floor` - 1."""
    said = {
        "period": report.period.name,
        "name": wording.period(report.period),
        "floor": report.floor,
        "closed": [part.name for part in report.closed],
        "so_far": [{"part": part.name, "requests": _plain(figure)} for part, figure in report.so_far],
        "weeks": [{"week": week.name, "requests": _plain(figure)} for week, figure in report.weeks],
        "topics": [_topic(table) for table in tables],
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


def as_xlsx(report: Report, tables: Iterable[Table], wording: Wording, method: Iterable[str]) -> bytes:
    """A workbook: the summary, a sheet for each topic, and how to read it. Slow; run it in a thread."""
    from openpyxl import Workbook  # noqa: PLC0415 # a fifth of a second that nothing else here needs

    book = Workbook()
    summary = [wording.period(report.period), *wording.made_of(report), *wording.summary(report)]
    weeks = [(wording.part(week), wording.figure(figure)) for week, figure in report.weeks]
    _fill(book.worksheets[0], wording.words["period"], [*((line,) for line in summary), *weeks])
    for table in tables:
        head = [wording.words[key] for key in ("group", "name", "code", "count", "share")]
        rows = [(group, name, code, count, share) for group, code, name, count, share in _rows(table, wording)]
        sheet = book.create_sheet()
        _fill(sheet, table.name, [head, *rows])
        sheet.freeze_panes = "A2"
        for letter, width in _WIDTHS.items():
            sheet.column_dimensions[letter].width = width
    _fill(book.create_sheet(), wording.words["how"], [(line,) for line in method])
    for sheet in (book.worksheets[0], book.worksheets[-1]):
        sheet.column_dimensions["A"].width = 110
    return _without_clock(book)


def _fill(sheet: Any, title: str, rows: Iterable[Iterable[str]]) -> None:
    sheet.title = title[:_SHEET_NAME]
    for row in rows:
        sheet.append([int(cell) if cell.isdigit() else cell for cell in row])


def _without_clock(book: Any) -> bytes:
    """The workbook's bytes without the moment it was made, which openpyxl writes in two places."""
    saved, out = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _FIRST_DAY)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, _SAVED.sub(b"", old.read(name)))
    return out.getvalue()


def _rows(table: Table, wording: Wording) -> Iterator[tuple[str, str, str, str, str]]:
    """Section, code, name, count and share of each row, then of the total."""
    for row in table.rows:
        share = table.share(row)
        yield row.group, row.id, row.name, wording.figure(row.figure), "" if share is None else str(share)
    if len(table.rows) > 1:
        yield "", "", wording.words["all"], wording.figure(table.total), ""


def _aligned(rows: Iterable[tuple[str, str, str, str, str]]) -> Iterator[str]:
    """Rows in columns, each section under its name; a share stands after its count."""
    rows = list(rows)
    width = max(len(name) for _, _, name, _, _ in rows)
    section = ""
    for group, _, name, count, share in rows:
        if group != section:
            yield f" {group}" if group else ""
            section = group
        yield f"  {name:{width}}  {count}{f'  {share} %' if share else ''}"


def _topic(table: Table) -> dict[str, object]:
    rows = [
        {"code": row.id, "name": row.name, "section": row.group, "count": _plain(row.figure), "share": table.share(row)}
        for row in table.rows
    ]
    return {"topic": table.id, "name": table.name, "total": _plain(table.total), "rows": rows}


def _plain(figure: Figure) -> dict[str, int]:
    return {"shown": figure.shown, "under": figure.under}
