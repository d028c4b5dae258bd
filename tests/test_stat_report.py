"""The report: a period's breakdowns and totals, read beside a running bot and refused where the file is bad."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from counter_files import BAD_FILES, counters_at, fill, leave_log, look
from stat_files import HIDDEN_ROWS, IN_CAMPAIGN, IN_DECEMBER, IN_NOVEMBER, SIXTEEN, counted, forms, made, shown, words

from storage import StatsError, file, sheet
from storage.figures import Figure
from storage.periods import PeriodError, last_closed


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A counter file of November and the campaign."""
    return counted(tmp_path)


def test_a_month_without_the_campaign(path: Path) -> None:
    """November's breakdown has its own days; gone subjects stand below once they show a number."""
    requests = made(path, "2026-11").table("request")
    assert shown(made(path, "2026-11"), "request") == {"threats": "50", "image-leak": "20", "retired": "10"}
    assert (requests.rows[-1].id, words().figure(requests.total)) == ("retired", f"80 + 0–9 в каждой из {HIDDEN_ROWS}")


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


def test_languages_are_those_of_requests(path: Path) -> None:
    """The breakdown by language is one margin; nothing crosses it with situations."""
    assert shown(made(path, "campaign-2026"), "language") == {"kk": "40"}


def test_marks_of_content(path: Path) -> None:
    """A day with another content is told, and never as a count."""
    fill(path, {("content", "abcdefgh"): 40}, "", IN_NOVEMBER)
    found = made(path, "2026-11")
    assert found.versions == (IN_NOVEMBER,)
    assert b"abcdefgh" not in b"".join(forms(found))


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
