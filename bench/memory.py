"""Memory: people who press once each, and what is kept so that their messages can be deleted."""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
from pathlib import Path

from bench.press import Instant
from bench.presses import Presses, settings_in, update
from bench.table import Row
from bot.app import build, open_counters
from handlers.traces import Traces

PEOPLE, MORE = 100_000, 100_000
CHATS, IDS = 20_000, 30
MEGABYTE = 1 << 20


def run() -> list[Row]:
    """Growth in megabytes, and whether the memory for hiding holds what it must."""
    return [*asyncio.run(_crowd()), _kept()]


async def _crowd() -> list[Row]:
    presses = Presses(200)
    screens = list(presses.screens.items())
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_in(folder)
        counters = open_counters(settings)
        await counters.open()
        app = build(settings, presses.engine.catalog, counters, session=Instant(writing=True))

        async def crowd(first: int, number: int) -> None:
            for place in range(first, first + number):
                data, shown = screens[place % len(screens)]
                task = app.intake.take(update(place, place, data, shown))
                if task:
                    await task

        await crowd(1, 2_000)
        before = resident()
        await crowd(10_000, PEOPLE)
        first = resident()
        await crowd(10_000 + PEOPLE, MORE)
        second = resident()
        await app.close()
        await counters.close()
    return [
        Row(f"MB more after {PEOPLE:,} different people", (first - before) / MEGABYTE, 60),
        Row(f"MB more after another {MORE:,} (flat from here on)", (second - first) / MEGABYTE, 5),
    ]


def _kept() -> Row:
    traces = Traces(time.time)
    for chat in range(CHATS):
        for message in range(IDS):
            traces.add(chat, message + 1)
    whole = sum(len(traces.of(chat).ids()) == IDS for chat in range(CHATS))
    return Row(f"chats whose last {IDS} messages are all known", whole, CHATS, least=True)


def resident() -> int:
    """Bytes of this process in memory, garbage collected."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
