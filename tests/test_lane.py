"""The way out: few at a time, the urgent first."""

from __future__ import annotations

import asyncio
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import GetMe, LogOut, TelegramMethod

from bot.preview import TOKEN
from handlers.lane import Lane


class SlowSession(AiohttpSession):
    """A network that notes the calls and lets them end when told."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []
        self.opened = asyncio.Event()

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109 - aiogram's
        """Note the call and wait."""
        del bot, timeout
        self.calls.append(type(method).__name__)
        await self.opened.wait()


async def test_the_urgent_go_first() -> None:
    """When all places are taken, an urgent call gets the next one."""
    session = SlowSession()
    lane = Lane(Bot(TOKEN, session=session), width=1)
    others = [asyncio.create_task(lane.call(GetMe())) for _ in range(2)]
    urgent = asyncio.create_task(lane.call(LogOut(), urgent=True))
    await asyncio.sleep(0)
    session.opened.set()
    await asyncio.gather(*others, urgent)
    assert session.calls == ["GetMe", "LogOut", "GetMe"]


async def test_a_call_given_up_passes_its_turn_on() -> None:
    """A cancelled call does not keep its place."""
    session = SlowSession()
    lane = Lane(Bot(TOKEN, session=session), width=1)
    first, second, third = (asyncio.create_task(lane.call(GetMe())) for _ in range(3))
    await asyncio.sleep(0)
    first.cancel()
    second.cancel()
    session.opened.set()
    await third
    assert session.calls == ["GetMe", "GetMe"]
