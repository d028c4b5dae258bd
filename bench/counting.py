"""What counting costs, how much ten years take, and what a killed process loses (`python -m bench counting`)."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from bench.press import Instant
from bench.presses import Presses, settings_in
from bench.table import Row
from bot.app import build
from bot.statistics import today
from flows import load
from flows.countable import Topic, handbook
from storage import Counters, file, page, report
from storage.counters import FLUSH_SECONDS
from storage.folding import fold
from storage.periods import Campaign, parse
from storage.wording import Wording

PRESSES, ROUNDS = 5_000, 5
LAST_DAY, DAYS, REQUESTS = date(2036, 12, 31), 3_653, 20_000_000
KILLS = 50
SPOKEN = {"opened", "request", "emergency", "crisis", "lesson", "reference"}
"""Events counted by language."""
OFTEN = {
    "opened": 1.2,
    "request": 1.0,
    "time": 1.0,
    "step": 10.0,
    "answer": 3.0,
    "contact": 0.5,
    "plan": 0.4,
    "stuck": 0.3,
}
"""How often an event happens for each request; all others for every tenth."""


class Noted(Counters):
    """Counters that only note what they are asked to count."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, today=today)
        self.asked: list[tuple[str, str, str]] = []

    def add(self, event: str, subject: str = "", language: str = "") -> None:
        """Note a count."""
        self.asked.append((event, subject, language))


def run() -> list[Row]:
    """All figures."""
    return [asyncio.run(_press()), *_ten_years(), *_kills()]


async def _press() -> Row:
    """What presses ask to be counted is counted again alone, written as often as the bot would at that speed."""
    presses = Presses(PRESSES)
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_in(folder)
        noted = Noted(settings.database_path)
        app = build(settings, presses.engine.catalog, noted, session=Instant(writing=True))
        begin = time.process_time()
        for update in presses.updates():
            if task := app.intake.take(update):
                await task
        pressing = time.process_time() - begin
        await app.close()
        every = round(len(noted.asked) * FLUSH_SECONDS / pressing)
        costs = [await _count(Counters(settings.database_path, today=today), noted.asked, every) for _ in range(ROUNDS)]
    cost = 100 * statistics.median(costs) / pressing
    note = f"{len(noted.asked) / PRESSES:.1f} counts, {pressing / PRESSES * 1e6:.0f} µs a press"
    return Row("counting, of a press's processor time, %", cost, 2.0, note)


async def _count(counters: Counters, asked: list[tuple[str, str, str]], every: int) -> float:
    """Processor time of counting all this, SQLite's thread included."""
    await counters.flush()
    begin = time.process_time()
    for place in range(0, len(asked), every):
        for one in asked[place : place + every]:
            counters.add(*one)
        await counters.flush()
    spent = time.process_time() - begin
    await counters.close()
    return spent


def _ten_years() -> list[Row]:
    """A busy bot's ten years, folded as they pass; then the report of a month."""
    catalog = load()
    book, days = handbook(catalog, "ru"), Campaign.of(catalog.settings.campaign)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "qorgan.db"
        file.prepare(path)
        _fill(path, book.topics, lambda day: fold(path, days, day))
        size = path.stat().st_size / 2**20
        begin = time.perf_counter()
        found = report.make(path, parse("2036-10", days), book.topics, today=LAST_DAY)
        page.as_html(found, Wording(book.words, found.floor), book, ())
        seconds = time.perf_counter() - begin
    return [
        Row("ten years of 20 million requests, MB", size, 50.0, "folded"),
        Row("a month's report out of them, s", seconds, 1.0, "from file to page"),
    ]


def _fill(path: Path, topics: Iterable[Topic], fold_on: Callable[[date], object]) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        kinds = [_Kind(db, topic, random.Random(topic.id)) for topic in topics if topic.id != "language"]  # noqa: S311 # figures
        for day in (LAST_DAY - timedelta(days=ahead) for ahead in range(DAYS - 1, -1, -1)):
            db.execute("BEGIN")
            for kind in kinds:
                db.executemany("INSERT INTO counts VALUES (?, ?, ?, ?, ?)", kind.rows(day.toordinal()))
            db.execute("COMMIT")
            if day.day == 1:
                fold_on(day)


class _Kind:
    """One event: its subjects, of which some are asked for much more than others."""

    def __init__(self, db: sqlite3.Connection, topic: Topic, chance: random.Random) -> None:
        self.chance = chance
        self.event = _name(db, topic.id)
        spoken = ("ru", "kk", "en") if topic.id in SPOKEN else ("",)
        self.keys = [(_name(db, one.id), _name(db, language)) for one in topic.subjects for language in spoken]
        weights = [1 / (rank + 1) for rank in range(len(self.keys))]
        chance.shuffle(weights)
        of_day = REQUESTS / DAYS * OFTEN.get(topic.id, 0.1) / sum(weights)
        self.means = [weight * of_day for weight in weights]

    def rows(self, day: int) -> Iterator[tuple[int, int, int, int, int]]:
        """The day's rows; what happens less than once a day happens on some days."""
        for (subject, language), mean in zip(self.keys, self.means, strict=True):
            if n := int(mean * self.chance.uniform(0.5, 1.5) + self.chance.random()):
                yield day, self.event, subject, language, n


def _name(db: sqlite3.Connection, name: str) -> int:
    db.execute("INSERT OR IGNORE INTO names (name) VALUES (?)", (name,))
    return int(db.execute("SELECT id FROM names WHERE name = ?", (name,)).fetchone()[0])


COUNTING = """
import asyncio, pathlib, sys, time
from datetime import date
from storage import Counters

async def main():
    counters = Counters(pathlib.Path(sys.argv[1]), today=lambda: date(2026, 11, 24))
    await counters.open()
    added = 0
    while True:
        for number in range(100):
            counters.add("step", f"flow.step-{number}")
        added += 100
        print(time.monotonic(), added, added - counters.pending, flush=True)
        await asyncio.sleep(0.002)

asyncio.run(main())
"""


def _kills() -> list[Row]:
    """Kill a process that counts, again and again: how old is the oldest count lost, and was any lost once written."""
    chance = random.Random(50)  # noqa: S311 # moments to kill at
    with tempfile.TemporaryDirectory() as folder:
        found = [_kill(Path(folder) / f"{number}.db", chance.uniform(0.6, 1.8)) for number in range(KILLS)]
    oldest, broken = max(age for age, _ in found), sum(lost for _, lost in found)
    return [
        Row(f"{KILLS} kills under load: age of the oldest count lost, s", oldest, 1.0, "killed at random moments"),
        Row(f"{KILLS} kills under load: written counts lost", broken, 0.0),
    ]


def _kill(path: Path, seconds: float) -> tuple[float, int]:
    """The age of the oldest count lost, and how many were lost though written."""
    log = path.with_suffix(".log")
    with log.open("w") as out, subprocess.Popen([sys.executable, "-c", COUNTING, path], stdout=out) as process:
        time.sleep(seconds)
        process.kill()
        killed = time.monotonic()
    lines = [line.split() for line in log.read_text().splitlines() if line.count(" ") == 2]  # noqa: PLR2004 # a whole line
    with closing(sqlite3.connect(path)) as db:
        stored = int(db.execute("SELECT coalesce(sum(n), 0) FROM counts").fetchone()[0])
    written = max((int(line[2]) for line in lines), default=0)
    lost_at = next((float(line[0]) for line in lines if int(line[1]) > stored), killed)
    return killed - lost_at, max(written - stored, 0)
