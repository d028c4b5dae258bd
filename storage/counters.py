"""Counting: a tap becomes n + 1 in memory at once and reaches the disk in groups; nothing else of it is kept.

Must not know who tapped, when within the day, or what the names stand for.
"""

import asyncio
import logging
import re
import secrets
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import monotonic

import aiosqlite

from storage import file
from storage.file import StatsError

FLUSH_SECONDS = 0.5  # with the write itself, a killed process loses less than one second of counts
RETRY_SECONDS = 30.0  # the longest pause between tries while the disk refuses
CLOSE_SECONDS = 5.0
MOST_KEYS = 10_000  # different keys kept in memory while the disk refuses: a few megabytes
REPEAT_SECONDS = 3600.0  # the same complaint is not logged again sooner
WRITERS_KEPT = 100  # a writer is one run of the bot; its row matters only while it may still retry

_LOG = logging.getLogger("qorgan.storage")
_PLAIN_NAME = re.compile(r"(?!.*[0-9]{5})[a-z0-9.-]{0,84}")  # five digits running are a phone or an id, never a name

_OPEN_BATCH = """INSERT INTO batches (writer, number) VALUES (?, ?)
    ON CONFLICT (writer) DO UPDATE SET number = excluded.number WHERE number < excluded.number"""
_NAME = "INSERT OR IGNORE INTO names (name) VALUES (?)"
_COUNT = """INSERT INTO counts (day, event, subject, language, n) VALUES (
        ?,
        (SELECT id FROM names WHERE name = ?),
        (SELECT id FROM names WHERE name = ?),
        (SELECT id FROM names WHERE name = ?),
        ?
    ) ON CONFLICT DO UPDATE SET n = n + excluded.n"""
_FORGET_WRITERS = "DELETE FROM batches WHERE id <= (SELECT max(id) FROM batches) - ?"

_Key = tuple[int, str, str, str]  # day (date.toordinal), event, subject, language


@dataclass
class _Batch:
    """What one transaction writes; a retry repeats it unchanged under the same number."""

    number: int = 0
    counts: dict[_Key, int] = field(default_factory=dict)


