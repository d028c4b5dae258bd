"""What a period's report says, before it has a form; a function of protected figures, topics and the day alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from storage import figures
from storage.figures import FLOOR, Figure, Figures
from storage.periods import Part, Period, PeriodError, weeks_of
from storage.topics import Topic

WHOLES = frozenset({"request", "language", "source", "time", "typed"})
"""Topics whose rows are parts of one whole, so that shares can be told."""


@dataclass(frozen=True, slots=True)
class Row:
    """One subject with its figure."""

    id: str
    name: str
    group: str
    always: bool
    figure: Figure


@dataclass(frozen=True, slots=True)
class Table:
    """One topic: a breakdown by one thing."""

    id: str
    name: str
    rows: tuple[Row, ...]

    @property
    def total(self) -> Figure:
        """The sum of what its rows show."""
        return sum((row.figure for row in self.rows), Figure())

    def share(self, row: Row) -> int | None:
        """A row's percentage, where the topic has shares and the numbers are large enough."""
        return row.figure.share(self.total) if self.id in WHOLES else None

    @property
    def groups(self) -> tuple[tuple[str, tuple[Row, ...]], ...]:
        """The rows by what they belong to, in their order."""
        names = dict.fromkeys(row.group for row in self.rows)
        return tuple((name, tuple(row for row in self.rows if row.group == name)) for name in names)


@dataclass(frozen=True, slots=True)
class Report:
    """A period: breakdowns over its closed parts, one total for each week, and for the part that is not over.

    `tables` is empty for a week and for a period none of whose parts is closed.
    """

    period: Period
    closed: tuple[Part, ...]
    tables: tuple[Table, ...]
    so_far: tuple[tuple[Part, Figure], ...]
    weeks: tuple[tuple[Part, Figure], ...]
    versions: tuple[date, ...]
    floor: int

    def table(self, topic: str) -> Table:
        """The breakdown of a topic. Raises KeyError when there is none."""
        for table in self.tables:
            if table.id == topic:
                return table
        raise KeyError(topic)

    @property
    def requests(self) -> Figure:
        """All requests of the period."""
        broken_down = self.table(figures.REQUEST).total if self.tables else Figure()
        return sum((figure for _, figure in self.so_far), broken_down)


def make(path: Path, period: Period, topics: Iterable[Topic], *, today: date, floor: int = FLOOR) -> Report:
    """The report of a period. Raises PeriodError when it has not begun, StatsError when the file cannot be used."""
    if period.first > today:
        raise PeriodError(f"{period.name} has not begun")
    closed, going_on = _closed(period, today), _going_on(period, today)
    found = figures.read(path, closed, (*going_on, *_weeks(period, today)), floor=floor)
    return build(found, period, topics, today)


def build(found: Figures, period: Period, topics: Iterable[Topic], today: date) -> Report:
    """The report from figures that were read for this period and day."""
    closed = _closed(period, today)
    return Report(
        period,
        closed,
        tuple(_table(found, closed, topic) for topic in topics) if closed else (),
        tuple((part, found.totals[part.name]) for part in _going_on(period, today)),
        tuple((week, found.totals[week.name]) for week in _weeks(period, today)),
        tuple(day for day in found.versions if period.first <= day <= period.last),
        found.floor,
    )


def _closed(period: Period, today: date) -> tuple[Part, ...]:
    return tuple(part for part in period.parts if part.closed(today) and period.kind != "week")


def _going_on(period: Period, today: date) -> tuple[Part, ...]:
    begun = (part for part in period.parts if part.first <= today)
    return tuple(part for part in begun if period.kind == "week" or not part.closed(today))


def _weeks(period: Period, today: date) -> tuple[Part, ...]:
    return tuple(week for week in weeks_of(period) if week.first <= today)


def _table(found: Figures, closed: tuple[Part, ...], topic: Topic) -> Table:
    """A row for every subject there is; one that is no more stands below them once it shows a number."""

    def figure(subject: str) -> Figure:
        return sum((found.cell(part.name, topic.id, subject) for part in closed), Figure())

    listed = [Row(one.id, one.name, one.group, one.always, figure(one.id)) for one in topic.subjects]
    seen = {subject for part in closed for event, subject in found.cells[part.name] if event == topic.id}
    gone = sorted(seen - {row.id for row in listed})
    rows = (*listed, *(Row(one, one, group="", always=True, figure=figure(one)) for one in gone))
    return Table(topic.id, topic.name, rows)
