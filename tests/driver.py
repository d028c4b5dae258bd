"""The bot as a person meets it: a phone that taps and sees, in front of the real dispatcher and the emulator."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from pydantic import SecretStr

from bot.app import App, build, open_counters
from bot.preview import CallbackTap, Message, Person, World, serve
from bot.preview.person import PATIENCE
from bot.settings import Settings
from flows import Catalog, load
from storage import Counters


@cache
def content() -> Catalog:
    """The real content, loaded once."""
    return load()


class QuickSession(AiohttpSession):
    """A session without what aiogram does for TLS: reading certificates, and a quarter of a second for closing."""

    def __init__(self, **told: Any) -> None:
        with mock.patch("ssl.create_default_context", return_value=True):
            super().__init__(**told)

    async def close(self) -> None:
        """Close the connections at once."""
        if self._session:
            await self._session.close()


def found(person: Person, text: str = "", after: int = 0) -> Message | None:
    """Look for a message of the bot's with this text, newer than `after`."""
    return next((m for m in reversed(person.messages) if m.from_bot and text in m.text and m.id > after), None)


def word(key: str, language: str = "ru") -> str:
    """Give an interface string as it stands on a button: tests follow the editors' wording."""
    return content().label(content().interface[key], language)


class Phone:
    """A person who uses the bot, in their own words: taps, types, sees."""

    def __init__(self, person: Person) -> None:
        self.person = person

    @property
    def shown(self) -> list[str]:
        """The texts in the chat, the oldest first."""
        return [message.text for message in self.person.messages]

    @property
    def labels(self) -> list[str]:
        """The buttons under the newest message."""
        return [button.text for button in self.person.last.buttons]

    async def opens(self, payload: str = "") -> Message:
        """Press Start and see the first screen."""
        return await self.types(f"/start {payload}".strip())

    async def types(self, text: str) -> Message:
        """Write something and see a new message of the bot's."""
        return await self.sends({"text": text})

    async def sends(self, content: dict[str, Any]) -> Message:
        """Send anything and see a new message of the bot's."""
        sent = self.person.post(content)
        return await self.person.until(lambda me: found(me, after=sent.id))

    async def taps(self, label: str, message: Message | None = None) -> CallbackTap:
        """Tap a button and see its clock stop."""
        tap = self.person.tap(label, message)
        await self.person.answer_to(tap)
        return tap

    async def goes(self, *labels: str) -> None:
        """Tap one button after another, each on the screen the one before brought."""
        for label in labels:
            before = self.person.last.text
            await self.taps(label)
            await self.person.until(lambda me, before=before: me.last.text != before)  # type: ignore[misc] # bound here

    async def sees(self, text: str) -> Message:
        """Wait for a message of the bot's with this text in it."""
        return await self.person.until(lambda me: found(me, text))

    async def sees_only(self, text: str) -> None:
        """Wait until one message is left, with this text in it."""
        await self.person.until(lambda me: len(me.messages) == 1 and text in me.messages[0].text)


class Qorgan:
    """The running bot and the world around it."""

    def __init__(self, world: World, app: App, counters: Counters, task: asyncio.Task[None]) -> None:
        self.world = world
        self.app = app
        self.counters = counters
        self.task = task  # ends when the bot does

    def phone(self, language_code: str = "ru", **identity: Any) -> Phone:
        """Give somebody a phone."""
        return Phone(self.world.person(language_code, **identity))

    async def quiet(self) -> None:
        """Wait until every update is fetched and confirmed, and nothing is on its way to anybody."""
        async with asyncio.timeout(PATIENCE):
            while self.world.updates.pending or self.app.intake.busy or self.app.face.chats.busy:  # noqa: ASYNC110 - no event tells it
                await asyncio.sleep(0.002)


@asynccontextmanager
async def running(
    world: World, folder: Path, *, catalog: Catalog | None = None, **settings: Any
) -> AsyncIterator[Qorgan]:
    """Run the bot against a world, on the real content or another, its database in `folder`; raises what ended it."""
    async with serve(world) as url:
        values = {"bot_token": SecretStr(world.token), "bot_api_url": url, "database_path": folder / "qorgan.db"}
        # Constructed, not read: neither the machine's environment nor its .env reaches the tests.
        told = Settings.model_construct(None, **values | settings)
        counters = open_counters(told)
        await counters.open()
        session = QuickSession(api=TelegramAPIServer.from_base(url))
        app = build(told, catalog or content(), counters, session=session, clock=world.clock)
        stop = asyncio.Event()
        task = asyncio.create_task(app.run(stop))
        try:
            yield Qorgan(world, app, counters, task)
        finally:
            stop.set()
            await asyncio.wait({task})
            await counters.close()
        await task
