"""Reports for tests: over the real content's topics, in every form there is."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from counter_files import fill
from driver import content

from flows import Screen
from flows.countable import Handbook, handbook, lines
from handlers import stats_view
from handlers.ledger import Ledger, Place
from storage import chart, page, report, sheet
from storage.periods import Campaign, parse
from storage.report import Report
from storage.wording import Wording

SIXTEEN = Campaign((11, 25), (12, 10))
IN_NOVEMBER, IN_CAMPAIGN, IN_DECEMBER = date(2026, 11, 3), date(2026, 12, 1), date(2026, 12, 20)

NOVEMBER = {
    ("opened", ""): 61,
    ("request", "threats"): 52,
    ("request", "image-leak"): 19,
    ("request", "bullying"): 9,
    ("request", "retired"): 11,
    ("request", "forgotten"): 4,
    ("time", "night"): 33,
    ("time", "day"): 66,
    ("contact", "police-102"): 12,
    ("no-answer", "police-102"): 10,
}
HIDDEN_ROWS = sum(flow.kind == "situation" for flow in content().flows.values()) - 2
"""Situations under the floor in November."""


def counted(folder: Path) -> Path:
    """A counter file of November and the campaign."""
    path = folder / "qorgan.db"
    fill(path, NOVEMBER, "ru", IN_NOVEMBER)
    fill(path, {("request", "threats"): 30, ("request", "bullying"): 12}, "kk", IN_CAMPAIGN)
    return path


@cache
def book(language: str = "ru") -> Handbook:
    """The words and topics of a language."""
    return handbook(content(), language)


def words(language: str = "ru", floor: int = 10) -> Wording:
    """The wording of a language."""
    return Wording(book(language).words, floor)


def made(path: Path, period: str, today: date = IN_DECEMBER, floor: int = 10) -> Report:
    """The report of a period."""
    return report.make(path, parse(period, SIXTEEN), book().topics, today=today, floor=floor)


def shown(found: Report, topic: str) -> dict[str, str]:
    """The figures of a topic as they are printed, without those that show nothing."""
    rows = found.table(topic).rows
    return {row.id: words().figure(row.figure) for row in rows if row.figure.shown}


def forms(found: Report, language: str = "ru") -> Iterable[bytes]:
    """The report in every form, with pictures of its first topics."""
    wording, known = words(language), book(language)
    yield sheet.as_text(found, found.tables, wording).encode()
    yield sheet.as_csv(found, found.tables, wording).encode()
    yield sheet.as_json(found, found.tables, wording).encode()
    yield sheet.as_xlsx(found, found.tables, wording, wording.method(known.method))
    yield page.as_html(found, wording, known, lines(content(), language, IN_DECEMBER)).encode()
    for table in found.tables[:2]:
        yield chart.as_png(table.name, wording.period(found.period), table.rows, wording)


def screens(path: Path, period: str) -> Iterable[Screen]:
    """What a coordinator is shown of a period in the bot."""
    ledger = Ledger(path, 10)
    for topic in ("", "request", "step", "contact"):
        yield stats_view.screen(ledger, content(), Place("kk", period, topic), IN_DECEMBER)
