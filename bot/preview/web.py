"""The web chat: a page like a Telegram private chat, on the application that serves the emulated Bot API.

Only pages of this machine get in: a Host other than this machine's name (a rebound address) and another site's Origin
are refused, for the Bot API too. Each window talks over one WebSocket: gestures in, what its phone shows out. Nothing
is logged or written down.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from aiohttp import WSCloseCode, WSMsgType, web
from pydantic import ValidationError

from bot.preview.windows import Gesture, NoRoomError, Windows, act, chat_json, event_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiohttp.typedefs import Handler

    from bot.preview.person import Change
    from bot.preview.windows import Window
    from bot.preview.world import World

PAGE: Final = Path(__file__).with_name("page")
OUR_NAMES: Final = {"127.0.0.1", "localhost", "::1"}
HEARTBEAT: Final = 20.0
GESTURE_BYTES: Final = 64 * 1024
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
WINDOWS: Final = web.AppKey("windows", Windows)
_SOCKETS: Final = web.AppKey("sockets", set[web.WebSocketResponse])


def add_web_chat(app: web.Application, world: World) -> None:
    """Serve the page at `/`; the caller binds the application to 127.0.0.1 and keeps it without an access log."""
    app[WINDOWS] = Windows(world)
    app[_SOCKETS] = set()
    app.middlewares.append(_ours_only)
    app.router.add_get("/", _page)
    app.router.add_static("/page", PAGE)
    app.router.add_get("/chat", _talk)
    app.router.add_get("/file/{key}/{message:[0-9]{1,15}}", _file)
    app.on_response_prepare.append(_add_headers)
    app.on_shutdown.append(_hang_up)


@web.middleware
async def _ours_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    origin = request.headers.get("Origin")
    if _name_of(f"//{request.host}") not in OUR_NAMES or origin not in {None, f"http://{request.host}"}:
        raise web.HTTPForbidden(text="Open the chat at the address that Qorgan printed.")
    return await handler(request)


def _name_of(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


async def _add_headers(_: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


async def _page(_: web.Request) -> web.StreamResponse:
    return web.FileResponse(PAGE / "index.html")


async def _file(request: web.Request) -> web.Response:
    """Give a file of the bot to the window it was sent to."""
    window = request.app[WINDOWS].find(request.match_info["key"])
    message = window and window.person.chat.messages.get(int(request.match_info["message"]))
    if not message or not message.document:
        raise web.HTTPNotFound
    headers = {"Content-Type": message.document.mime_type, "Content-Disposition": "attachment"}
    return web.Response(body=message.document.body, headers=headers)


async def _talk(request: web.Request) -> web.WebSocketResponse:
    """Be one window: the person its `key` names or, where this server never gave that key, a new one."""
    try:
        window = request.app[WINDOWS].enter(request.query.get("key", ""), request.query.get("language", ""))
    except NoRoomError as error:
        raise web.HTTPServiceUnavailable(text=str(error)) from None
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=GESTURE_BYTES)
    await socket.prepare(request)
    with _open(request.app, window, socket), window.person.listen() as changes:
        telling = asyncio.create_task(_tell(socket, window, changes))
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    _take(window, message.data)
        finally:
            telling.cancel()
            await asyncio.wait([telling])
    return socket


@contextmanager
def _open(app: web.Application, window: Window, socket: web.WebSocketResponse) -> Iterator[None]:
    window.pages += 1
    app[_SOCKETS].add(socket)
    try:
        yield
    finally:
        window.pages -= 1
        app[_SOCKETS].discard(socket)


async def _tell(socket: web.WebSocketResponse, window: Window, changes: asyncio.Queue[Change]) -> None:
    """Show the chat, then each change."""
    with suppress(ConnectionResetError):  # the window is gone; the reading side ends by itself
        await socket.send_json(chat_json(window))
        while True:
            await socket.send_json(event_json(window, await changes.get()))


def _take(window: Window, raw: str) -> None:
    with suppress(ValidationError):  # not from our page; there is nobody to tell
        act(window.person, Gesture.model_validate_json(raw))


async def _hang_up(app: web.Application) -> None:
    """Close the windows' sockets, which would otherwise hold up the end."""
    for socket in app[_SOCKETS].copy():
        await socket.close(code=WSCloseCode.GOING_AWAY)
