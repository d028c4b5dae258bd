"""Pages for a supervisor: `/healthz`, whether the bot is alive, and `/readyz`, whether it can help.

They tell nothing but yes and no, so that a look at them is no look at anybody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from aiogram import Bot
from aiogram.methods import GetMe
from aiohttp import web

from bot.intake import Intake
from handlers.calls import FAILURES
from storage import Counters

LATELY = 60.0  # seconds a yes counts for
ASK_SECONDS = 5  # that an answer may take; a no counts for as long


class Lately:
    """Whether something answered yes lately; asks when that is not known, once for all who want to know."""

    def __init__(self, ask: Callable[[], Coroutine[Any, Any, bool]]) -> None:
        self._ask = ask
        self._asking: asyncio.Task[bool] | None = None
        self._asked_at = 0.0

    async def yes(self) -> bool:
        """Whether the last answer was a yes and not long ago; what has not answered in time says no."""
        clock = asyncio.get_running_loop().time
        if self._asking is None or (self._asking.done() and clock() - self._asked_at >= self._counts_for()):
            self._asking, self._asked_at = asyncio.create_task(self._ask()), clock()
        await asyncio.wait({self._asking}, timeout=max(self._asked_at + ASK_SECONDS - clock(), 0))
        return self._answer()

    def _counts_for(self) -> float:
        return LATELY if self._answer() else ASK_SECONDS

    def _answer(self) -> bool:
        return self._asking is not None and self._asking.done() and self._asking.result()


def pages(bot: Bot, intake: Intake, counters: Counters) -> web.Application:
    """The two pages of a bot, told by its parts."""
    reached, written = Lately(partial(_reach, bot)), Lately(partial(counters.flush, prove=True))

    async def alive(_: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def ready(_: web.Request) -> web.Response:
        saved, telegram = await asyncio.gather(written.yes(), reached.yes())
        told = {
            "content": intake.ready.is_set(),
            "database": saved and counters.healthy,
            "telegram": telegram,
        }
        return web.json_response(told, status=200 if all(told.values()) else 503)

    site = web.Application(client_max_size=1)
    site.router.add_get("/healthz", alive)
    site.router.add_get("/readyz", ready)
    return site


async def _reach(bot: Bot) -> bool:
    try:
        await bot(GetMe(), request_timeout=ASK_SECONDS)
    except FAILURES:
        return False
    return True
