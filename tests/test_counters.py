"""Counting: what is added is stored once, whatever fails, and nothing else is stored."""

import asyncio
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

import aiosqlite
import pytest
from counter_files import DAY, counters_at, fill, look, remove, stored, total
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import Counters
from storage import counters as module

REAL_COMMIT = aiosqlite.Connection.commit


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A counter file that does not exist yet, nor its folder."""
    return tmp_path / "data" / "qorgan.db"


@pytest.fixture
async def counters(path: Path) -> AsyncIterator[Counters]:
    """Counters without their background writer: a test decides when to write."""
    counters = counters_at(path)
    yield counters
    await counters.close()


@contextmanager
def commits(plan: list[str]) -> Iterator[None]:
    """Let SQLite's commits fail `before` or `after` they take place, one word of the plan each, then work."""

    async def commit(db: aiosqlite.Connection) -> None:
        fault = plan.pop(0) if plan else "none"
        if fault != "before":
            await REAL_COMMIT(db)
        if fault != "none":
            raise sqlite3.OperationalError(fault)

    with patch.object(aiosqlite.Connection, "commit", commit):
        yield


async def test_counts_by_day_event_subject_and_language(path: Path) -> None:
    """Equal taps share a row; another day, subject or language has its own."""
    days = [DAY, DAY, DAY, DAY + timedelta(days=1)]
    counters = Counters(path, today=lambda: days.pop(0))
    for language in ("ru", "ru", "kk", "ru"):
        counters.add("request", "image-leak", language)
    await counters.close()
    assert stored(path) == {
        (DAY, "request", "image-leak", "ru"): 2,
        (DAY, "request", "image-leak", "kk"): 1,
        (date(2026, 11, 25), "request", "image-leak", "ru"): 1,
    }


async def test_second_run_adds_to_first(path: Path) -> None:
    """A restart goes on from what the file holds."""
    for _ in range(2):
        counters = counters_at(path)
        counters.add("opened")
        await counters.close()
    assert stored(path) == {(DAY, "opened", "", ""): 2}


