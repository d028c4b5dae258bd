"""Pages for a supervisor: `/healthz`, whether the bot is alive, and `/readyz`, whether it can help.

They tell nothing but yes and no, so that a look at them is no look at anybody.
"""

from __future__ import annotations

import asyncio

from aiogram import Bot
from aiogram.methods import GetMe
from aiohttp import web

from bot.app import App
from handlers.calls import FAILURES

LATELY = 60.0  # seconds an answer of Telegram's counts for
ASK_SECONDS = 5
NEVER = float("-inf")


class Reached:
    """Whether Telegram has answered lately; asks it when that is not known, once for all who want to know."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._one_at_a_time = asyncio.Lock()
        self._asked_at = NEVER
        self._answers = False

    async def lately(self) -> bool:
        """Whether Telegram answered within the last minute."""
        async with self._one_at_a_time:
            now = asyncio.get_running_loop().time()
            if now - self._asked_at >= (LATELY if self._answers else ASK_SECONDS):
                self._asked_at = now
                self._answers = await self._ask()
            return self._answers

    async def _ask(self) -> bool:
        try:
            await self._bot(GetMe(), request_timeout=ASK_SECONDS)
        except FAILURES:
            return False
        return True


def pages(app: App) -> web.Application:
    """The two pages of an app."""
    reached = Reached(app.bot)

    async def alive(_: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def ready(_: web.Request) -> web.Response:
        told = {
            "content": app.intake.ready.is_set(),
            "database": app.face.counters.healthy,
            "telegram": await reached.lately(),
        }
        return web.json_response(told, status=200 if all(told.values()) else 503)

    site = web.Application(client_max_size=1)
    site.router.add_get("/healthz", alive)
    site.router.add_get("/readyz", ready)
    return site
