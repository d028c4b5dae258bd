"""The bot without Telegram: the same app against the emulator, with web chat, desk and a throw-away database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import web
from pydantic import SecretStr

from bot import app
from bot.content import Watch
from bot.listening import listening
from bot.preview import World, add_routes
from bot.preview.desk import Clock, Desk
from bot.preview.desk_web import add_desk
from bot.preview.web import add_web_chat
from bot.settings import Settings
from flows import Catalog

HOST = "127.0.0.1"  # nobody else's machine: the chat has no password


async def serve(settings: Settings, catalog: Catalog, watch: Watch, announce: Callable[[str], None]) -> None:
    """Run the trial until SIGTERM or Ctrl-C, and announce its address. Raises SettingsError when the port is taken."""
    clock = Clock()
    world = World(clock)
    desk = Desk(world, watch, catalog, clock)
    with TemporaryDirectory(prefix="qorgan-") as folder:
        async with _served(world, desk, settings.preview_port) as address:
            local = {
                "bot_token": SecretStr(world.token),
                "bot_api_url": address,
                "webhook_url": "",
                "database_path": Path(folder) / "qorgan.db",
            }

            async def beside(running: app.App) -> None:
                announce(f"Qorgan web chat: {address}  (Ctrl-C stops it)")
                await desk.follow(running)

            await app.serve(settings.model_copy(update=local), catalog, beside, clock=clock)


@asynccontextmanager
async def _served(world: World, desk: Desk, port: int) -> AsyncIterator[str]:
    site = web.Application()
    add_routes(site, world)
    add_web_chat(site, world)
    add_desk(site, desk)
    async with listening(site, HOST, port, "PREVIEW_PORT") as address:
        yield address
