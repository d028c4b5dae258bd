"""Folding: old days become weeks, no report changes, and no count is lost or doubled."""

import asyncio
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from counter_files import BAD_FILES, counters_at, fill, garbage, look, stored, total
from driver import content
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stat_files import IN_DECEMBER, SIXTEEN, made

from bot.preview.person import PATIENCE
from storage import StatsError, folding
from storage.folding import DAYS_KEPT, fold, keep_folding
from storage.periods import piece

NEXT_YEAR = date(2027, 3, 1)
DAYS = st.dates(date(2026, 9, 20), date(2027, 2, 20))


@pytest.fixture(scope="session")
def five_weeks(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Count for five weeks around the beginning of the campaign."""
    path = tmp_path_factory.mktemp("five-weeks") / "qorgan.db"
    for ahead in range(35):
        day = date(2026, 11, 10) + timedelta(days=ahead)
        fill(path, {("request", "threats"): 3, ("step", f"threats.s{ahead % 3}"): 2}, "ru", day)
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, five_weeks: bytes) -> Path:
    """Give a counter file of five weeks."""
    path = tmp_path / "qorgan.db"
    path.write_bytes(five_weeks)
    return path


def test_days_become_pieces(path: Path) -> None:
    """A week is cut at the campaign's first day, and the last days stay as they are."""
    fold(path, SIXTEEN, IN_DECEMBER)
    days = sorted({day for day, event, *_ in stored(path) if event == "request"})
    assert days[:3] == [date(2026, 11, 9), date(2026, 11, 16), IN_DECEMBER - timedelta(days=DAYS_KEPT)]
    fold(path, SIXTEEN, NEXT_YEAR)
    pieces = sorted({day for day, event, *_ in stored(path) if event == "request"})
    assert pieces[2:5] == [date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 30)]


@pytest.mark.parametrize("period", ["2026-11", "campaign-2026", "2026-12", "2026-Q4", "2026-W48", "2026-W46"])
def test_reports_do_not_change(path: Path, period: str) -> None:
    """Every report, and so every form of it, is the same before and after."""
    before = made(path, period, NEXT_YEAR)
    assert fold(path, SIXTEEN, NEXT_YEAR)
    assert made(path, period, NEXT_YEAR) == before


@given(st.lists(DAYS, min_size=1, max_size=12), st.lists(DAYS, max_size=3))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_count_is_kept_once(tmp_path: Path, counted: list[date], folded_on: list[date]) -> None:
    """However often and on whatever days it is folded, each piece has the counts of its days."""
    path = tmp_path / "each.db"
    path.unlink(missing_ok=True)
    for day in counted:
        fill(path, {("opened", ""): 1}, "", day)
    for today in (*folded_on, NEXT_YEAR + timedelta(days=DAYS_KEPT)):
        fold(path, SIXTEEN, today)
    found = {day: n for (day, *_), n in stored(path).items()}
    assert found == Counter(piece(day, SIXTEEN) for day in counted)


def test_folding_again_changes_nothing(path: Path) -> None:
    """What is folded is left alone."""
    fold(path, SIXTEEN, NEXT_YEAR)
    before = stored(path)
    assert fold(path, SIXTEEN, NEXT_YEAR) == 0
    assert stored(path) == before


def test_folded_days_are_not_in_the_file(tmp_path: Path) -> None:
    """The free pages that folding leaves hold nothing of the days."""
    path = tmp_path / "qorgan.db"
    steps = {("step", f"threats.s{number}"): 1 for number in range(400)}
    for ahead in range(5):
        fill(path, steps, "", date(2026, 11, 9) + timedelta(days=ahead))
    fold(path, SIXTEEN, NEXT_YEAR)
    with closing(sqlite3.connect(path)) as db:
        free, size = (int(db.execute(f"PRAGMA {what}").fetchone()[0]) for what in ("freelist_count", "page_size"))
    empty = path.read_bytes().count(bytes(size - 8))
    assert 0 < free <= empty + free // 100 + 1


async def test_counting_goes_on_meanwhile(path: Path) -> None:
    """Counts that come while days are folded are all there."""
    before = total(path)
    counters = counters_at(path, NEXT_YEAR)
    await counters.open()
    folding = asyncio.create_task(asyncio.to_thread(fold, path, SIXTEEN, NEXT_YEAR))
    while not folding.done():
        counters.add("opened")
        await counters.flush()
    await counters.close()
    added = sum(n for (day, *_), n in stored(path).items() if day == NEXT_YEAR)
    assert (total(path) - before, folding.result() > 0) == (added, True)


@pytest.mark.parametrize(("spoil", "sentence"), BAD_FILES)
def test_a_bad_file_is_left_alone(path: Path, spoil: object, sentence: str) -> None:
    """A file that cannot be used stays as it is."""
    assert callable(spoil)
    spoil(path)
    spoilt = look(path)
    with pytest.raises(StatsError, match=sentence[:40]):
        fold(path, SIXTEEN, NEXT_YEAR)
    assert look(path) == spoilt


def test_no_file_is_no_error(tmp_path: Path) -> None:
    """Before anything is counted there is nothing to fold, and no file is made."""
    assert fold(tmp_path / "none.db", SIXTEEN, NEXT_YEAR) == 0
    assert list(tmp_path.iterdir()) == []


async def test_folding_goes_on_after_a_failure(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A broken file is said in one line, and the bot goes on."""
    monkeypatch.setattr(folding, "FIRST", 0)
    garbage(path)
    task = asyncio.create_task(keep_folding(path, lambda: content().settings.campaign, lambda: NEXT_YEAR))
    async with asyncio.timeout(PATIENCE):
        while not caplog.records:  # noqa: ASYNC110 - no event tells it
            await asyncio.sleep(0.01)
    assert not task.done()
    task.cancel()
    assert caplog.messages == ["Old days could not be folded into weeks (StatsError)"]
