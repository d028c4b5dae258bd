"""The statistics as screens: a summary, one topic, the list of topics, and what the numbers mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from html import escape

from flows import Button, Catalog, Screen
from flows.render import HIDE
from flows.screens import Rows, in_rows, paragraphs
from handlers.ledger import Ledger, Place, Reading
from storage.periods import Campaign, beside, last_closed, part_at
from storage.topics import Topic

MAIN = ("request", "language", "source", "step", "contact")
"""Topics with a button on the summary."""
TOPICS_A_PAGE = 6
"""Topics explained on one screen."""


def screen(ledger: Ledger, catalog: Catalog, place: Place, today: date) -> Screen:
    """The screen of a place. Raises PeriodError, or StatsError when the file cannot be used."""
    reading = ledger.read(catalog, place, today)
    known = {table.id for table in reading.report.tables}
    last = _last(catalog, place, reading)
    if place.action == "help":
        return _help(place, reading, last)
    if place.action == "topics":
        topics = (topic for topic in reading.book.topics if topic.id in known)
        return Screen(_heading(reading), (*_topic_buttons(place, topics), last))
    if place.topic in known:
        return _topic(place, reading, last)
    return _summary(catalog, place.at(), reading, today, last)


def failed(catalog: Catalog, place: Place) -> Screen:
    """What is said when the counters cannot be read."""
    text = catalog.statistics.words["failed"].say(place.language)
    return Screen(text, (_hide(catalog, place),))


def _summary(catalog: Catalog, place: Place, reading: Reading, today: date, last: tuple[Button, ...]) -> Screen:
    wording = reading.wording
    told = [escape(line) for line in (*wording.made_of(reading.report), *wording.summary(reading.report))]
    main = [topic for topic in reading.book.topics if topic.id in MAIN] if reading.report.tables else []
    rows = (
        _beside(catalog, place, reading, today),
        _longer(catalog, place, reading, today),
        *_topic_buttons(place, main),
        *_files(place, reading),
    )
    return Screen(paragraphs(_heading(reading), "\n".join(told)), (*(row for row in rows if row), last))


def _topic(place: Place, reading: Reading, last: tuple[Button, ...]) -> Screen:
    topic = next(one for one in reading.book.topics if one.id == place.topic)
    pages = reading.pages(place.topic)
    number = min(place.number, len(pages) - 1)
    heading, rows = pages[number]
    table, wording = reading.report.table(place.topic), reading.wording
    told = []
    for row in rows:
        share = table.share(row)
        name = row.name if row.always else f"◇ {row.name}"
        part = "" if share is None else f", {share} %"
        told.append(f"{escape(name)} – <b>{escape(wording.figure(row.figure))}</b>{part}")
    total = f"{wording.words['all']} – {wording.figure(table.total)}" if len(pages) == 1 and len(rows) > 1 else ""
    text = paragraphs(
        f"<b>{escape(heading)}</b>\n{escape(wording.period(reading.report.period))}",
        "\n".join(told),
        escape(total),
        f"<i>{escape(topic.means)} {escape(topic.but)}</i>",
    )
    chart = place.at(topic=place.topic, number=number, action="chart")
    turn = _turn(place.at(topic=place.topic), number, len(pages))
    rows_of_buttons = (turn, (Button(wording.words["button-chart"], data=chart.pack()),), last)
    return Screen(text, tuple(row for row in rows_of_buttons if row))


def _turn(here: Place, number: int, pages: int) -> tuple[Button, ...]:
    """To the page before and after, round and round: a topic by flows has one for each flow."""
    to = ((number - 1) % pages, (number + 1) % pages) if pages > 1 else ()
    return tuple(
        Button(f"{sign} {one + 1}/{pages}", data=replace(here, number=one).pack())
        for sign, one in zip("←→", to, strict=False)
    )


def _help(place: Place, reading: Reading, last: tuple[Button, ...]) -> Screen:
    """How to read the numbers, then each topic's meaning, page by page."""
    topics, words = reading.book.topics, reading.wording.words
    pages = [
        paragraphs(f"<b>{escape(words['how'])}</b>", *map(escape, reading.wording.method(reading.book.method))),
        paragraphs(f"<b>{escape(words['not-counted'])}</b>", *map(escape, reading.book.unseen)),
        *(_explained(topics[at : at + TOPICS_A_PAGE]) for at in range(0, len(topics), TOPICS_A_PAGE)),
    ]
    number = min(place.number, len(pages) - 1)
    return Screen(pages[number], (_turn(place.at(action="help"), number, len(pages)), last))


def _explained(topics: Iterable[Topic]) -> str:
    return paragraphs(*(f"<b>{escape(one.name)}</b>\n{escape(one.means)} {escape(one.but)}" for one in topics))


def _heading(reading: Reading) -> str:
    words = reading.wording.words
    return f"<b>{escape(words['title'])}</b>\n{escape(reading.wording.period(reading.report.period))}"


def _topic_buttons(place: Place, topics: Iterable[Topic]) -> Rows:
    return in_rows(Button(topic.name, data=place.at(topic=topic.id).pack()) for topic in topics)


def _beside(catalog: Catalog, place: Place, reading: Reading, today: date) -> tuple[Button, ...]:
    """The period before, and the one after unless it has not begun."""
    days = Campaign.of(catalog.settings.campaign)
    before, after = beside(reading.report.period, -1, days), beside(reading.report.period, 1, days)
    back = Button(f"← {before.name}", data=place.at(period=before.name).pack())
    if after.first > today:
        return (back,)
    return back, Button(f"{after.name} →", data=place.at(period=after.name).pack())


def _longer(catalog: Catalog, place: Place, reading: Reading, today: date) -> tuple[Button, ...]:
    """The last part that closed, the one going on, and the quarter and year of the present place."""
    first, days = reading.report.period.first, Campaign.of(catalog.settings.campaign)
    names = (
        last_closed(today, days).name,
        part_at(today, days).name,
        f"{first.year}-Q{(first.month + 2) // 3}",
        str(first.year),
    )
    others = [name for name in dict.fromkeys(names) if name != place.period]
    return tuple(Button(name, data=place.at(period=name).pack()) for name in others)


def _files(place: Place, reading: Reading) -> Iterator[tuple[Button, ...]]:
    words = reading.wording.words
    yield (
        Button("XLSX", data=place.at(action="xlsx").pack()),
        Button("CSV", data=place.at(action="csv").pack()),
    )
    for language in ("ru", "kk"):
        yield (Button(words[f"button-report-{language}"], data=place.at(action=language).pack()),)
    if reading.report.tables:
        yield (Button(words["button-topics"], data=place.at(action="topics").pack()),)


def _last(catalog: Catalog, place: Place, reading: Reading) -> tuple[Button, ...]:
    """Hide, back to the summary, and what the numbers mean."""
    words = reading.wording.words
    return (
        *_hide(catalog, place),
        Button(words["button-summary"], data=place.at().pack()),
        Button(words["button-help"], data=place.at(action="help").pack()),
    )


def _hide(catalog: Catalog, place: Place) -> tuple[Button, ...]:
    return (Button(catalog.label(catalog.interface["hide"], place.language), data=HIDE + place.language),)
