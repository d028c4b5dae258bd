"""What coordinators read of the counters: a place in the statistics, its report, and the files made of it.

Reading and making block; both run in a thread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from flows import Catalog
from flows.countable import Handbook, handbook, lines
from handlers.files import File
from storage import chart, page, report, sheet
from storage.periods import Campaign, Period, last_closed, parse
from storage.report import Report, Row
from storage.wording import Wording

Action = Literal["show", "topics", "help", "chart", "xlsx", "csv", "ru", "kk"]
FILES = ("chart", "xlsx", "csv", "ru", "kk")
"""Actions that send a file: a picture, two sheets, and the report in two languages."""
PREFIX = "s"
"""What the data of these buttons begin with, and no other's."""
_DATA = re.compile(PREFIX + r"([a-z]{2})\.([0-9a-zQW-]{4,13})\.([a-z-]*)\.([0-9]{1,3})\.([a-z]+)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a coordinator stands in the statistics; a button carries all of it."""

    language: str
    period: str
    topic: str = ""
    number: int = 0  # of a topic's page
    action: Action = "show"

    def pack(self) -> str:
        """The place as callback data."""
        return f"{PREFIX}{self.language}.{self.period}.{self.topic}.{self.number}.{self.action}"

    @classmethod
    def unpack(cls, data: str) -> Place | None:
        """The place a button carries; None for any other button."""
        found = _DATA.fullmatch(data)
        if found is None or found[5] not in get_args(Action):
            return None
        return cls(found[1], found[2], found[3], int(found[4]), found[5])  # type: ignore[arg-type] # checked above

    def at(self, **changes: object) -> Place:
        """Another place of the same language and period, unless told otherwise."""
        return replace(replace(self, topic="", number=0, action="show"), **changes)  # type: ignore[arg-type] # its own fields


@dataclass(frozen=True, slots=True)
class Reading:
    """A period's report with the words to tell it in."""

    report: Report
    book: Handbook
    wording: Wording

    def pages(self, topic: str) -> list[tuple[str, tuple[Row, ...]]]:
        """A topic's rows in pages that a screen and a picture have room for, each under its heading."""
        table = self.report.table(topic)
        pages = []
        for group, rows in table.groups:
            heading = f"{table.name}: {group}" if group else table.name
            chunks = [rows[at : at + chart.MOST_ROWS] for at in range(0, len(rows), chart.MOST_ROWS)]
            pages += [(heading, chunk) for chunk in chunks]
        return pages


@dataclass(frozen=True, slots=True)
class Ledger:
    """The counters of the file at `path`, none of them under `floor`."""

    path: Path
    floor: int

    def first(self, catalog: Catalog, language: str, today: date) -> Place:
        """The part that closed last, in the person's language or the editors'."""
        spoken = language if language in catalog.languages else catalog.settings.source
        return Place(spoken, last_closed(today, Campaign.of(catalog.settings.campaign)).name)

    def period(self, catalog: Catalog, place: Place) -> Period:
        """The period of a place. Raises PeriodError when there is none."""
        return parse(place.period, Campaign.of(catalog.settings.campaign))

    def read(self, catalog: Catalog, place: Place, today: date) -> Reading:
        """The report of a place. Raises PeriodError, or StatsError when the file cannot be used."""
        book = handbook(catalog, place.language)
        period = self.period(catalog, place)
        found = report.make(self.path, period, book.topics, today=today, floor=self.floor)
        return Reading(found, book, Wording(book.words, found.floor))

    def file(self, catalog: Catalog, place: Place, today: date) -> File:
        """The file a place asks for. Raises as `read` does, KeyError for a topic that is no more."""
        if place.action in catalog.languages:
            place = replace(place, language=place.action)
        reading = self.read(catalog, place, today)
        found, wording = reading.report, reading.wording
        name = f"{place.period}-{place.language}"
        match place.action:
            case "chart":
                pages = reading.pages(place.topic)
                heading, rows = pages[min(place.number, len(pages) - 1)]
                picture = chart.as_png(heading, wording.period(found.period), rows, wording)
                return File(f"{name}.png", picture, picture=True)
            case "csv":
                return File(f"{name}.csv", sheet.as_csv(found, found.tables, wording).encode("utf-8-sig"))
            case "xlsx":
                method = wording.method(reading.book.method)
                return File(f"{name}.xlsx", sheet.as_xlsx(found, found.tables, wording, method))
            case _:
                told = lines(catalog, place.language, today)
                return File(f"{name}.html", page.as_html(found, wording, reading.book, told).encode())
