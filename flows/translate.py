"""The translator's sheet: all texts of the content in a spreadsheet, out and back in.

A row is refused when its source text or its translation changed in the content after the sheet was made: the sheet
still holds the translator's words, so nothing is lost.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException

from flows.translations import mark, record, translations
from flows.written import ChangeError, Wording, change, declared, wordings

STATES = {"missing": "нет перевода", "stale": "исходный текст изменился", "unrecorded": "", "current": ""}
FILLS = {"missing": "FFD6D6", "stale": "FFF0C2"}
COLUMNS = (
    ("Где", 34),
    ("Состояние", 16),
    ("Исходный текст", 60),
    ("Перевод", 60),
    ("Верно так (х)", 14),
    ("Метки", 18),
)
NAME, STATE, SOURCE, TARGET, STANDS, MARKS = range(6)
HELP = (
    "Переводите в столбце «Перевод». Пустая клетка ничего не меняет.",
    "Жёлтые строки: исходный текст изменился. Если перевод верен и так, поставьте х в столбце «Верно так».",
    "Теги <b>, <i>, <code> и слова в фигурных скобках, например {date}, оставьте как есть.",
    "Столбцы «Где», «Исходный текст» и «Метки» не меняйте: по ним строка находит своё место.",
)


REASONS = {
    "gone": {"ru": "такого текста больше нет", "en": "the text is no longer there"},
    "source": {"ru": "исходный текст с тех пор изменили", "en": "the source text was changed since"},
    "target": {"ru": "перевод с тех пор изменили", "en": "the translation was changed since"},
}
"""Why a row is refused."""


class SheetError(ChangeError):
    """A file that is not a translator's sheet of this content."""


@dataclass(slots=True)
class Imported:
    """What came of a sheet: files and texts changed, and refused rows as (row, name of the text, one of REASONS)."""

    files: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    refused: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    name: str
    said: str
    stands: bool
    source_mark: str
    target_mark: str


def export(folder: Path, source: str, language: str, out: Path | IO[bytes]) -> dict[str, int]:
    """Write the sheet for a language; missing and stale texts come first. Tells how many texts are in which state.

    Raises SheetError when nothing is translated into the language.
    """
    _refuse_other(language, source, declared(folder)[1])
    rows = list(translations(folder, source, [language]))
    order = list(STATES)
    book = Workbook()
    _instructions(book)
    sheet = book.create_sheet(language, 0)
    sheet.append([name for name, _ in COLUMNS])
    for number, one in enumerate(sorted(rows, key=lambda row: order.index(row.state)), 2):
        marks = f"{mark(one.wording.say(source))}.{mark(one.wording.say(language))}"
        said = (one.wording.say(source), one.wording.say(language))
        _fill_row(sheet, number, [one.wording.name, STATES[one.state], *said, "", marks], FILLS.get(one.state))
    for column, (_, width) in zip("ABCDEF", COLUMNS, strict=True):
        sheet.column_dimensions[column].width = width
        sheet[f"{column}1"].font = Font(bold=True)
    sheet.freeze_panes = "C2"
    book.save(out)
    return {state: sum(one.state == state for one in rows) for state in order}


def bring_in(folder: Path, source: str, languages: Collection[str], sheet: Path | IO[bytes]) -> Imported:
    """Write a sheet's translations into the content. Raises SheetError when it is no sheet of ours.

    Rows whose texts changed meanwhile are refused; every other row is written.
    """
    language, rows = _read(sheet)
    _refuse_other(language, source, languages)
    known = {one.name: one for one in wordings(folder)}
    done, accepted, changes = Imported(), set[tuple[str, str]](), dict[tuple[str, str], str]()
    for row in rows:
        wording = known.get(row.name)
        if why := _conflict(row, wording, source, language):
            done.refused.append((row.number, row.name, why))
        elif row.said and mark(row.said) != row.target_mark:
            changes[row.name, language] = row.said
        elif row.stands:
            accepted.add((row.name, language))
    done.files = change(folder, changes)
    done.changed = [name for name, _ in changes]
    record(folder, source, languages, accepted | changes.keys())
    return done


def _refuse_other(language: str, source: str, languages: Collection[str]) -> None:
    if language == source or language not in languages:
        raise SheetError(
            f"«{language}» is not a language to translate into; {', '.join(sorted(set(languages) - {source}))} are"
        )


def _conflict(row: _Row, wording: Wording | None, source: str, language: str) -> str:
    """Why a row cannot be taken; nothing when it can, or asks for nothing."""
    if not row.said or (mark(row.said) == row.target_mark and not row.stands):
        return ""
    if wording is None:
        return "gone"
    if wording.say(language) == row.said and not row.stands:
        return ""
    if mark(wording.say(source)) != row.source_mark:
        return "source"
    if mark(wording.say(language)) != row.target_mark:
        return "target"
    return ""


def _read(sheet: Path | IO[bytes]) -> tuple[str, list[_Row]]:
    try:
        book = load_workbook(sheet)
    except FileNotFoundError:
        raise SheetError(f"{sheet} is not there") from None
    except (OSError, KeyError, ValueError, BadZipFile, InvalidFileException) as error:
        raise SheetError(f"this is not a spreadsheet (xlsx): {type(error).__name__}") from None
    page = book.worksheets[0]
    head, *rest = [*page.iter_rows(values_only=True)] or [()]
    if tuple(head[: len(COLUMNS)]) != tuple(name for name, _ in COLUMNS):
        raise SheetError("this sheet was not made by «qorgan translate export»")
    return page.title, list(_rows(rest))


def _rows(rows: Iterable[tuple[Any, ...]]) -> Iterator[_Row]:
    for number, cells in enumerate(rows, 2):
        words = [str(cell).strip().replace("\r\n", "\n") if cell is not None else "" for cell in cells]
        source_mark, _, target_mark = words[MARKS].partition(".")
        if words[NAME]:
            yield _Row(number, words[NAME], words[TARGET], bool(words[STANDS]), source_mark, target_mark)


def _fill_row(sheet: Any, number: int, words: list[str], fill: str | None) -> None:
    for column, word in enumerate(words, 1):
        cell = sheet.cell(number, column, ILLEGAL_CHARACTERS_RE.sub("", word))
        cell.data_type = "s"  # words that begin with = are words too
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if fill:
            cell.fill = PatternFill("solid", fgColor=fill)


def _instructions(book: Workbook) -> None:
    page = book.worksheets[0]
    page.title = "Как заполнять"
    for line in HELP:
        page.append([line])
    page.column_dimensions["A"].width = 120
