"""Counter files for tests: filled as the bot does, read past our own code, and spoilt in every way."""

import asyncio
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from storage import Counters, file

DAY = date(2026, 11, 24)
ALL = """SELECT day, e.name, s.name, l.name, n FROM counts
    JOIN names e ON e.id = event JOIN names s ON s.id = subject JOIN names l ON l.id = language"""


def stored(path: Path) -> dict[tuple[date, str, str, str], int]:
    """Every row of the file, by its key in words."""
    with closing(sqlite3.connect(path)) as db:
        return {(date.fromordinal(day), *names): n for day, *names, n in db.execute(ALL)}


def total(path: Path) -> int:
    """How many counts the file holds."""
    return sum(stored(path).values())


def counters_at(path: Path, day: date = DAY) -> Counters:
    """Counters whose day stands still."""
    return Counters(path, today=lambda: day)


def fill(path: Path, counts: Mapping[tuple[str, str], int], language: str = "kk", day: date = DAY) -> None:
    """Count each (event, subject) so many times, as the bot does."""

    async def count() -> None:
        counters = counters_at(path, day)
        for (event, subject), n in counts.items():
            for _ in range(n):
                counters.add(event, subject, language)
        await counters.close()

    asyncio.run(count())


def look(path: Path) -> tuple[bytes, list[str]]:
    """The bytes of the file, and the names of all that stands in its folder."""
    return path.read_bytes(), sorted(found.name for found in path.parent.iterdir())


def remove(path: Path) -> None:
    """Take the file from its place."""
    path.unlink()


def leave_log(path: Path, n: int) -> None:
    """Set every count to n and leave the file as a kill may: the last commit only in the log beside it."""
    log = path.with_name(path.name + "-wal")
    with closing(sqlite3.connect(path)) as db:
        with db:
            db.execute("UPDATE counts SET n = ?", (n,))
        as_killed = path.read_bytes(), log.read_bytes()
    path.write_bytes(as_killed[0])
    log.write_bytes(as_killed[1])


def garbage(path: Path) -> None:
    """No database at all."""
    path.write_bytes(b"\x00\xffnot a database" * 500)


def torn_page(path: Path) -> None:
    """A sound header, but a page of nonsense."""
    sound = path.read_bytes()
    path.write_bytes(sound[:8192] + b"\xaa" * 4096 + sound[12288:])


def cut_short(path: Path) -> None:
    """Half the file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def foreign(path: Path) -> None:
    """Another program's database."""
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE theirs (x)")


def newer(path: Path) -> None:
    """A version that this code does not know."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")


BAD_FILES = [
    pytest.param(garbage, file.DAMAGED, id="garbage"),
    pytest.param(torn_page, file.DAMAGED, id="torn-page"),
    pytest.param(cut_short, file.DAMAGED, id="cut-short"),
    pytest.param(foreign, file.FOREIGN, id="foreign"),
    pytest.param(newer, file.NEWER, id="newer"),
]
