"""Keeping the counter file: a lock that tells it is in use, a backup while it is, and putting a backup in its place."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from storage.file import BUSY_SECONDS, DAMAGED, StatsError, reading, uri

LOCK, DRAFT, BEFORE = ".lock", ".new", ".before-restore"
RUNNING = "The bot is running with this counter file; stop it first."
SAME = "This is the counter file itself; name another file."
TAKEN = "This file exists and is no Qorgan counter file; name another one."
UNWRITTEN = "The copy cannot be written; check its folder, and the free space of the disk."
NO_BACKUP = "The backup does not exist, cannot be read or is not a sound Qorgan counter file; name another one."


@contextmanager
def in_use(path: Path) -> Iterator[bool]:
    """Hold the lock beside the counter file, together with other running bots; False when it cannot be had.

    Counting goes on without it: a disk that takes no lock must not stop help.
    """
    with _lock(path, fcntl.LOCK_SH) as held:
        yield held


def back_up(path: Path, target: Path) -> None:
    """Copy the counter file as it is at one moment, also while the bot counts into it; an older backup is replaced.

    Raises StatsError when the file cannot be used or the copy cannot be made.
    """
    if target.exists() and path.exists() and target.samefile(path):
        raise StatsError(SAME)
    with reading(path):
        pass  # says what is wrong with it
    if target.exists() and not _sound(target):
        raise StatsError(TAKEN)
    with _copied(path, target) as draft:
        draft.replace(target)


def restore(backup: Path, path: Path) -> Path | None:
    """Put a backup in the place of the counter file, and tell where the file that was there is kept now.

    Raises StatsError while a bot holds the lock, or when the backup is not sound; nothing is changed then.
    """
    if backup.exists() and path.exists() and backup.samefile(path):
        raise StatsError(SAME)
    if not _sound(backup):
        raise StatsError(NO_BACKUP)
    with _lock(path, fcntl.LOCK_EX) as held:
        if not held:
            raise StatsError(RUNNING)
        with _copied(backup, path) as draft:
            kept = _set_aside(path)
            draft.replace(path)
    return kept


@contextmanager
def _lock(path: Path, kind: int) -> Iterator[bool]:
    """The lock file stays: removing it would let two programs hold locks on two files of one name."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(path.with_name(path.name + LOCK), os.O_CREAT | os.O_RDWR, 0o600)
    except OSError:
        yield False
        return
    try:
        yield _locked(lock, kind)
    finally:
        os.close(lock)


def _locked(lock: int, kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sound(path: Path) -> bool:
    """Whether a file is one of ours and whole."""
    try:
        with reading(path) as db:
            return bool(db.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
    except StatsError:
        return False


@contextmanager
def _copied(source: Path, target: Path) -> Iterator[Path]:
    """A checked copy beside the target, made by SQLite's online backup, to be put in its place in one step."""
    draft = target.with_name(target.name + DRAFT)
    try:
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        # `rw`, since a reader of a file that the bot just begins to write must see SQLite's locks.
        with (
            closing(sqlite3.connect(uri(source, "rw"), uri=True, timeout=BUSY_SECONDS)) as old,
            closing(sqlite3.connect(draft)) as new,
        ):
            old.backup(new)
        if not _sound(draft):
            raise StatsError(DAMAGED)
        yield draft
    except (OSError, sqlite3.Error):
        raise StatsError(UNWRITTEN) from None
    finally:
        for suffix in ("", "-wal", "-shm"):
            with suppress(OSError):  # what could not be made cannot be removed
                draft.with_name(draft.name + suffix).unlink(missing_ok=True)


def _set_aside(path: Path) -> Path | None:
    """Keep the present file under another name, whole with what only its log has."""
    if not path.is_file():
        return None
    kept = path.with_name(path.name + BEFORE)
    with suppress(sqlite3.Error), closing(sqlite3.connect(uri(path, "rw"), uri=True, timeout=BUSY_SECONDS)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # a damaged file is set aside as it is
    kept.unlink(missing_ok=True)
    path.rename(kept)
    for suffix in ("-wal", "-shm"):  # left beside the new file, they would be replayed into it
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return kept
