"""The calendar of the statistics: parts that share no day, and the periods made of them; must not know any count.

A breakdown is made for a part only: the yearly campaign, or a calendar month without the campaign's days. Two periods
that overlap would show, by their difference, the few days in which they do not.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol

Kind = Literal["part", "sum", "week"]
Span = tuple[date, date]

_DAY = timedelta(days=1)
_FORMS = "2026-W48, 2026-11, 2026-Q4, 2026 or campaign-2026"


class PeriodError(ValueError):
    """Nothing can be said of this period; the text tells the operator why."""


class Days(Protocol):
    """Days that come back every year, as the content has them: MM-DD, both included."""

    @property
    def first(self) -> str:
        """The first."""

    @property
    def last(self) -> str:
        """The last."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """The yearly campaign: its first and last day as (month, day), both included, within one year."""

    first: tuple[int, int]
    last: tuple[int, int]

    @classmethod
    def of(cls, days: Days) -> "Campaign":
        """The campaign with these days."""
        month, day, last_month, last_day = map(int, (*days.first.split("-"), *days.last.split("-")))
        return cls((month, day), (last_month, last_day))

    def span(self, year: int) -> Span:
        """Its days in a year."""
        return date(year, *self.first), date(year, *self.last)


@dataclass(frozen=True, slots=True)
class Part:
    """Days that are counted together; both ends of each span are included."""

    name: str
    spans: tuple[Span, ...]

    @property
    def first(self) -> date:
        """Its first day."""
        return self.spans[0][0]

    @property
    def last(self) -> date:
        """Its last day."""
        return self.spans[-1][1]

    def closed(self, today: date) -> bool:
        """Whether nothing can be added to it any more."""
        return today > self.last


@dataclass(frozen=True, slots=True)
class Period:
    """What can be asked for: a part, a quarter or year (the sum of its parts), or a week (a total alone)."""

    name: str
    kind: Kind
    parts: tuple[Part, ...]

    @property
    def first(self) -> date:
        """Its first day."""
        return min(part.first for part in self.parts)

    @property
    def last(self) -> date:
        """Its last day."""
        return max(part.last for part in self.parts)


def parse(name: str, campaign: Campaign) -> Period:
    """The period with this name. Raises PeriodError when there is none."""
    for form, make in _READERS:
        if found := re.fullmatch(form, name, re.ASCII):
            try:
                return make(name, campaign, *map(int, found.groups()))
            except ValueError:
                break
    raise PeriodError(f"'{name[:20]}' is no period; write one such as {_FORMS}")


def parts_of(year: int, campaign: Campaign) -> tuple[Part, ...]:
    """The parts of a year in the order they begin; no day is missing and none is in two of them."""
    months = [(f"{year}-{month:02d}", _without(_month(year, month), campaign.span(year))) for month in range(1, 13)]
    parts = [Part(name, spans) for name, spans in months if spans]
    parts.append(Part(f"campaign-{year}", (campaign.span(year),)))
    return tuple(sorted(parts, key=lambda part: part.first))


def part_at(day: date, campaign: Campaign) -> Part:
    """The part a day belongs to."""
    return next(part for part in parts_of(day.year, campaign) if any(a <= day <= b for a, b in part.spans))


def last_closed(today: date, campaign: Campaign) -> Part:
    """The part that closed last."""
    parts = (*parts_of(today.year - 1, campaign), *parts_of(today.year, campaign))
    return max((part for part in parts if part.closed(today)), key=lambda part: part.last)


def beside(period: Period, step: int, campaign: Campaign) -> Period:
    """The next period of the same kind (`step` 1), or the one before it (-1)."""
    if period.kind == "part":
        year = period.first.year
        parts = [part for near in (year - 1, year, year + 1) for part in parts_of(near, campaign)]
        found = parts[[part.name for part in parts].index(period.name) + step]
        return Period(found.name, "part", (found,))
    if period.kind == "week":
        return parse(week_name(period.first + step * 7 * _DAY), campaign)
    if "Q" in period.name:
        quarters = int(period.name[:4]) * 4 + int(period.name[-1]) - 1 + step
        return parse(f"{quarters // 4}-Q{quarters % 4 + 1}", campaign)
    return parse(f"{int(period.name) + step}", campaign)


def weeks_of(period: Period) -> tuple[Part, ...]:
    """The ISO weeks that have a day in a period, whole."""
    day, weeks = period.first, []
    while day - day.weekday() * _DAY <= period.last:
        weeks.append(_week_part(week_name(day), day - day.weekday() * _DAY))
        day += 7 * _DAY
    return tuple(weeks)


def week_name(day: date) -> str:
    """The name of a day's ISO week, such as 2026-W48."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def piece(day: date, campaign: Campaign) -> date:
    """The first day of the piece a day is folded into: its ISO week, cut at month ends and campaign dates."""
    first, last = campaign.span(day.year)
    cuts = (day - day.weekday() * _DAY, day.replace(day=1), first, last + _DAY)
    return max(cut for cut in cuts if cut <= day)


def _year(name: str, campaign: Campaign, year: int) -> Period:
    return Period(name, "sum", parts_of(year, campaign))


def _quarter(name: str, campaign: Campaign, year: int, quarter: int) -> Period:
    parts = (part for part in parts_of(year, campaign) if (part.first.month - 1) // 3 + 1 == quarter)
    return Period(name, "sum", tuple(parts))


def _part(name: str, campaign: Campaign, year: int, _month: int = 0) -> Period:
    found = tuple(part for part in parts_of(year, campaign) if part.name == name)
    if not found:
        raise ValueError(name)
    return Period(name, "part", found)


def _week(name: str, _campaign: Campaign, year: int, week: int) -> Period:
    return Period(name, "week", (_week_part(name, date.fromisocalendar(year, week, 1)),))


def _week_part(name: str, monday: date) -> Part:
    return Part(name, ((monday, monday + 6 * _DAY),))


def _month(year: int, month: int) -> Span:
    first = date(year, month, 1)
    return first, (first + 31 * _DAY).replace(day=1) - _DAY


def _without(month: Span, campaign: Span) -> tuple[Span, ...]:
    """A month's days outside the campaign."""
    before = (month[0], min(month[1], campaign[0] - _DAY))
    after = (max(month[0], campaign[1] + _DAY), month[1])
    return tuple(span for span in (before, after) if span[0] <= span[1])


_READERS: tuple[tuple[str, Callable[..., Period]], ...] = (
    (r"(2\d{3})", _year),
    (r"(2\d{3})-Q([1-4])", _quarter),
    (r"(2\d{3})-(\d{2})", _part),
    (r"campaign-(2\d{3})", _part),
    (r"(2\d{3})-W(\d{2})", _week),
)
