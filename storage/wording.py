"""Figures, periods and a whole report in words; the words themselves come from the content."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from storage.figures import BASE, HIDDEN, STEP, Figure
from storage.periods import Part, Period
from storage.report import Report, Table

MOST = 3
"""Names in one sentence."""


@dataclass(frozen=True)
class Wording:
    """The words of one language, and the floor under which counts are hidden."""

    words: Mapping[str, str]
    floor: int

    def say(self, key: str, **values: object) -> str:
        """A string with its blanks filled."""
        return self.words[key].format(**values)

    def figure(self, figure: Figure) -> str:
        """A count as it is printed: 15, <10, 20 + 0–9, or 120 + 0–9 in each of 4."""
        if not figure.under:
            return str(figure.shown)
        if figure == HIDDEN:
            return f"<{self.floor}"
        most = self.floor - 1
        hidden = f"0–{most}" if figure.under == 1 else self.say("hidden", most=most, count=figure.under)
        return f"{figure.shown} + {hidden}" if figure.shown else hidden

    def period(self, period: Period) -> str:
        """A period's name, with its dates where they are not those of the calendar."""
        if period.kind == "part":
            return self.part(period.parts[0])
        year, _, rest = period.name.partition("-")
        if not rest:
            return self.say("period-year", year=year)
        key = "quarter" if rest.startswith("Q") else "week"
        return self.say(f"period-{key}", year=year, **{key: int(rest[1:])})

    def part(self, part: Part) -> str:
        """A part's name, with its dates unless it is a whole month; a week's begins with its number."""
        dates = ", ".join(f"{first:%d.%m}–{last:%d.%m}" for first, last in part.spans)
        year, _, rest = part.name.partition("-")
        if rest.startswith("W"):
            return f"{self.say('period-week', year=year, week=int(rest[1:]))} ({dates})"
        if year == "campaign":
            return f"{self.say('period-campaign', year=rest)} ({dates})"
        name = self.say("period-month", month=self.words[f"month-{int(rest)}"], year=year)
        whole = part.first.day == 1 and (part.last + timedelta(days=1)).day == 1 and len(part.spans) == 1
        return name if whole else f"{name} ({dates})"

    def made_of(self, report: Report) -> list[str]:
        """Which closed parts a longer period is the sum of."""
        if report.period.kind != "sum" or not report.closed:
            return []
        return [self.say("made-of", parts=", ".join(self.part(part) for part in report.closed))]

    def summary(self, report: Report) -> list[str]:
        """A report in a few sentences: how many, with what, in which language, when, and which lines fail."""
        if report.period.kind == "week":
            return [self.say("requests", count=self.figure(report.requests)), self.say("one-total")]
        said = self.so_far(report)
        if not report.tables:
            return [*said, self.say("one-total")]
        tables = {table.id: table for table in report.tables}
        details = [
            self._most("most", tables["request"]),
            self._most("languages", tables["language"]),
            self._most("sources", tables["source"]),
            self._night(tables["time"]),
            self._most("unanswered", tables["no-answer"]),
        ]
        return [
            self.say("requests", count=self.figure(tables["request"].total)),
            self.say("opened", count=self.figure(tables["opened"].total)),
            self.say("cards", count=self.figure(tables["contact"].total)),
            *([one for one in details if one] or [self.say("nothing-more")]),
            *said,
        ]

    def so_far(self, report: Report) -> list[str]:
        """The total of each part that is not over."""
        return [self.say("so-far", period=self.part(part), count=self.figure(n)) for part, n in report.so_far]

    def method(self, texts: Iterable[str]) -> list[str]:
        """How the numbers are protected, with the numbers filled in."""
        return [text.format(floor=self.floor, most=self.floor - 1, step=STEP, base=BASE) for text in texts]

    def _most(self, key: str, table: Table) -> str:
        """The rows with the highest numbers shown, equal ones in their order."""
        highest = sorted((row for row in table.rows if row.figure.shown), key=lambda row: -row.figure.shown)[:MOST]
        names = ", ".join(f"{row.name} – {row.figure.shown}" for row in highest)
        return self.say(key, names=names) if names else ""

    def _night(self, table: Table) -> str:
        share = next(table.share(row) for row in table.rows if row.id == "night")
        return "" if share is None else self.say("at-night", share=share)
