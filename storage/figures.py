"""Small-number protection: the one place that every count passes on its way out; raw counts never leave this module.

Counts under the floor are shown alike, zero too, so that one person's taps cannot be told from none. All others are
rounded. Sums are sums of what is shown, with the number of cells that are not: a total rounded on its own would narrow
down the cells under the floor.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from storage.file import reading
from storage.periods import Part

FLOOR = 10
STEP = 5
BASE = 50
"""Shares are told of this much or more."""
REQUEST = "request"
LANGUAGE = "language"
"""Not an event: the requests by their language."""
CONTENT = "content"
"""The event whose subjects are versions of the content; a date, no count of anybody."""

_BY_SUBJECT = "SELECT event, subject, sum(n) FROM counts WHERE day BETWEEN ? AND ? GROUP BY event, subject"
_BY_LANGUAGE = """SELECT language, sum(n) FROM counts WHERE day BETWEEN ? AND ?
    AND event = (SELECT id FROM names WHERE name = ?) GROUP BY language"""
_TOTAL = """SELECT coalesce(sum(n), 0) FROM counts WHERE day BETWEEN ? AND ?
    AND event = (SELECT id FROM names WHERE name = ?)"""
_VERSIONS = """SELECT min(day) FROM counts WHERE event = (SELECT id FROM names WHERE name = ?)
    GROUP BY subject ORDER BY 1"""

Name = tuple[str, str]  # (event, subject)


@dataclass(frozen=True, slots=True)
class Figure:
    """A count as it may be shown: the sum of rounded cells, and how many more cells are under the floor."""

    shown: int = 0
    under: int = 0

    def __add__(self, other: "Figure") -> "Figure":
        return Figure(self.shown + other.shown, self.under + other.under)

    def share(self, whole: "Figure") -> int | None:
        """Its percentage of a whole; None where the whole is too small, or this is not known."""
        if whole.shown < BASE or self.under:
            return None
        return round(100 * self.shown / whole.shown)


HIDDEN = Figure(under=1)


@dataclass(frozen=True)
class Figures:
    """All that may be known of a counter file: rounded cells of closed parts, and one total of weeks and open parts.

    A cell under the floor is absent, like one never counted. `versions` are the days from which another content was
    in use.
    """

    floor: int
    cells: Mapping[str, Mapping[Name, Figure]] = field(default_factory=dict)
    totals: Mapping[str, Figure] = field(default_factory=dict)
    versions: tuple[date, ...] = ()

    def cell(self, part: str, event: str, subject: str) -> Figure:
        """One cell of a closed part."""
        return self.cells[part].get((event, subject), HIDDEN)


def protect(n: int, floor: int = FLOOR) -> Figure:
    """A raw count as it may be shown."""
    return Figure((n + STEP // 2) // STEP * STEP) if n >= floor else HIDDEN


def read(path: Path, closed: Iterable[Part], totals: Iterable[Part] = (), *, floor: int = FLOOR) -> Figures:
    """The protected counts of closed parts, and the requests of weeks or open parts, also while the bot runs.

    `floor` can only raise the protection. Raises StatsError when the file cannot be used.
    """
    floor = max(floor, FLOOR)
    with reading(path) as db:
        names = dict(db.execute("SELECT id, name FROM names"))
        return Figures(
            floor,
            {part.name: _cells(db, part, names, floor) for part in closed},
            {part.name: protect(_requests(db, part), floor) for part in totals},
            tuple(date.fromordinal(day) for (day,) in db.execute(_VERSIONS, (CONTENT,))),
        )


def _cells(db: sqlite3.Connection, part: Part, names: Mapping[int, str], floor: int) -> dict[Name, Figure]:
    counts: Counter[Name] = Counter()
    for first, last in _days(part):
        for event, subject, n in db.execute(_BY_SUBJECT, (first, last)):
            counts[names[event], names[subject]] += n
        for language, n in db.execute(_BY_LANGUAGE, (first, last, REQUEST)):
            counts[LANGUAGE, names[language]] += n
    return {name: protect(n, floor) for name, n in sorted(counts.items()) if n >= floor and name[0] != CONTENT}


def _requests(db: sqlite3.Connection, part: Part) -> int:
    return sum(int(db.execute(_TOTAL, (*days, REQUEST)).fetchone()[0]) for days in _days(part))


def _days(part: Part) -> list[tuple[int, int]]:
    return [(first.toordinal(), last.toordinal()) for first, last in part.spans]
