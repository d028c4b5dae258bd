"""Updates on their way in: each is decoded on its own and handed to the dispatcher, whatever brought it here."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import Update

from handlers.errors import contained
from handlers.tapped import Tapped

KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "channel_post")  # `allowed_updates`
IN_HAND = 1_000  # updates worked on at a time
ANSWER_SECONDS = 2.0  # an update is confirmed when it is answered, or after this; it goes on in memory
REMEMBERED = 2_000  # ids of updates taken: Telegram delivers again what it was not told to be received


class Intake:
    """Takes raw updates. A bad one is skipped, so that it never holds up the others; a repeated one is passed over."""

    def __init__(self, bot: Bot, dispatcher: Dispatcher) -> None:
        self.ready = asyncio.Event()  # set once everything that answers is built
        self._bot = bot
        self._dispatcher = dispatcher
        self._tasks: set[asyncio.Task[None]] = set()
        self._order: deque[int] = deque()
        self._seen: set[int] = set()

    @property
    def busy(self) -> int:
        """How many updates are in hand."""
        return len(self._tasks)

    def take(self, raw: dict[str, Any]) -> asyncio.Task[None] | None:
        """Begin to answer an update; the task ends when all is shown. None for one that needs no answer."""
        if not self._is_new(raw["update_id"]) or not any(kind in raw for kind in KINDS):
            return None
        task = asyncio.create_task(self._handle(raw))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def room(self) -> None:
        """Wait until another batch may be taken."""
        await self.ready.wait()
        while len(self._tasks) >= IN_HAND:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)

    async def finish(self, seconds: float) -> None:
        """Wait for the updates in hand, at most so many seconds."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    async def _handle(self, raw: dict[str, Any]) -> None:
        with contained("an update"):  # pydantic's errors quote what they could not decode
            data = {}
            if query := raw.get("callback_query"):
                data["tapped"] = Tapped.by(query)
                raw = {**raw, "callback_query": {key: part for key, part in query.items() if key != "message"}}
            update = Update.model_validate(raw, context={"bot": self._bot})
            await self._dispatcher.feed_update(self._bot, update, **data)

    def _is_new(self, update_id: int) -> bool:
        if update_id in self._seen:
            return False
        self._seen.add(update_id)
        self._order.append(update_id)
        if len(self._order) > REMEMBERED:
            self._seen.discard(self._order.popleft())
        return True
