"""Counting on a broken disk or file: the file is left alone, help goes on, and counts are saved once it is mended."""

import logging
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from counter_files import BAD_FILES, counters_at, fill, garbage, leave_log, look, remove, stored, total

from storage import counters as module
from storage import file

NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A sound counter file with one count."""
    path = tmp_path / "data" / "qorgan.db"
    fill(path, {("opened", ""): 1})
    return path


@pytest.mark.parametrize(("spoil", "sentence"), BAD_FILES)
async def test_bad_file_is_left_untouched(
    path: Path, spoil: Callable[[Path], None], sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Not a byte of it changes, nothing appears beside it, and counts wait until it is moved away."""
    spoil(path)
    spoilt = look(path)
    counters = counters_at(path)
    counters.add("opened")
    assert not await counters.flush()
    assert look(path) == spoilt
    assert (counters.healthy, counters.pending, sentence in caplog.text) == (False, 1, True)
    remove(path)
    await counters.close()
    assert (total(path), counters.pending) == (1, 0)


def test_closing_on_a_bad_file_says_the_loss(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What could not be saved to the very end is told in numbers, and the bad file is still as it was."""
    garbage(path)
    fill(path, {("opened", ""): 3})
    assert "3 counts could not be saved" in caplog.text
    assert path.read_bytes().startswith(b"\x00\xffnot a database")


def folder_is_a_file(path: Path) -> Callable[[], None]:
    """A file stands where the folder should be."""
    path.unlink()
    path.parent.rmdir()
    path.parent.touch()
    return path.parent.unlink


def file_is_a_folder(path: Path) -> Callable[[], None]:
    """A folder stands where the file should be."""
    path.unlink()
    path.mkdir()
    return path.rmdir


def locked(path: Path) -> Callable[[], None]:
    """Another program is writing."""
    other = sqlite3.connect(path)
    other.execute("BEGIN IMMEDIATE")
    return other.close


@pytest.mark.parametrize("break_disk", [folder_is_a_file, file_is_a_folder, locked])
async def test_counts_wait_for_the_disk(
    path: Path, break_disk: Callable[[Path], Callable[[], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that refuses costs no count: all are there once it works again."""
    monkeypatch.setattr(file, "BUSY_SECONDS", 0.01)
    mend = break_disk(path)
    counters = counters_at(path)
    counters.add("request")
    assert not await counters.flush()
    assert counters.pending == 1
    mend()
    assert await counters.flush()
    await counters.close()
    assert {key[1] for key in stored(path)} >= {"request"}


@pytest.fixture
def read_only() -> Iterator[Path]:
    """A counter file in a folder that may not be written to; root, who may write anywhere, is nobody meanwhile."""
    user = os.geteuid()
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "qorgan.db")
        fill(path, {("opened", ""): 1})
        path.chmod(0o444)
        path.parent.chmod(0o555)
        os.seteuid(user or NOBODY)
        yield path
        os.seteuid(user)
        path.parent.chmod(0o700)


async def test_read_only_folder(read_only: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A folder that may not be written to shows itself at once, before there is anything to count."""
    counters = counters_at(read_only)
    assert not await counters.flush()
    assert file.CLOSED in caplog.text
    assert look(read_only)[1] == [read_only.name]
    await counters.close()


ON_A_FULL_DISK = """
import asyncio, datetime, pathlib, resource, sys
from storage import Counters

async def main():
    counters = Counters(pathlib.Path(sys.argv[1]), today=lambda: datetime.date(2026, 11, 24))
    counters.add("opened")
    assert await counters.flush()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
    assert await counters.flush()
    assert not await counters.flush(prove=True)
    assert not await counters.flush()
    counters.add("opened")
    assert not await counters.flush()
    assert counters.pending == 1
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert await counters.flush()
    await counters.close()

asyncio.run(main())
"""


def test_full_disk(path: Path) -> None:
    """When the disk takes no more, which a proof shows before a count does, counts wait until space is freed."""
    subprocess.run([sys.executable, "-c", ON_A_FULL_DISK, path], check=True, stderr=subprocess.DEVNULL, timeout=60)
    assert sorted(stored(path).values()) == [1, 2]


async def test_complaint_is_repeated_hourly(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The log is told once, again after an hour with the numbers of then, and when all is well."""
    clock = [100.0, 101.0, 3699.0, 3700.0]
    monkeypatch.setattr(module, "monotonic", lambda: clock.pop(0))
    garbage(path)
    counters = counters_at(path)
    while clock:
        counters.add("opened")
        assert not await counters.flush()
    remove(path)
    await counters.close()
    said = [(record.levelno, record.getMessage()) for record in caplog.records]
    assert said == [
        (logging.ERROR, f"Counts are not being saved. {file.DAMAGED} Waiting: 1, lost: 0."),
        (logging.ERROR, f"Counts are not being saved. {file.DAMAGED} Waiting: 4, lost: 0."),
        (logging.WARNING, "Counts are being saved again; 0 were lost since the start."),
    ]


def test_leftovers_do_no_harm(path: Path) -> None:
    """A half-made draft, an empty file and the log of a file moved away are no obstacle to a new file."""
    leave_log(path, 50)
    path.write_bytes(b"")
    path.with_name("qorgan.db.new").write_bytes(b"half")
    fill(path, {("opened", ""): 1})
    assert (total(path), look(path)[1]) == (1, [path.name])


def test_log_left_by_a_kill_is_kept(path: Path) -> None:
    """What a killed process had committed, but only to the log, is counted on."""
    leave_log(path, 50)
    fill(path, {("opened", ""): 1})
    assert total(path) == 51


async def test_older_file_is_migrated(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of an earlier version is brought up to date and keeps its counts."""
    monkeypatch.setattr(
        file, "MIGRATIONS", (*file.MIGRATIONS, ("CREATE TABLE notes (x)", "INSERT INTO notes VALUES (7)"))
    )
    await counters_at(path).close()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (2,)
        assert db.execute("SELECT x FROM notes").fetchall() == [(7,)]
    assert total(path) == 1


async def test_failed_migration_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration that breaks half-way is undone as a whole."""
    monkeypatch.setattr(
        file, "MIGRATIONS", (*file.MIGRATIONS, ("CREATE TABLE notes (x)", "INSERT INTO nowhere VALUES (7)"))
    )
    await counters_at(path).close()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        assert db.execute("SELECT name FROM sqlite_schema WHERE name = 'notes'").fetchall() == []
