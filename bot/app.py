"""Puts the parts together and runs them: `run`, the preview, the tests and the bench build the same App."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer

from bot.intake import Intake
from bot.papers.press import Press
from bot.poller import Poller
from bot.profile import set_profile
from bot.settings import Settings
from bot.statistics import today
from flows import Catalog, ContentError, Engine
from flows.countable import CONTENT
from handlers import register
from handlers.calls import FAILURES
from handlers.chats import Chats
from handlers.errors import contained
from handlers.face import Face
from handlers.lane import Lane
from handlers.ledger import Ledger
from handlers.traces import Traces
from storage import Counters
from storage.folding import keep_folding
from storage.keeping import in_use

log = logging.getLogger("qorgan.app")

NAME_SECONDS = 10.0  # for Telegram to say the bot's name while a picture waits
STOP_SECONDS = 10.0  # for the answers under way when the bot is told to stop


class Source(Protocol):
    """Where updates come from: a Poller or a Webhook."""

    begun: asyncio.Event

    async def run(self) -> None:
        """Bring updates until cancelled."""

    async def confirm(self) -> None:
        """Tell Telegram what has been answered."""


@dataclass(eq=False)
class App:
    """A bot ready to run; updates may also be given to `intake` directly."""

    bot: Bot
    face: Face
    intake: Intake
    source: Source
    name: str

    async def run(self, stop: asyncio.Event) -> None:
        """Take updates until `stop`, then answer what is in hand.

        Raises RefusedError when Telegram will not have the bot, SettingsError when WEBHOOK_PORT is taken.
        """
        taking = asyncio.create_task(self.source.run())
        asking = asyncio.create_task(stop.wait())
        beside = [asyncio.create_task(self._warm_up()), asyncio.create_task(self.set_profile())]
        try:
            await asyncio.wait({taking, asking}, return_when=asyncio.FIRST_COMPLETED)
            if taking.done():
                taking.result()
        finally:
            for task in (taking, asking, *beside):
                task.cancel()
            await asyncio.gather(taking, asking, *beside, return_exceptions=True)
            await self.close()

    async def _warm_up(self) -> None:
        """Build what understands messages, in a thread, while the first getUpdates is on its way."""
        with contained("reading the examples of messages"):
            await asyncio.to_thread(getattr, self.face.engine.catalog, "matcher")
        self.intake.ready.set()

    async def close(self) -> None:
        """Answer the updates in hand, within `STOP_SECONDS`, and close the connections."""
        half = STOP_SECONDS / 2
        self.face.timers.fire_all()
        await self.intake.finish(half)
        await self.face.chats.drain(half)
        await self.source.confirm()
        await self.bot.session.close()

    async def set_profile(self) -> None:
        """Bring the bot's name, descriptions and commands up to date, once updates come."""
        await self.source.begun.wait()
        await set_profile(self.bot, self.face.engine.catalog, self.name)


def build(
    settings: Settings,
    catalog: Catalog,
    counters: Counters,
    *,
    session: BaseSession | None = None,
    clock: Callable[[], float] = time.time,
) -> App:
    """An App over `session` (Telegram, or the server named by BOT_API_URL); needs a running loop."""
    session = session or AiohttpSession(api=TelegramAPIServer.from_base(settings.bot_api_url))
    bot = Bot(settings.bot_token.get_secret_value(), session=session)
    traces = Traces(clock)
    press = Press(settings.bot_username, partial(_username, bot, asyncio.get_running_loop()))
    chats = Chats(Lane(bot), traces)
    face = Face(Engine(catalog), chats, traces, counters, settings.coordinator_ids, clock, press.make)
    ledger = Ledger(settings.database_path, settings.statistics_floor)
    dispatcher = Dispatcher(disable_fsm=True, face=face, ledger=ledger)
    register(dispatcher)
    intake = Intake(bot, dispatcher)
    return App(bot, face, intake, _source(settings, bot, intake, traces), settings.bot_name)


def _username(bot: Bot, loop: asyncio.AbstractEventLoop) -> str:
    """The bot's name, asked from a thread; empty when Telegram does not say it now: the next picture asks again."""
    with suppress(*FAILURES, TimeoutError):
        return asyncio.run_coroutine_threadsafe(bot.me(), loop).result(NAME_SECONDS).username or ""
    return ""


def _source(settings: Settings, bot: Bot, intake: Intake, traces: Traces) -> Source:
    if not settings.webhook_url:
        return Poller(bot, intake, traces.sweep)
    from bot.webhook import Webhook  # noqa: PLC0415 - who polls needs no server, and does not wait for its import

    return Webhook(bot, intake, traces.sweep, settings.webhook_url, (settings.listen_host, settings.webhook_port))


@asynccontextmanager
async def _looked_after(settings: Settings, app: App) -> AsyncIterator[None]:
    """Serve the health pages meanwhile, where HEALTH_PORT is set."""
    if not settings.health_port:
        yield
        return
    from bot import health  # noqa: PLC0415 - the same
    from bot.listening import listening  # noqa: PLC0415 - the same

    pages = health.pages(app.bot, app.intake, app.face.counters)
    async with listening(pages, settings.listen_host, settings.health_port, "HEALTH_PORT"):
        yield


def open_counters(settings: Settings) -> Counters:
    """The counters of the file DATABASE_PATH, whose days are Almaty's."""
    return Counters(settings.database_path, today=today)


async def serve(
    settings: Settings,
    catalog: Catalog,
    beside: Callable[[App], Coroutine[Any, Any, None]],
    *,
    clock: Callable[[], float] = time.time,
) -> None:
    """Run the bot, and `beside` it what follows the content, until SIGTERM or Ctrl-C.

    Raises RefusedError when Telegram will not have it, SettingsError when a port is taken, ContentError when `beside`
    does.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    with ExitStack() as held:
        counters = open_counters(settings)
        await counters.open()
        counters.add(CONTENT, catalog.version)
        app = build(settings, catalog, counters, clock=clock)
        folding = keep_folding(settings.database_path, lambda: app.face.engine.catalog.settings.campaign, today)
        following = asyncio.create_task(beside(app))
        following.add_done_callback(lambda task: stop.set() if _refused(task) else None)
        others = (folding, _hold(settings.database_path, held))
        tasks = {following, *(asyncio.create_task(work) for work in others)}
        try:
            async with _looked_after(settings, app):
                await app.run(stop)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            await counters.close()
    if refused := _refused(following):
        raise refused
    log.info("Stopped")


def _refused(task: asyncio.Task[None]) -> ContentError | None:
    """Why the content may not be used, when that has ended a task."""
    error = None if task.cancelled() else task.exception()
    return error if isinstance(error, ContentError) else None


async def _hold(path: Path, held: ExitStack) -> None:
    """Take the counter file's lock, in a thread: a disk that does not answer must not hold up the start."""
    if not await asyncio.to_thread(held.enter_context, in_use(path)):
        log.warning("The counter file cannot be locked: restore no backup while the bot runs")
