"""The desk's addresses beside the web chat. Everything that changes anything needs the token of this start."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

from aiohttp import web
from pydantic import BaseModel, Field, ValidationError

from bot.preview import desk_tools
from bot.preview.desk import Desk, Refused
from bot.preview.desk_state import state
from bot.preview.web import WINDOWS
from flows.extra import ReviewRole
from flows.lines import ALMATY

if TYPE_CHECKING:
    from bot.preview.person import Person

Json = dict[str, Any]
Asked = TypeVar("Asked", bound=BaseModel)
TOKEN: Final = "Desk-Token"  # noqa: S105 - the header's name
SHEET_BYTES: Final = 32 * 1024 * 1024
SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REVIEW_POLICY: Final = (
    "sandbox allow-scripts allow-popups; default-src 'none'; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'; img-src data:"
)
"""The page is one file with its style and script in it, and must not reach the desk."""
_DESK: Final = web.AppKey("desk", Desk)


class Fact(BaseModel):
    """A fact to be known, by the code of its answer; 0 is not asked."""

    fact: str
    code: int


class Language(BaseModel):
    """The language of the screen."""

    language: str


class Time(BaseModel):
    """A moment in Almaty, or none for the present one."""

    at: datetime | None


class Words(BaseModel):
    """New words for a text, and those that the editor saw before."""

    name: str
    language: str
    said: Annotated[str, Field(min_length=1, max_length=20_000)]
    was: str


class Translated(BaseModel):
    """A translation that is right as it is, by the place where it was found older than its source."""

    file: str
    line: int
    language: str


class Phrase(BaseModel):
    """Something a person might write."""

    text: Annotated[str, Field(max_length=4096)]


class Signing(BaseModel):
    """Who has read what."""

    area: str
    role: ReviewRole
    language: str = ""


def add_desk(app: web.Application, desk: Desk) -> None:
    """Serve the desk beside the web chat that was added before."""
    app[_DESK] = desk
    app.router.add_get("/desk/state", _state)
    app.router.add_get("/desk/review.html", _review)
    app.router.add_get("/desk/sheet/{language:[a-z]{2}}", _sheet)
    app.router.add_get("/desk/changed", _changed)
    app.router.add_get("/desk/unsigned", _unsigned)
    app.router.add_post("/desk/sheet", _take_sheet)
    for name, act in ACTS.items():
        app.router.add_post(f"/desk/{name}", _acting(act))


async def _state(request: web.Request) -> web.Response:
    return web.json_response(state(request.app[_DESK], _person(request)))


async def _changed(request: web.Request) -> web.Response:
    return await _answered(asyncio.to_thread(desk_tools.changed, request.app[_DESK]))


async def _unsigned(request: web.Request) -> web.Response:
    return await _answered(asyncio.to_thread(desk_tools.unsigned, request.app[_DESK]))


async def _review(request: web.Request) -> web.Response:
    page = await asyncio.to_thread(desk_tools.review_page, request.app[_DESK])
    return web.Response(text=page, content_type="text/html", headers={"Content-Security-Policy": REVIEW_POLICY})


async def _sheet(request: web.Request) -> web.Response:
    language = request.match_info["language"]
    try:
        sheet = await asyncio.to_thread(desk_tools.sheet_out, request.app[_DESK], language)
    except Refused as error:
        raise web.HTTPConflict(text=str(error)) from None
    name = f'attachment; filename="qorgan-{language}.xlsx"'
    return web.Response(body=sheet, content_type=SHEET_TYPE, headers={"Content-Disposition": name})


async def _take_sheet(request: web.Request) -> web.Response:
    _let_in(request)
    sheet = bytearray()
    async for part in request.content.iter_any():
        sheet += part
        if len(sheet) > SHEET_BYTES:
            raise web.HTTPRequestEntityTooLarge(SHEET_BYTES, len(sheet))
    return await _answered(asyncio.to_thread(desk_tools.sheet_in, request.app[_DESK], bytes(sheet)))


# What an editor does


async def _check(desk: Desk, _: web.Request) -> None:
    await desk.check()


async def _set_fact(desk: Desk, request: web.Request) -> None:
    told = await _told(request, Fact)
    desk.set_fact(_somebody(request), told.fact, told.code)


async def _set_language(desk: Desk, request: web.Request) -> None:
    desk.set_language(_somebody(request), (await _told(request, Language)).language)


async def _set_time(desk: Desk, request: web.Request) -> None:
    told = await _told(request, Time)
    desk.set_time(told.at.replace(tzinfo=ALMATY) if told.at else None)


async def _write(desk: Desk, request: web.Request) -> None:
    told = await _told(request, Words)
    await asyncio.to_thread(desk.write, told.name, told.language, told.said, told.was)


async def _accept(desk: Desk, request: web.Request) -> None:
    told = await _told(request, Translated)
    await asyncio.to_thread(desk.accept, told.file, told.line, told.language)


async def _try(desk: Desk, request: web.Request) -> Json:
    return await asyncio.to_thread(desk_tools.phrase, desk, (await _told(request, Phrase)).text)


async def _sign(desk: Desk, request: web.Request) -> None:
    told = await _told(request, Signing)
    await asyncio.to_thread(desk_tools.sign_off, desk, told.area, told.role, told.language)


Act = Callable[[Desk, web.Request], Awaitable[Json | None]]
ACTS: Final[dict[str, Act]] = {
    "check": _check,
    "fact": _set_fact,
    "language": _set_language,
    "time": _set_time,
    "words": _write,
    "accept": _accept,
    "phrase": _try,
    "sign": _sign,
}


def _acting(act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        _let_in(request)
        return await _answered(act(request.app[_DESK], request))

    return handle


async def _answered(doing: Awaitable[object]) -> web.Response:
    try:
        return web.json_response(await doing)
    except Refused as error:
        return web.json_response({"why": str(error)}, status=409)


def _let_in(request: web.Request) -> None:
    """Only our page knows the token: another site's cannot read it, nor send it along."""
    told = request.headers.get(TOKEN, "")
    if not hmac.compare_digest(told.encode(), request.app[_DESK].token.encode()):
        raise web.HTTPForbidden(text="Reload the page: qorgan was started anew.")


async def _told(request: web.Request, kind: type[Asked]) -> Asked:
    try:
        return kind.model_validate_json(await request.read())
    except ValidationError:
        raise web.HTTPBadRequest(text="This is not from our page.") from None


def _person(request: web.Request) -> Person | None:
    window = request.app[WINDOWS].find(request.query.get("key", ""))
    return window.person if window else None


def _somebody(request: web.Request) -> Person:
    if (person := _person(request)) is None:
        raise Refused("window")
    return person