class Counters:
    """Counts of (day, event, subject, language), written to the file at `path`; a broken disk never stops counting.

    `today` gives the day in Almaty. `healthy` tells whether the last write went through, `lost` how many counts
    found no room in memory. Use: `await open()`, then `add()` as often as needed, at the end `await close()`.
    """

    def __init__(self, path: Path, *, today: Callable[[], date]) -> None:
        self.healthy = True
        self.lost = 0
        self._path = path
        self._today = today
        self._waiting: dict[_Key, int] = {}
        self._batch = _Batch()
        self._writer = secrets.randbits(63)  # tells this process's batches from another's, and nothing else
        self._one_at_a_time = asyncio.Lock()
        self._flusher: asyncio.Task[None] | None = None
        self._db: aiosqlite.Connection | None = None
        self._identity = (0, 0)
        self._quiet_until: dict[str, float] = {}

    @property
    def pending(self) -> int:
        """How many counts are in memory and not known to be on the disk."""
        return sum(self._waiting.values()) + sum(self._batch.counts.values())

    async def open(self) -> None:
        """Start writing in the background; the file is opened there, so that neither start nor help waits for it."""
        self._flusher = asyncio.create_task(self._keep_flushing())

    def add(self, event: str, subject: str = "", language: str = "") -> None:
        """Count one; never waits and never raises. Whatever is not a short ASCII slug is counted as `other`.

        With `MOST_KEYS` different keys waiting, a new key is dropped into `lost`; those waiting go on counting.
        """
        key = (self._today().toordinal(), _plain(event), _plain(subject), _plain(language))
        known = key in self._waiting or key in self._batch.counts
        if known or len(self._waiting) + len(self._batch.counts) < MOST_KEYS:
            self._waiting[key] = self._waiting.get(key, 0) + 1
        else:
            self.lost += 1

    async def flush(self, *, prove: bool = False) -> bool:
        """Write everything that waits, in one transaction; False, with nothing lost, when the disk refuses.

        With `prove`, write also when nothing waits: only a write shows that one is possible. Shielded: cancelling the
        caller leaves no half-done write, the next flush waits for it.
        """
        return await asyncio.shield(asyncio.create_task(self._flush(prove=prove)))

    async def close(self) -> None:
        """Write what waits and close the file, within `CLOSE_SECONDS` whatever the disk does."""
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._stop_flusher()
                await self.flush()
                await self._disconnect()
        except TimeoutError:
            _LOG.error("The disk did not answer in time; check the disk that holds the file named by DATABASE_PATH.")
        finally:
            if self._db is not None:
                self._db.stop()  # not waited for; without it aiosqlite's thread, no daemon, would hold up the exit
        if self.pending:
            _LOG.error("%d counts could not be saved and are lost.", self.pending)

    async def _keep_flushing(self) -> None:
        pause = FLUSH_SECONDS
        while True:
            pause = FLUSH_SECONDS if await self.flush() else min(pause * 2, RETRY_SECONDS)
            await asyncio.sleep(pause)

    async def _stop_flusher(self) -> None:
        if self._flusher is not None:
            self._flusher.cancel()
            await asyncio.wait({self._flusher})

    async def _flush(self, *, prove: bool) -> bool:
        async with self._one_at_a_time:
            try:
                await self._write(prove=prove or not self.healthy)
            except (OSError, sqlite3.Error) as error:
                return await self._fail(file.explain(error))
            except StatsError as error:
                return await self._fail(error)
            self._recover()
            return True

    async def _write(self, *, prove: bool) -> None:
        prove = prove or bool(self._waiting)
        db = await self._connection(checked=prove)
        if self._batch.counts:  # refused last time, and perhaps written all the same: its number decides
            await self._store(db, self._batch)
        if prove:  # a batch of nothing still writes its number
            self._batch = _Batch(self._batch.number + 1, self._waiting)
            self._waiting = {}
            await self._store(db, self._batch)

    async def _store(self, db: aiosqlite.Connection, batch: _Batch) -> None:
        await db.execute("BEGIN IMMEDIATE")
        opened = await db.execute(_OPEN_BATCH, (self._writer, batch.number))
        if opened.rowcount == 1:
            names = {name for key in batch.counts for name in key[1:]}
            await db.executemany(_NAME, [(name,) for name in sorted(names)])
            await db.executemany(_COUNT, [(*key, n) for key, n in batch.counts.items()])
        await db.commit()
        batch.counts.clear()
        # The log keeps one page image per flush, so the order of taps could be read from it: empty it at once.
        await db.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")

    async def _connection(self, *, checked: bool) -> aiosqlite.Connection:
        if self._db is not None and checked and await asyncio.to_thread(self._moved):
            await self._disconnect()
        if self._db is None:
            await asyncio.to_thread(file.prepare, self._path)
            self._identity = await asyncio.to_thread(file.identity, self._path)
            source = file.uri(self._path, "rw")
            self._db = await aiosqlite.connect(source, uri=True, timeout=file.BUSY_SECONDS, isolation_level=None)
            # FULL: a commit is on the disk, also after a power cut, for one fsync a flush that nobody waits for.
            await self._db.execute("PRAGMA synchronous = FULL")
            # A file that cannot be written shows itself here, before the first count.
            await self._db.execute(_FORGET_WRITERS, (WRITERS_KEPT,))
        return self._db

    def _moved(self) -> bool:
        """Whether our file is gone from its place: SQLite would go on writing to it, unseen."""
        try:
            return file.identity(self._path) != self._identity
        except FileNotFoundError:
            return True

    async def _disconnect(self) -> None:
        if self._db is not None:
            with suppress(sqlite3.Error):  # closing a file that already failed has nothing to add
                await self._db.close()
            self._db = None

    async def _fail(self, reason: StatsError) -> bool:
        """Give the connection up, and with it the transaction; the next flush starts from a fresh look at the file."""
        await self._disconnect()
        self.healthy = False
        now = monotonic()
        if now >= self._quiet_until.get(str(reason), 0.0):
            self._quiet_until[str(reason)] = now + REPEAT_SECONDS
            _LOG.error("Counts are not being saved. %s Waiting: %d, lost: %d.", reason, self.pending, self.lost)
        return False

    def _recover(self) -> None:
        if not self.healthy:
            _LOG.warning("Counts are being saved again; %d were lost since the start.", self.lost)
        self.healthy = True


def _plain(name: str) -> str:
    return name if _PLAIN_NAME.fullmatch(name) else "other"
