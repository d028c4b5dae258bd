"""Backup, restore and the lock: a copy is whole, a running bot's file is never replaced, nothing is lost on the way."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from counter_files import BAD_FILES, counters_at, fill, foreign, garbage, leave_log, look, stored, total

from storage import StatsError, file, keeping
from storage.keeping import BEFORE, DRAFT, LOCK, back_up, in_use, restore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A counter file with 30 counts."""
    path = tmp_path / "data" / "qorgan.db"
    fill(path, {("opened", ""): 30})
    return path


@pytest.fixture
def backup(path: Path, tmp_path: Path) -> Path:
    """A backup of it."""
    backup = tmp_path / "backup.db"
    back_up(path, backup)
    return backup


async def test_backup_while_the_bot_counts(path: Path, tmp_path: Path) -> None:
    """The copy has what was written by then, and nothing stays beside it."""
    counters = counters_at(path)
    counters.add("request", "threats")
    assert await counters.flush()
    back_up(path, tmp_path / "backup.db")
    counters.add("request", "threats")
    await counters.close()
    assert (total(tmp_path / "backup.db"), total(path)) == (31, 32)
    assert look(tmp_path / "backup.db")[1] == ["backup.db", "data"]


def test_backup_has_what_only_the_log_has(path: Path, tmp_path: Path) -> None:
    """After a kill the last commit is in the copy too."""
    leave_log(path, 50)
    back_up(path, tmp_path / "backup.db")
    assert total(tmp_path / "backup.db") == 50


def test_backup_is_private(backup: Path) -> None:
    """Only the operator can read it."""
    assert backup.stat().st_mode & 0o777 == 0o600


def test_backup_replaces_an_older_one(path: Path, backup: Path) -> None:
    """The same name can be used every night."""
    fill(path, {("opened", ""): 1})
    back_up(path, backup)
    assert total(backup) == 31


def test_backup_never_overwrites_anything_else(path: Path, tmp_path: Path) -> None:
    """Another file, and the counter file itself, stay as they are, and it is no backup of itself."""
    other = tmp_path / "letter.txt"
    other.write_text("dear")
    with pytest.raises(StatsError, match=keeping.SAME):
        restore(path, path)
    for target, sentence in ((other, keeping.TAKEN), (path, keeping.SAME)):
        before = target.read_bytes()
        with pytest.raises(StatsError) as told:
            back_up(path, target)
        assert (str(told.value), target.read_bytes()) == (sentence, before)


def test_backup_into_a_missing_folder_is_told(path: Path, tmp_path: Path) -> None:
    """A copy that cannot be written is one plain sentence."""
    with pytest.raises(StatsError) as told:
        back_up(path, tmp_path / "nowhere" / "backup.db")
    assert str(told.value) == keeping.UNWRITTEN


def test_restore_keeps_the_file_it_replaces(path: Path, backup: Path) -> None:
    """The backup stands in its place, and what was there can be had back."""
    fill(path, {("opened", ""): 7})
    assert restore(backup, path) == path.with_name(path.name + BEFORE)
    assert (total(path), total(path.with_name(path.name + BEFORE)), total(backup)) == (30, 37, 30)


@pytest.mark.parametrize("spoil", [garbage, lambda path: path.unlink(), lambda path: leave_log(path, 99)])
def test_restore_over_whatever_is_there(path: Path, backup: Path, spoil: Callable[[Path], None]) -> None:
    """A damaged file, none at all, or a log left by a kill: afterwards the backup's counts are there, and count on."""
    spoil(path)
    restore(backup, path)
    fill(path, {("opened", ""): 1})
    assert total(path) == 31


@pytest.mark.parametrize(("spoil", "sentence"), [*BAD_FILES, pytest.param(lambda path: path.unlink(), "", id="none")])
def test_a_bad_backup_is_refused(path: Path, backup: Path, spoil: Callable[[Path], None], sentence: str) -> None:
    """What is not sound never takes the place of the counters."""
    del sentence  # of the counter file
    spoil(backup)
    before = stored(path)
    with pytest.raises(StatsError) as told:
        restore(backup, path)
    assert (str(told.value), stored(path)) == (keeping.NO_BACKUP, before)


def test_restore_is_refused_while_a_bot_runs(path: Path, backup: Path) -> None:
    """While the lock is held the file stays; two bots may hold it, and both must end."""
    with ExitStack() as bots:
        assert all(bots.enter_context(in_use(path)) for _ in range(2))
        before = look(path)
        with pytest.raises(StatsError) as told:
            restore(backup, path)
        assert (str(told.value), look(path)) == (keeping.RUNNING, before)
    restore(backup, path)


HOLDING = """
import pathlib, sys
from storage.keeping import in_use
with in_use(pathlib.Path(sys.argv[1])) as held:
    print(held, flush=True)
    sys.stdin.read()
"""


def test_a_killed_bot_holds_nothing(path: Path, backup: Path) -> None:
    """The lock ends with the process, however that ends."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", HOLDING, path], text=True, **pipes) as process:  # type: ignore[call-overload] # pipes are two keywords
        assert process.stdout.readline() == "True\n"
        with pytest.raises(StatsError):
            restore(backup, path)
        process.kill()
    restore(backup, path)
    assert path.with_name(path.name + LOCK).exists()


def test_a_disk_that_takes_no_lock_does_not_stop_the_bot(tmp_path: Path) -> None:
    """Where the lock cannot be had the bot is told so, and goes on."""
    (tmp_path / "file").touch()
    with in_use(tmp_path / "file" / "qorgan.db") as held:
        assert not held


def test_a_failed_restore_changes_nothing(path: Path, backup: Path) -> None:
    """When the copy cannot be made, the counters stay where they are."""
    path.with_name(path.name + DRAFT).mkdir()
    before = stored(path)
    with pytest.raises(StatsError):
        restore(backup, path)
    assert stored(path) == before


def test_damage_that_only_a_full_check_finds(path: Path, tmp_path: Path) -> None:
    """A copy is checked whole: where a name and its index differ, no backup is made of it."""
    fill(path, {("request", "threats"): 1})
    head, name, tail = path.read_bytes().rpartition(b"threats")
    path.write_bytes(head + b"threatz" + tail)
    assert name
    with pytest.raises(StatsError) as told:
        back_up(path, tmp_path / "backup.db")
    assert (str(told.value), (tmp_path / "backup.db").exists()) == (file.DAMAGED, False)


def test_a_foreign_file_is_kept_aside_too(path: Path, backup: Path) -> None:
    """Whatever stood there is not thrown away."""
    foreign(path)
    theirs = path.read_bytes()
    kept = restore(backup, path)
    assert kept is not None
    assert kept.read_bytes() == theirs
