"""Serving pages on a port of this machine, for the web chat, the webhook and the health pages."""

from __future__ import annotations

import errno
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.settings import SettingsError


@asynccontextmanager
async def listening(site: web.Application, host: str, port: int, setting: str) -> AsyncIterator[str]:
    """Serve a site while the block runs, and give its address.

    Raises SettingsError, naming `setting` when the port cannot be had, LISTEN_HOST when the address cannot.
    """
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=1.0)  # an access log would bear clock times
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        raise SettingsError([_refusal(error, port, setting)]) from None
    try:
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def _refusal(error: OSError, port: int, setting: str) -> str:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return "LISTEN_HOST: this machine has no such address; leave it empty, or write 0.0.0.0 in a container"
    why = "is not allowed to this user" if error.errno == errno.EACCES else "is taken"
    return f"{setting}: port {port} {why}; set another one, such as {setting}=8090"
