"""The forms of a report: tables, sheets, a page and a summary, each made of the report alone."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from chat_page import NARROW, chromium
from counter_files import fill
from driver import content
from openpyxl import load_workbook
from stat_files import (
    HIDDEN_ROWS,
    IN_DECEMBER,
    IN_NOVEMBER,
    SIXTEEN,
    book,
    counted,
    forms,
    made,
    words,
)

from flows.countable import lines
from storage import page, sheet
from storage.periods import parse


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A counter file of November and the campaign."""
    return counted(tmp_path)


@pytest.mark.parametrize("period", ["2026-11", "2026-Q4", "2026-W45"])
def test_every_form_is_a_function_of_the_report(path: Path, period: str) -> None:
    """The same report gives the same files, pages and pictures."""
    assert [*forms(made(path, period))] == [*forms(made(path, period))]


def test_a_workbook_does_not_tell_when_it_was_made(path: Path) -> None:
    """Its parts are dated at the zip format's beginning, and none of them bears a moment."""
    found = made(path, "2026-11")
    with zipfile.ZipFile(io.BytesIO(sheet.as_xlsx(found, found.tables, words(), ()))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in parts.namelist() if re.search(rb"\d{4}-\d\d-\d\dT", parts.read(name))]


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_a_workbook_has_a_sheet_for_each_topic(path: Path, language: str) -> None:
    """It opens, its sheets are named, numbers are numbers, and hidden ones are text."""
    found = made(path, "2026-11")
    saved = sheet.as_xlsx(found, found.tables, words(language), words(language).method(book(language).method))
    workbook = load_workbook(io.BytesIO(saved))
    assert len(workbook.sheetnames) == len(found.tables) + 2
    counts = {row[2].value: row[3].value for row in workbook.worksheets[2].iter_rows(min_row=2)}
    assert (counts["threats"], counts["bullying"]) == (50, "<10")


def test_csv_and_json_say_the_same(path: Path) -> None:
    """Each row of a topic stands in both, under its code."""
    found = made(path, "2026-11")
    table = [found.table("request")]
    rows = list(csv.DictReader(io.StringIO(sheet.as_csv(found, table, words("en")))))
    topic = json.loads(sheet.as_json(found, table, words("en")))["topics"][0]
    assert [row["Code"] for row in rows[:-1]] == [row["code"] for row in topic["rows"]]
    assert topic["total"] == {"shown": 80, "under": HIDDEN_ROWS}


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_the_page_is_self_contained(path: Path, language: str) -> None:
    """It has a summary, each topic, the lines and the method, and loads nothing."""
    html = page.as_html(made(path, "2026-11"), words(language), book(language), lines(content(), language, IN_DECEMBER))
    assert all(topic.name in html for topic in book(language).topics)
    assert words(language).method(book(language).method)[0].split(":")[0] in html.replace("&lt;", "<")
    assert not [mark for mark in ("http", "src=", "url(", "<script", "@import") if mark in html]


def test_where_people_stop(path: Path) -> None:
    """The page names the steps between which the number falls most, among those everybody meets."""
    flow = content().flows["threats"]
    always = [placed for placed in flow.steps if not placed.condition.reads()]
    counts = {("step", f"threats.{placed.id}"): 90 if place < 2 else 20 for place, placed in enumerate(always)}
    fill(path, counts, "", IN_NOVEMBER)
    html = page.as_html(made(path, "2026-11"), words(), book(), ())
    assert "на 70." in html


def test_summary_in_words(path: Path) -> None:
    """It tells how many, with what, in which language, at night, and which lines fail."""
    told = " ".join(words().summary(made(path, "2026-11")))
    said = ("Обращений: 80", "Открыли бота: 60", "шантаж – 50", "Русский – 95", "6: 35 %", "не отвечают: Полиция – 10")
    assert [part for part in said if part not in told] == []


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
@pytest.mark.parametrize("period", ["2026-10", "2026-11", "campaign-2026", "2026-W48", "2026-Q4", "2026"])
def test_periods_have_names(language: str, period: str) -> None:
    """Every period is named in words, and cut ones tell their dates."""
    said = words(language).period(parse(period, SIXTEEN))
    assert "2026" in said
    assert ("24.11" in said) == (period == "2026-11")


async def test_the_page_fits_a_phone(path: Path) -> None:
    """Nothing of it stands outside 360 pixels, in any language, with numbers in every table."""
    async with chromium() as browser:
        screen = await browser.new_page(viewport=NARROW)  # type: ignore[arg-type] # names as Playwright has them
        for language in ("ru", "kk", "en"):
            found, known = made(path, "2026-Q4"), book(language)
            await screen.set_content(
                page.as_html(found, words(language), known, lines(content(), language, IN_DECEMBER))
            )
            assert await screen.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


def test_a_week_that_is_over_is_not_said_to_go_on(path: Path) -> None:
    """A terminal says of it what its summary says."""
    found = made(path, "2026-W45")
    assert sheet.as_text(found, (), words("en")).split("\n")[1:] == words("en").summary(found)
