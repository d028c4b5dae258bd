"""The report over the counters; every figure leaves this module protected, raw ones never do."""

from collections.abc import Iterable
from pathlib import Path

from storage.file import reading

FLOOR = 10  # counts under it are shown alike, zero too, so that one person's taps cannot be told from none
STEP = 5

Name = tuple[str, str]  # (event, subject)
Cells = dict[Name, int]  # rounded counts; a name counted under FLOOR times is absent, like one never counted

_SUMS = """SELECT event.name, subject.name, sum(n) FROM counts
    JOIN names AS event ON event.id = counts.event
    JOIN names AS subject ON subject.id = counts.subject
    GROUP BY 1, 2 ORDER BY 1, 2"""

_NOTE = (
    f'Requests, not people. Rounded to {STEP}; "<{FLOOR}" stands for 0 to {FLOOR - 1}.\n'
    f"A total is the sum of its rows as shown. Names outside the present content are left out while under {FLOOR}."
)


def read(path: Path) -> Cells:
    """The protected counts of the whole time, also while the bot runs; StatsError when the file cannot be used."""
    with reading(path) as db:
        return {(event, subject): _rounded(n) for event, subject, n in db.execute(_SUMS) if n >= FLOOR}


def protected(n: int) -> str:
    """A count as it may be shown: "<10" for 0 to 9, else rounded to 5."""
    return str(_rounded(n)) if n >= FLOOR else f"<{FLOOR}"


def table(cells: Cells, known: Iterable[Name]) -> str:
    """A plain table: each event's total, then its subjects.

    `known` is everything that can be counted now, in the order to print it: the list must not depend on the counts,
    since a row that stands there only when counted would tell one from none. Others are shown once they reach 10.
    """
    subjects: dict[str, list[str]] = {}
    for event, subject in dict.fromkeys([*known, *sorted(cells)]):
        subjects.setdefault(event, []).append(subject)
    rows = [("event", "subject", "count")]
    for event, of_event in subjects.items():
        rows.append((event, "all", _total([cells.get((event, subject), 0) for subject in of_event])))
        if of_event != [""]:
            rows += [("", subject or "-", protected(cells.get((event, subject), 0))) for subject in of_event]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [f"{event:{widths[0]}}  {subject:{widths[1]}}  {count}" for event, subject, count in rows]
    return "\n".join([*lines, "", _NOTE])


def _rounded(n: int) -> int:
    return (n + STEP // 2) // STEP * STEP


def _total(shown: list[int]) -> str:
    """The sum of the cells as printed: a total rounded on its own would narrow down the cells under 10."""
    under = shown.count(0)
    if under == len(shown) == 1:
        return protected(0)
    parts = [str(sum(shown))] if under < len(shown) else []
    if under:
        parts.append(f"0 to {FLOOR - 1} in each of {under}")
    return " + ".join(parts)
