"""Raw calls to the emulated Bot API over HTTP, and a clock that stands still until moved."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import aiohttp

from bot.preview import World, serve

Json = dict[str, Any]

NOON = 1_767_250_800.0  # 2026-01-01 12:00 in Almaty


class StoppedClock:
    """Gives the same second until a test lets time pass."""

    def __init__(self) -> None:
        self.seconds = NOON

    def __call__(self) -> float:
        """Tell the time in seconds since 1970."""
        return self.seconds

    def forward(self, **time: float) -> None:
        """Let time pass: `forward(hours=49)`."""
        self.seconds += timedelta(**time).total_seconds()


class RawApi:
    """Calls as any HTTP client could make them, with the server's JSON given back as it is."""

    def __init__(self, world: World, url: str, session: aiohttp.ClientSession) -> None:
        self.world = world
        self.url = url
        self.session = session

    async def call(self, method: str, **parameters: Any) -> Any:
        """Do one call with a JSON body; returns the whole answer."""
        async with self.session.post(f"{self.url}/bot{self.world.token}/{method}", json=parameters) as response:
            return await response.json()

    async def ok(self, method: str, **parameters: Any) -> Any:
        """Do one call that must succeed; returns its result."""
        answer = await self.call(method, **parameters)
        assert answer["ok"], answer
        return answer["result"]

    async def error(self, method: str, **parameters: Any) -> str:
        """Do one call that must fail; returns the description."""
        answer = await self.call(method, **parameters)
        assert not answer["ok"], answer
        return str(answer["description"])


@asynccontextmanager
async def raw_api(world: World) -> AsyncIterator[RawApi]:
    """Serve a world and give raw access to it."""
    async with serve(world) as url, aiohttp.ClientSession() as session:
        yield RawApi(world, url, session)


def texts(updates: list[Json]) -> list[str]:
    """The texts of message updates."""
    return [update["message"]["text"] for update in updates]
