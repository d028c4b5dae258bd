"""Serving pages on a port of this machine, for the web chat, the webhook and the health pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.settings import SettingsError


@asynccontextmanager
async def listening(site: web.Application, host: str, port: int, setting: str) -> AsyncIterator[str]:
    """Serve a site while the block runs, and give its address.

    Raises SettingsError, naming `setting`, when the port cannot be had.
    """
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=1.0)  # an access log would bear clock times
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise SettingsError([f"{setting}: port {port} is taken; set another one, such as {setting}=8090"]) from None
    try:
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
