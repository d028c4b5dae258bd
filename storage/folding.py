"""Folding: days that are past become weeks, cut at month ends and campaign dates, which every report can be made of."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

from storage.file import BUSY_SECONDS, StatsError, reading, uri
from storage.periods import Campaign, Days, piece

DAYS_KEPT = 31
"""Days that are kept as days."""
FIRST, EVERY = 60.0, 6 * 3600.0
"""Seconds until the first look for days to fold, when the start is over, and between two looks."""

_LOG = logging.getLogger("qorgan.storage")
_DAYS = "SELECT DISTINCT day FROM counts WHERE day < ? ORDER BY day"
_ADD = """INSERT INTO counts (day, event, subject, language, n)
    SELECT ?, event, subject, language, n FROM counts WHERE day = ?
    ON CONFLICT DO UPDATE SET n = n + excluded.n"""
_REMOVE = "DELETE FROM counts WHERE day = ?"


async def keep_folding(path: Path, campaign: Callable[[], Days], today: Callable[[], date]) -> None:
    """Fold every few hours, off the event loop, until cancelled; a disk that refuses is tried again then."""
    pause = FIRST
    while True:
        await asyncio.sleep(pause)
        try:
            await asyncio.to_thread(fold, path, Campaign.of(campaign()), today())
        except (StatsError, OSError, sqlite3.Error) as error:
            _LOG.warning("Old days could not be folded into weeks (%s)", type(error).__name__)
        pause = EVERY


def fold(path: Path, campaign: Campaign, today: date) -> int:
    """Fold the days before the last DAYS_KEPT, and tell how many there were; blocks, so run it in a thread.

    A day's counts are added to the first day of its piece. One piece is one short transaction, so that counting never
    waits long; a kill in between loses nothing. Raises StatsError, OSError or sqlite3.Error when the file refuses.
    """
    if not path.exists():  # the counters make it
        return 0
    with reading(path):
        pass  # says what is wrong with it
    folded = 0
    with closing(sqlite3.connect(uri(path, "rw"), uri=True, timeout=BUSY_SECONDS, isolation_level=None)) as db:
        db.execute("PRAGMA secure_delete = ON")  # what is folded is not to be found in the file's free pages
        oldest = (today - timedelta(days=DAYS_KEPT)).toordinal()
        days = [int(day) for (day,) in db.execute(_DAYS, (oldest,))]
        for first, of_piece in groupby(days, lambda day: piece(date.fromordinal(day), campaign).toordinal()):
            folded += _fold_piece(db, first, [day for day in of_piece if day != first])
    return folded


def _fold_piece(db: sqlite3.Connection, first: int, days: list[int]) -> int:
    if not days:
        return 0
    db.execute("BEGIN IMMEDIATE")
    for day in days:
        db.execute(_ADD, (first, day))
        db.execute(_REMOVE, (day,))
    db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()  # as after each flush: the log is to hold nothing
    return len(days)