async def test_background_writer_needs_no_asking(
    counters: Counters, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once open, counts reach the file by themselves, again and again."""
    written = asyncio.Event()

    async def commit(db: aiosqlite.Connection) -> None:
        await REAL_COMMIT(db)
        written.set()

    monkeypatch.setattr(module, "FLUSH_SECONDS", 0.01)
    monkeypatch.setattr(aiosqlite.Connection, "commit", commit)
    await counters.open()
    for n in (1, 2):
        written.clear()
        counters.add("opened")
        await asyncio.wait_for(written.wait(), 10)
        assert total(path) == n


@pytest.mark.parametrize(
    "name",
    ["Aigerim", "айгерім", "two words", "under_score", "a" * 85, "77011234567", "chat-123456", "line\n", "@name", "é"],
)
async def test_what_is_no_plain_name_is_other(counters: Counters, path: Path, name: str) -> None:
    """A person's data handed over by mistake is counted, but not kept."""
    counters.add(name, name, name)
    assert await counters.flush()
    assert stored(path) == {(DAY, "other", "other", "other"): 1}
    assert name.encode() not in look(path)[0]


@pytest.mark.parametrize("name", ["", "a", "112", "campaign-2026", "flow.fact.answer", "a" * 84])
async def test_plain_names_are_kept(counters: Counters, path: Path, name: str) -> None:
    """Ids of content and phone numbers of four digits at most pass as they are."""
    counters.add("step", name)
    assert await counters.flush()
    assert stored(path) == {(DAY, "step", name, ""): 1}


async def test_folder_and_files_are_private(counters: Counters, path: Path) -> None:
    """Only the bot's user can read the folder, the file and what SQLite puts beside it."""
    assert await counters.flush()
    modes = {stat.S_IMODE(found.stat().st_mode) for found in path.parent.iterdir()}
    assert (stat.S_IMODE(path.parent.stat().st_mode), modes) == (0o700, {0o600})


async def test_log_is_emptied_after_each_write(counters: Counters, path: Path) -> None:
    """SQLite's log, from which the order of taps could be read, holds nothing between writes."""
    counters.add("opened")
    assert await counters.flush()
    assert path.with_name("qorgan.db-wal").stat().st_size == 0


async def test_memory_is_bounded(counters: Counters, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the bound new keys are lost and said so; those waiting, in a refused batch too, go on counting."""
    monkeypatch.setattr(module, "MOST_KEYS", 2)
    counters.add("in-batch")
    with commits(["before"]):
        assert not await counters.flush()
    for name in ("waiting", "new", "new", "waiting", "in-batch"):
        counters.add(name)
    assert (counters.pending, counters.lost) == (4, 2)


@pytest.mark.parametrize("fault", ["before", "after"])
async def test_failed_commit_counts_once(counters: Counters, path: Path, fault: str) -> None:
    """A retry after an unclear outcome neither loses a count nor counts it twice."""
    counters.add("opened")
    with commits([fault]):
        assert not await counters.flush()
    counters.add("opened")
    assert (counters.pending, counters.healthy) == (2, False)
    assert await counters.flush()
    assert (counters.pending, counters.healthy, total(path)) == (0, True, 2)


@given(
    st.lists(st.one_of(st.sampled_from(["a", "b", "c"]), st.lists(st.sampled_from(["before", "after"]), max_size=2)))
)
@settings(max_examples=25, deadline=None)
def test_sum_of_adds_is_stored(steps: list[str | list[str]]) -> None:
    """Whatever the mixture of counts, writes and failures, the file ends with each count exactly once."""

    async def play(path: Path) -> None:
        counters = counters_at(path)
        for step in steps:
            if isinstance(step, str):
                counters.add(step)
            else:
                with commits(step):
                    await counters.flush()
        await counters.close()

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "qorgan.db")
        asyncio.run(play(path))
        added = [step for step in steps if isinstance(step, str)]
        assert stored(path) == {(DAY, name, "", ""): added.count(name) for name in added}


async def test_cancelled_flush_is_finished(counters: Counters, path: Path) -> None:
    """Cancelling whoever asked for a write leaves no half of it, and the next write waits for it."""
    counters.add("opened")
    asking = asyncio.create_task(counters.flush())
    await asyncio.sleep(0)
    asking.cancel()
    counters.add("opened")
    assert await counters.flush()
    assert total(path) == 2


def wait_for_threads() -> None:
    """Wait until aiosqlite's threads have ended: no daemons, they would hold up the exit."""
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            thread.join(10)
            assert not thread.is_alive()


async def test_close_leaves_nothing_behind(path: Path) -> None:
    """After closing there is no thread, no task and no side file."""
    counters = counters_at(path)
    await counters.open()
    counters.add("opened")
    await counters.close()
    wait_for_threads()
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert look(path)[1] == ["qorgan.db"]


async def test_close_gives_up_on_a_stuck_disk(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Closing ends in time though a write never does, and says how much is lost."""

    async def stuck(_: aiosqlite.Connection) -> None:
        await asyncio.Event().wait()

    counters = counters_at(path)
    assert await counters.flush()
    monkeypatch.setattr(module, "CLOSE_SECONDS", 0.2)
    monkeypatch.setattr(aiosqlite.Connection, "commit", stuck)
    counters.add("opened")
    await counters.close()
    wait_for_threads()
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]
    assert "1 counts could not be saved" in caplog.text


async def test_file_moved_away_is_started_anew(counters: Counters, path: Path) -> None:
    """Counts after the file was taken from under the bot go into a new file, not into the removed one."""
    assert await counters.flush()
    remove(path)
    counters.add("opened")
    assert await counters.flush()
    assert total(path) == 1


def test_runs_are_forgotten(path: Path) -> None:
    """The file remembers the last runs' batch numbers only, however often the bot is started."""
    fill(path, {("opened", ""): 1})
    with closing(sqlite3.connect(path)) as db, db:
        db.executemany("INSERT INTO batches (writer, number) VALUES (?, 1)", [(-n,) for n in range(1, 200)])
    fill(path, {("opened", ""): 1})
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*) FROM batches").fetchone() == (module.WRITERS_KEPT + 1,)


ENDLESS = """
import asyncio, datetime, pathlib, sys
from storage import Counters

async def main():
    counters = Counters(pathlib.Path(sys.argv[1]), today=lambda: datetime.date(2026, 11, 24))
    written = 0
    while True:
        for _ in range(100):
            counters.add("opened")
        assert await counters.flush()
        written += 100
        print(written, flush=True)

asyncio.run(main())
"""


@pytest.mark.parametrize("writes", [1, 2, 17])
def test_killed_process_keeps_what_was_written(path: Path, writes: int) -> None:
    """After kill -9 every count reported as written is there, and no more than were made."""
    with subprocess.Popen([sys.executable, "-c", ENDLESS, path], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        reported = [int(process.stdout.readline()) for _ in range(writes)]
        process.kill()
        reported += [int(line) for line in process.stdout]
    assert total(path) in {reported[-1], reported[-1] + 100}
