"""Processor time of a button press, against a bare aiogram bot that sends the same text and keyboard."""

from __future__ import annotations

import asyncio
import gc
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Coroutine
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import TelegramMethod
from aiogram.types import Update

from bench.bare import bare_bot
from bench.presses import Presses, settings_in
from bench.table import Row
from bot.app import build, open_counters
from bot.garbage import making_what_stays
from handlers.calls import Sent

ROUNDS, COLD, WARM = 5, 4_500, 300
BATCH = 20
Press = Callable[[Any], Coroutine[Any, Any, None]]


class Instant(AiohttpSession):
    """A network that answers at once. `writing`: the call is written out as the bytes that would go over the wire."""

    def __init__(self, *, writing: bool) -> None:
        super().__init__()
        self.writing = writing
        self.calls = 0

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109 - aiogram's signature
        """Take a call and answer it."""
        del timeout
        self.calls += 1
        if self.writing:
            self.build_form_data(bot, method)()
        return Sent(message_id=8) if method.__returning__ is Sent else True

    async def close(self) -> None:
        """Nothing is open."""


def run() -> list[Row]:
    """Both figures, for buttons never pressed before and for buttons pressed all the time."""
    return asyncio.run(_run())


async def _run() -> list[Row]:
    rows = []
    for name, number in (("buttons not seen before", COLD), ("the same buttons again", WARM)):
        presses = Presses(number)
        rows.append(await _compare(f"press, {name}", presses, 1.3, writing=False))
        rows.append(await _compare(f"press from JSON to JSON, {name}", presses, 1.18, writing=True))
    return rows


async def _compare(name: str, presses: Presses, limit: float, *, writing: bool) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_in(folder)
        counters = open_counters(settings)
        await counters.open()
        session = Instant(writing=writing)
        gc.collect()
        with making_what_stays():  # as in `qorgan run`
            app = build(settings, presses.engine.catalog, counters, session=session)
            bare = _fed(bare_bot(presses.screens, Instant(writing=writing)))
        ratios, ours = [], []
        for turn in range(ROUNDS):
            updates = presses.updates(1 + turn * len(presses.screens))
            given = [json.dumps(one) for one in updates] if writing else updates
            mine = await _time(given, lambda one: _await(app.intake.take(json.loads(one) if writing else one)))
            theirs = await _time(given, lambda one: bare(json.loads(one) if writing else one))
            ratios.append(mine / theirs)
            ours.append(mine / len(given))
        assert session.calls >= 2 * ROUNDS * len(presses.screens), "every press is an edit and an answer"  # noqa: S101
        await app.close()
        await counters.close()
    micros = statistics.median(ours) * 1e6
    return Row(name, statistics.median(ratios), limit, f"{micros:.0f} µs a press")


async def _time(given: list[Any], press: Press) -> float:
    """Processor time for all presses, which come in batches and are handled as tasks, as both bots poll."""
    begin = time.process_time()
    for at in range(0, len(given), BATCH):
        await asyncio.gather(*(asyncio.create_task(press(one)) for one in given[at : at + BATCH]))
    return time.process_time() - begin


def _fed(parts: tuple[Bot, Dispatcher]) -> Press:
    bot, dispatcher = parts

    async def feed(raw: dict[str, Any]) -> None:
        await dispatcher.feed_update(bot, Update.model_validate(raw, context={"bot": bot}))

    return feed


async def _await(task: asyncio.Task[None] | None) -> None:
    if task:
        await task
