"""The counter file: what makes a file ours, how it is made, migrated and read; must not know what is counted or why."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

APPLICATION_ID = 0x516F7267  # "Qorg", in the file's header: tells our file from another program's
BUSY_SECONDS = 1.0  # how long to wait for another program's lock

# Migration n brings a file to version n (`PRAGMA user_version`). Append only: files of every version are out there.
# `day` is `date.toordinal()`; `event`, `subject` and `language` are `names.id`; WITHOUT ROWID keeps rows in the order
# of their key, so that the order in which things were tapped is not in the file.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        f"PRAGMA application_id = {APPLICATION_ID}",
        "CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
        """CREATE TABLE counts (
            day INTEGER NOT NULL,
            event INTEGER NOT NULL REFERENCES names,
            subject INTEGER NOT NULL REFERENCES names,
            language INTEGER NOT NULL REFERENCES names,
            n INTEGER NOT NULL,
            PRIMARY KEY (day, event, subject, language)
        ) WITHOUT ROWID""",
        "CREATE TABLE batches (id INTEGER PRIMARY KEY, writer INTEGER NOT NULL UNIQUE, number INTEGER NOT NULL)",
    ),
)

MISSING = "The file named by DATABASE_PATH does not exist; start the bot once, or correct the path."
FOREIGN = "The file named by DATABASE_PATH is not a Qorgan counter file; name another file."
NEWER = "The file named by DATABASE_PATH was written by a newer Qorgan; install that version or name another file."
DAMAGED = (
    "The file named by DATABASE_PATH is damaged; put a backup in its place, or move it away and a new one is started."
)
FULL = "The disk that holds the file named by DATABASE_PATH is full; free some space."
LOCKED = "The file named by DATABASE_PATH is locked by another program; close that program."
CLOSED = (
    "The file named by DATABASE_PATH cannot be opened or written; check the disk, and that the file and its folder "
    "belong to the user who runs the bot."
)

_SQLITE_REASONS = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}


class StatsError(Exception):
    """The counter file cannot be used; the text tells the operator why and what to do, and carries no data."""


def explain(error: OSError | sqlite3.Error) -> StatsError:
    """Say an error of the disk or of SQLite in plain words; its own text is dropped, for it may carry data."""
    if isinstance(error, OSError):
        return StatsError(FULL if error.errno in {errno.ENOSPC, errno.EDQUOT} else CLOSED)
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return StatsError(_SQLITE_REASONS.get(code & 0xFF, CLOSED))  # the low byte is the primary result code


def uri(path: Path, mode: str) -> str:
    """The file as a SQLite URI, `mode` being `rw` or `ro`: never `rwc`, only `prepare` makes a file."""
    return f"{path.resolve().as_uri()}?mode={mode}"


def identity(path: Path) -> tuple[int, int]:
    """What tells this file from one put in its place later; OSError when there is none."""
    found = path.stat()
    return found.st_dev, found.st_ino


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection to a checked counter file, beside a running bot or without one; writes nothing.

    Raises StatsError when the file is missing, damaged, not ours, newer than this code or cannot be read.
    """
    try:
        if not path.exists():
            raise StatsError(MISSING)
        # Without a log beside it nobody writes the file; `immutable` then keeps SQLite from making side files.
        unused = not _side_file(path, "-wal").exists()
        source = uri(path, "ro") + ("&immutable=1" if unused else "")
        with closing(sqlite3.connect(source, uri=True, timeout=BUSY_SECONDS)) as db:
            _check(db)
            yield db
    except (OSError, sqlite3.Error) as error:
        raise explain(error) from None


def prepare(path: Path) -> None:
    """Make the file ready to count into: made when there is none, checked, migrated. Blocks; run it in a thread.

    Raises StatsError as `reading` does, leaving the file as it was; OSError or sqlite3.Error when it cannot be made.
    """
    if not path.exists() or (path.is_file() and path.stat().st_size == 0):
        _create(path)
    with reading(path) as db:
        behind = _number(db, "user_version") < len(MIGRATIONS)
    if behind:
        with closing(sqlite3.connect(uri(path, "rw"), uri=True, timeout=BUSY_SECONDS, isolation_level=None)) as db:
            _migrate(db)


def _create(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = _side_file(path, ".new")
    try:
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with closing(sqlite3.connect(draft, isolation_level=None)) as db:
            _migrate(db)
            db.execute("PRAGMA journal_mode = WAL")
        for suffix in ("-wal", "-shm", "-journal"):  # left by a file moved away, they would be replayed into this one
            _side_file(path, suffix).unlink(missing_ok=True)
        draft.replace(path)  # in one step: a kill leaves no half-made file that would later pass for a damaged one
    finally:
        draft.unlink(missing_ok=True)


def _migrate(db: sqlite3.Connection) -> None:
    for number, statements in enumerate(MIGRATIONS, start=1):
        db.execute("BEGIN IMMEDIATE")
        if _number(db, "user_version") < number:
            for statement in (*statements, f"PRAGMA user_version = {number}"):
                db.execute(statement)
        db.execute("COMMIT")


def _check(db: sqlite3.Connection) -> None:
    if _number(db, "application_id") != APPLICATION_ID:
        raise StatsError(FOREIGN)
    if _number(db, "user_version") > len(MIGRATIONS):
        raise StatsError(NEWER)
    if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise StatsError(DAMAGED)


def _number(db: sqlite3.Connection, pragma: str) -> int:
    return int(db.execute(f"PRAGMA {pragma}").fetchone()[0])


def _side_file(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
