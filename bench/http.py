"""Throughput through real HTTP: both bots poll a local server that has presses for them, and are timed by it."""

from __future__ import annotations

import asyncio
import json
import statistics
import tempfile
import time
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web

from bench.bare import bare_bot
from bench.presses import Presses, settings_in
from bench.table import Row
from bot.app import build, open_counters

PRESSES, ROUNDS, BATCH = 2_000, 5, 100


def run() -> list[Row]:
    """Our throughput as a share of the bare bot's."""
    presses = Presses(PRESSES)
    ratios, ours = [], []
    for _ in range(ROUNDS):
        mine, theirs = _served(_qorgan, presses), _served(_bare, presses)
        ratios.append(theirs / mine)
        ours.append(PRESSES / mine)
    return [
        Row("throughput through HTTP", statistics.median(ratios), 0.9, f"{statistics.median(ours):.0f}/s", least=True)
    ]


def _served(bot: Any, presses: Presses) -> float:
    """Seconds from the first batch given out to the last call that came in."""
    mine, theirs = get_context("spawn").Pipe()
    server = get_context("spawn").Process(target=_serve, args=(theirs, presses.updates()), daemon=True)
    server.start()
    try:
        url = mine.recv()
        asyncio.run(_until_done(bot(url, presses), mine))
        return float(mine.recv())
    finally:
        server.kill()
        server.join()


async def _until_done(bot: Any, pipe: Connection) -> None:
    task = asyncio.create_task(bot)
    while not pipe.poll():  # noqa: ASYNC110 - another process tells it
        await asyncio.sleep(0.02)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _qorgan(url: str, presses: Presses) -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_in(folder, bot_api_url=url)
        counters = open_counters(settings)
        await counters.open()
        try:
            await build(settings, presses.engine.catalog, counters).run(asyncio.Event())
        finally:
            await counters.close()


async def _bare(url: str, presses: Presses) -> None:
    bot, dispatcher = bare_bot(presses.screens, AiohttpSession(api=TelegramAPIServer.from_base(url)))
    try:
        await dispatcher.start_polling(bot, handle_signals=False)
    finally:
        await bot.session.close()


def _serve(pipe: Connection, updates: list[dict[str, Any]]) -> None:
    """The server's process."""
    asyncio.run(_Telegram(pipe, updates).serve())


class _Telegram:
    """Gives out batches of presses and counts the edits and answers that come back."""

    def __init__(self, pipe: Connection, updates: list[dict[str, Any]]) -> None:
        self.pipe = pipe
        self.batches = [
            json.dumps({"ok": True, "result": updates[at : at + BATCH]}) for at in range(0, len(updates), BATCH)
        ]
        self.awaited = 2 * len(updates)
        self.begin = 0.0

    async def serve(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self.answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.pipe.send(f"http://127.0.0.1:{runner.addresses[0][1]}")
        await asyncio.sleep(3600)

    async def answer(self, request: web.Request) -> web.Response:
        await request.read()
        method = request.match_info["method"]
        if method == "getUpdates":
            return await self._batch()
        result: Any = True
        if method == "getMe":
            result = {"id": 42, "is_bot": True, "first_name": "Q", "username": "q_bot"}
        if method == "editMessageText":
            result = {"message_id": 7, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "x"}
        if method in {"editMessageText", "answerCallbackQuery"}:
            self.awaited -= 1
            if not self.awaited:
                self.pipe.send(time.perf_counter() - self.begin)
        return web.json_response({"ok": True, "result": result})

    async def _batch(self) -> web.Response:
        if not self.batches:
            await asyncio.sleep(0.2)
            return web.json_response({"ok": True, "result": []})
        self.begin = self.begin or time.perf_counter()
        return web.Response(text=self.batches.pop(0), content_type="application/json")
