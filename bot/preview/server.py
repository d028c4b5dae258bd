"""The emulated Bot API over HTTP: `/bot<token>/<method>` on an aiohttp application, alone or beside other pages.

Sources: tdlib/telegram-bot-api HttpConnection.cpp, `handle`, `send_response`; ClientManager.cpp, `send`. No request is
logged.
"""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.preview.arguments import Arguments, Upload
from bot.preview.errors import ApiError, flood
from bot.preview.methods import call_method

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp import BodyPartReader
    from aiohttp.web import BaseRequest

    from bot.preview.faults import Fault
    from bot.preview.world import World

Json = dict[str, Any]

BODY_LIMIT = 51 * 1024 * 1024
_ERROR_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class _Dropped(Exception):  # noqa: N818 - what happened to the connection, not an error of the caller
    """The connection breaks off here."""


def add_routes(app: web.Application, world: World) -> None:
    """Serve the Bot API of a world on an application that may have other routes."""

    async def handle(request: web.Request) -> web.StreamResponse:
        return await _handle(world, request)

    async def close(_: web.Application) -> None:
        world.updates.wake()
        await world.webhook.close()

    app.router.add_route("*", "/bot{token}/{method}", handle)
    app.router.add_route("*", "/file/bot{token}/{path:.*}", _not_found)
    app.on_shutdown.append(close)


@asynccontextmanager
async def serve(world: World) -> AsyncIterator[str]:
    """Serve a world on a free port of the loopback address, which it gives as `TelegramAPIServer` takes it."""
    app = web.Application()
    add_routes(app, world)
    app.router.add_route("*", "/{path:.*}", _not_found)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def _not_found(_: web.Request) -> web.Response:
    return _refusal(ApiError(404, "Not Found"))


async def _handle(world: World, request: web.Request) -> web.Response:
    try:
        _check_token(world, request.match_info["token"])
        return await _answer(world, request.match_info["method"].lower(), request)
    except ApiError as error:
        return _refusal(error)
    except _Dropped:
        if request.transport:
            request.transport.abort()
        return web.Response()


def _check_token(world: World, token: str) -> None:
    """Source: ClientManager.cpp, `send`, for a malformed token; Telegram itself for one that is not the bot's."""
    if token == world.token:
        return
    if ":" not in token or token.startswith("0") or not token.partition(":")[0].isdigit():
        raise ApiError(401, "Unauthorized: invalid token specified")
    raise ApiError(401, "Unauthorized")


async def _answer(world: World, method: str, request: web.Request) -> web.Response:
    world.calls[method] = world.calls.get(method, 0) + 1
    _check_reachable(world)
    call = await _arguments(request)
    fault = world.faults.take(method, call.text("chat_id"))
    if fault and (early := await _before(fault)):
        return early
    result = await call_method(world, method, call)
    _check_reachable(world)  # an outage may have begun during a long poll
    if fault and fault.kind == "drop_after":
        raise _Dropped
    if fault and fault.kind == "garbage":
        return web.Response(body=b'{"ok":true,"result":', content_type="application/json")
    return _json(200, {"ok": True, "result": result})


def _check_reachable(world: World) -> None:
    if world.faults.outage:
        raise _Dropped


async def _before(fault: Fault) -> web.Response | None:
    """Do what a fault does ahead of the call; a response ends the call there."""
    if fault.kind == "slow":
        await fault.wait()
    if fault.kind == "drop_before":
        raise _Dropped
    if fault.kind == "flood":
        raise flood(fault.retry_after)
    if fault.kind == "refuse":
        raise ApiError(fault.code, fault.description)
    if fault.kind == "html":
        return web.Response(status=fault.code, body=_ERROR_PAGE, content_type="text/html")
    return None


async def _arguments(request: web.Request) -> Arguments:
    """Read the query, then a form, multipart or JSON body. Source: tdlib/td HttpReader.cpp."""
    call = Arguments(dict(request.query))
    if request.content_type.startswith("multipart/"):
        await _read_parts(call, request.clone(client_max_size=BODY_LIMIT))
    elif request.content_type == "application/json" and request.can_read_body:
        call.fields |= _from_json(await request.read())
    elif request.can_read_body:
        call.fields |= {name: str(value) for name, value in (await request.post()).items()}
    return call


async def _read_parts(call: Arguments, request: BaseRequest) -> None:
    try:
        async for part in await request.multipart():
            await _read_part(call, part)
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None


async def _read_part(call: Arguments, part: Any) -> None:
    body: BodyPartReader = part
    name, content = body.name or "", bytes(await body.read())
    if body.filename is None:
        call.fields[name] = content.decode()
    else:
        mime_type = body.headers.get("Content-Type", "application/octet-stream")
        call.files[name] = Upload(body.filename, mime_type, content)


def _from_json(body: bytes) -> dict[str, str]:
    try:
        values = json.loads(body)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise ApiError(400, "Bad Request: can't parse JSON object")
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in values.items()
        if value is not None
    }


def _refusal(error: ApiError) -> web.Response:
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    response = _json(
        error.code, body | ({"parameters": {"retry_after": error.retry_after}} if error.retry_after else {})
    )
    if error.retry_after:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _json(status: int, body: Json) -> web.Response:
    return web.Response(
        status=status, body=json.dumps(body, ensure_ascii=False).encode(), content_type="application/json"
    )
