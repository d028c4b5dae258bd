"""The editor's desk as tests handle it: a small content folder, the running bot, a window, and the desk's addresses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from content_files import write
from driver import Phone, running

from bot.content import Watch
from bot.preview import World
from bot.preview.desk import Clock, Desk
from bot.preview.desk_web import TOKEN, add_desk
from bot.preview.person import PATIENCE
from bot.preview.web import WINDOWS, add_web_chat
from flows import load

Json = dict[str, Any]


class Rig:
    """A desk with one window, whose phone is Aisha's."""

    def __init__(self, desk: Desk, address: str, session: aiohttp.ClientSession, key: str, aisha: Phone) -> None:
        self.desk, self.address, self.session, self.key, self.aisha = desk, address, session, key, aisha
        self.folder = desk.watch.folder

    def save(self, changes: Mapping[str, str | bytes | None]) -> None:
        """Save files, as an editor does."""
        write(self.folder, changes)

    async def look(self, name: str = "state") -> Any:
        """What an address of the desk gives."""
        async with self.session.get(f"/desk/{name}", params={"key": self.key}) as answer:
            return await answer.json()

    async def act(self, name: str, body: Json | bytes | None = None, token: str | None = None) -> tuple[int, Any]:
        """Have the desk do something: its status and its answer."""
        headers = {TOKEN: self.desk.token if token is None else token}
        sent: Json = {"data": body} if isinstance(body, bytes) else {"json": body or {}}
        async with self.session.post(f"/desk/{name}", params={"key": self.key}, headers=headers, **sent) as answer:
            return answer.status, await answer.json() if "json" in answer.content_type else await answer.text()

    async def sees(self, true: Callable[[Json], object]) -> Json:
        """Wait until the desk's state is as expected."""
        async with asyncio.timeout(PATIENCE):
            while not true(state := await self.look()):  # noqa: ASYNC110 - as the page does
                await asyncio.sleep(0.02)
        return state  # type: ignore[no-any-return] # JSON


@asynccontextmanager
async def desk_with_window(folder: Path) -> AsyncIterator[Rig]:
    """Serve a desk for the folder's content beside a running bot."""
    clock = Clock()
    world = World(clock)
    watch, catalog = Watch(folder), load(folder)
    desk = Desk(world, watch, catalog, clock)
    async with running(world, folder.parent, catalog=catalog) as qorgan, served(world, desk) as (site, address):
        following = asyncio.create_task(desk.follow(qorgan.app))
        async with aiohttp.ClientSession(address) as session:
            window = site[WINDOWS].enter("", "ru")
            yield Rig(desk, address, session, window.key, Phone(window.person))
        following.cancel()
        await asyncio.wait({following})


@asynccontextmanager
async def served(world: World, desk: Desk) -> AsyncIterator[tuple[web.Application, str]]:
    """Serve the web chat and the desk."""
    site = web.Application()
    add_web_chat(site, world)
    add_desk(site, desk)
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield site, f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
