"""The report: only protected figures leave the counters, and every form is a function of them alone."""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from counter_files import BAD_FILES, counters_at, fill, leave_log, look
from driver import content
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from stat_files import IN_CAMPAIGN, IN_DECEMBER, IN_NOVEMBER, SIXTEEN, book, forms, made, screens, shown, words

from flows.countable import lines
from storage import StatsError, file, page, sheet
from storage.figures import FLOOR, HIDDEN, Figure, protect, read
from storage.periods import PeriodError, last_closed, parse
from storage.report import build

NOVEMBER = {
    ("opened", ""): 61,
    ("request", "threats"): 52,
    ("request", "image-leak"): 19,
    ("request", "bullying"): 9,
    ("request", "retired"): 11,
    ("request", "forgotten"): 4,
    ("time", "night"): 33,
    ("time", "day"): 66,
    ("contact", "police-102"): 12,
    ("no-answer", "police-102"): 10,
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A counter file of November and the campaign."""
    path = tmp_path / "qorgan.db"
    fill(path, NOVEMBER, "ru", IN_NOVEMBER)
    fill(path, {("request", "threats"): 30, ("request", "bullying"): 12}, "kk", IN_CAMPAIGN)
    return path


@pytest.mark.parametrize(
    ("n", "said"), [(0, "<10"), (1, "<10"), (9, "<10"), (10, "10"), (12, "10"), (13, "15"), (17, "15"), (18, "20")]
)
def test_small_numbers_are_protected(n: int, said: str) -> None:
    """0 to 9 are shown alike, everything else to the nearest 5."""
    assert words().figure(protect(n)) == said


@given(st.integers(min_value=10, max_value=10**9))
def test_rounding_is_near(n: int) -> None:
    """A shown number is a multiple of 5, at most 2 away, and shown again it is the same."""
    figure = protect(n)
    assert figure.shown % 5 == figure.under == 0
    assert abs(figure.shown - n) <= 2
    assert protect(figure.shown) == figure


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Figure(20), "20"),
        (HIDDEN, "<10"),
        (Figure(20, 1), "20 + 0–9"),
        (Figure(20, 3), "20 + 0–9 в каждой из 3"),
        (Figure(0, 3), "0–9 в каждой из 3"),
        (Figure(), "0"),
    ],
)
def test_sums_say_how_many_are_hidden(figure: Figure, said: str) -> None:
    """A sum is told with the number of its cells under the floor."""
    assert words().figure(figure) == said


@pytest.mark.parametrize(("settings_floor", "floor"), [(0, 10), (5, 10), (10, 10), (30, 30)])
def test_the_floor_can_only_be_raised(path: Path, settings_floor: int, floor: int) -> None:
    """A floor of less than 10 is 10; a higher one hides more."""
    found = made(path, "2026-11", floor=settings_floor)
    assert found.floor == floor
    assert ("image-leak" in shown(found, "request")) == (floor < 19)


def test_a_month_without_the_campaign(path: Path) -> None:
    """November's breakdown has its own days; gone subjects stand below once they show a number."""
    requests = made(path, "2026-11").table("request")
    assert shown(made(path, "2026-11"), "request") == {"threats": "50", "image-leak": "20", "retired": "10"}
    assert (requests.rows[-1].id, words().figure(requests.total)) == ("retired", f"80 + 0–9 в каждой из {HIDDEN_ROWS}")


HIDDEN_ROWS = sum(flow.kind == "situation" for flow in content().flows.values()) - 2


def test_a_quarter_is_the_sum_of_what_is_printed(path: Path) -> None:
    """Each row is the sum of its parts' cells as shown, with the number of those that are not."""
    found = made(path, "2026-Q4", date(2027, 1, 1))
    assert [part.name for part in found.closed] == ["2026-10", "2026-11", "campaign-2026", "2026-12"]
    rows = {row.id: row.figure for row in found.table("request").rows}
    assert (rows["threats"], rows["bullying"]) == (Figure(80, 2), Figure(10, 3))


def test_the_open_part_has_one_total(path: Path) -> None:
    """In the campaign November is told in detail, and the campaign by one number."""
    found = made(path, "2026-Q4", IN_CAMPAIGN)
    assert [part.name for part in found.closed] == ["2026-10", "2026-11"]
    assert [(part.name, figure.shown) for part, figure in found.so_far] == [("campaign-2026", 40)]


@pytest.mark.parametrize(("period", "total"), [("campaign-2026", 40), ("2026-W49", 40), ("2026-W45", 95)])
def test_weeks_and_open_periods_have_no_breakdown(path: Path, period: str, total: int) -> None:
    """They have the requests of all situations, rounded once."""
    found = made(path, period, IN_CAMPAIGN)
    assert (found.tables, found.requests) == ((), Figure(total))
    assert len(sheet.as_csv(found, found.tables, words()).splitlines()) == 2


def test_a_week_has_no_topics(path: Path) -> None:
    """Asking for a breakdown that there must not be is an error, not an empty table."""
    with pytest.raises(KeyError):
        made(path, "2026-W45").table("request")


def test_a_period_to_come_is_refused(path: Path) -> None:
    """What has not begun is said, not printed as nothing."""
    with pytest.raises(PeriodError, match="2027-01 has not begun"):
        made(path, "2027-01")


def test_shares_need_fifty(path: Path) -> None:
    """Percentages are of numbers shown, and only where all of them are 50 or more."""
    found = made(path, "2026-11")
    night = found.table("time")
    assert [night.share(row) for row in night.rows] == [65, 35]
    quarter = made(path, "2026-Q4").table("time")
    assert [quarter.share(row) for row in quarter.rows] == [None, None]


@pytest.mark.parametrize(("shown_", "whole", "share"), [(20, 49, None), (20, 50, 40), (45, 50, 90)])
def test_share_of_a_whole(shown_: int, whole: int, share: int | None) -> None:
    """Under 50 there is no percentage, whatever the part."""
    assert Figure(shown_).share(Figure(whole)) == share


def test_languages_are_those_of_requests(path: Path) -> None:
    """The breakdown by language is one margin; nothing crosses it with situations."""
    assert shown(made(path, "campaign-2026"), "language") == {"kk": "40"}


def test_marks_of_content(path: Path) -> None:
    """A day with another content is told, and never as a count."""
    fill(path, {("content", "abcdefgh"): 40}, "", IN_NOVEMBER)
    found = made(path, "2026-11")
    assert found.versions == (IN_NOVEMBER,)
    assert b"abcdefgh" not in b"".join(forms(found))


NAMES = [("opened", ""), ("request", "threats"), ("request", "bullying"), ("contact", "police-102"), ("step", "x.y")]
ALIKE = st.sampled_from([range(10), range(10, 13), range(13, 18), range(18, 23)]).flatmap(
    lambda counts: st.tuples(*[st.sampled_from(counts)] * 2)
)


@given(st.lists(ALIKE, min_size=5, max_size=5), st.sampled_from(["2026-11", "2026-Q4", "campaign-2026", "2026-W45"]))
@settings(max_examples=15, deadline=None)
def test_a_report_is_a_function_of_the_rounded_cells(pairs: list[tuple[int, int]], period: str) -> None:
    """Two files whose cells are shown alike give the same report and the same screens."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{side}.db") for side in (0, 1)]
        for side, path in enumerate(paths):
            fill(path, {name: pair[side] for name, pair in zip(NAMES, pairs, strict=True)}, "kk", IN_NOVEMBER)
        cells = [protected(path, period) for path in paths]
        assume(cells[0] == cells[1])  # the week's and the language's sums may round apart
        one, other = ((made(path, period), [*screens(path, period)]) for path in paths)
    assert one == other


@pytest.mark.parametrize("period", ["2026-11", "2026-Q4", "2026-W45"])
def test_every_form_is_a_function_of_the_report(path: Path, period: str) -> None:
    """The same report gives the same files, pages and pictures, whenever they are made."""
    assert [*forms(made(path, period))] == [*forms(made(path, period))]


def protected(path: Path, period: str) -> object:
    """All that the file may tell of a period."""
    found = parse(period, SIXTEEN)
    weeks = [week for week, _ in made(path, period).weeks]
    closed = [part for part in found.parts if part.closed(IN_DECEMBER) and found.kind != "week"]
    return read(path, closed, [*weeks, *found.parts])


def test_forms_never_see_a_raw_count(path: Path) -> None:
    """Reports are built from figures alone: the same figures give the same report without the file."""
    period = parse("2026-11", SIXTEEN)
    weeks = [week for week, _ in made(path, "2026-11").weeks]
    found = read(path, period.parts, weeks)
    assert build(found, period, book().topics, IN_DECEMBER) == made(path, "2026-11")


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


async def test_reads_while_the_bot_runs(path: Path) -> None:
    """The report sees what is written, without waiting for the bot to stop and without stopping it."""
    counters = counters_at(path, IN_NOVEMBER)
    for _ in range(10):
        counters.add("plan", "threats")
    assert await counters.flush()
    assert shown(made(path, "2026-11"), "plan") == {"threats": "10"}
    counters.add("plan", "threats")
    assert await counters.flush()
    await counters.close()


def test_reads_what_a_kill_left_in_the_log(path: Path) -> None:
    """After a kill the report shows the last commit, though only the log beside the file has it."""
    leave_log(path, 100)
    assert shown(made(path, "2026-11"), "opened") == {"": "100"}


def test_reading_leaves_no_trace(path: Path) -> None:
    """A report changes no byte and leaves nothing beside the file."""
    before = look(path)
    made(path, "2026")
    assert look(path) == before


@pytest.mark.parametrize(("spoil", "sentence"), BAD_FILES)
def test_bad_file_is_told(path: Path, spoil: Callable[[Path], None], sentence: str) -> None:
    """A file that cannot be used ends in one plain sentence, and stays as it is."""
    spoil(path)
    spoilt = look(path)
    with pytest.raises(StatsError) as told:
        made(path, "2026-11")
    assert str(told.value) == sentence
    assert look(path) == spoilt


@pytest.mark.parametrize(("name", "sentence"), [("missing.db", file.MISSING), (".", file.CLOSED)])
def test_no_file_is_told(tmp_path: Path, name: str, sentence: str) -> None:
    """A missing file and a folder in its place are told apart."""
    with pytest.raises(StatsError) as told:
        made(tmp_path / name, "2026-11")
    assert str(told.value) == sentence


def test_the_last_closed_part_is_the_one_to_ask_for(path: Path) -> None:
    """It always has a breakdown, whatever the day."""
    for today in (IN_NOVEMBER, IN_CAMPAIGN, IN_DECEMBER):
        assert made(path, last_closed(today, SIXTEEN).name, today).tables


def test_nothing_counted_is_a_report_too(tmp_path: Path) -> None:
    """With nothing counted each row is under the floor, as with a little."""
    few: Mapping[tuple[str, str], int] = {("request", "threats"): FLOOR - 1}
    fill(tmp_path / "none.db", {}, day=IN_NOVEMBER)
    fill(tmp_path / "few.db", few, day=IN_NOVEMBER)
    assert made(tmp_path / "none.db", "2026-11") == made(tmp_path / "few.db", "2026-11")
