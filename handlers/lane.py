"""The way out to Telegram: how many calls go at once, and who goes first; must not know what they are for."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TypeVar

from aiogram import Bot
from aiogram.methods import TelegramMethod

from handlers.calls import FAILURES, Failure, back_off, failure, seconds_to_wait

SECONDS = 15  # for one call; Telegram answers in a tenth of a second, a dead connection never
WIDTH = 90  # calls at a time; aiogram's session opens at most 100 connections

T = TypeVar("T")


class Lane:
    """Calls through `bot`, `width` at a time, the urgent before the others, each kind in its order."""

    def __init__(self, bot: Bot, width: int = WIDTH) -> None:
        self._bot = bot
        self._free = width
        self._urgent: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    async def call(self, method: TelegramMethod[T], *, urgent: bool = False) -> T:
        """Call once; raises one of `calls.FAILURES`."""
        if self._free:
            self._free -= 1
        else:
            await self._wait(self._urgent if urgent else self._others)
        try:
            return await self._bot(method, request_timeout=SECONDS)
        finally:
            self._pass_on()

    async def persist(self, method: TelegramMethod[T], seconds: float) -> None:
        """Call until it succeeds, is refused, or would come later than in so many seconds."""
        clock = asyncio.get_running_loop().time
        until = clock() + seconds
        for delay in back_off():
            try:
                await self.call(method)
            except FAILURES as error:
                if failure(error) not in {Failure.WAIT, Failure.RETRY}:
                    return
                pause = seconds_to_wait(error, delay)
                if clock() + pause > until:
                    return
                await asyncio.sleep(pause)
            else:
                return

    async def _wait(self, queue: deque[asyncio.Future[None]]) -> None:
        turn = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # cancelled just after the turn was given
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        for queue in (self._urgent, self._others):
            while queue:
                turn = queue.popleft()
                if not turn.done():
                    turn.set_result(None)
                    return
        self._free += 1
