"""All chats that have something to show or to delete; must not know what a screen says."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from aiogram.methods import AnswerCallbackQuery, LeaveChat

from handlers.chat import Chat, Work
from handlers.lane import Lane
from handlers.traces import Traces

BUSY = 5_000  # chats at a time; what comes for more is dropped, unless it is urgent
QUERY_SECONDS = 10.0  # a tap answered later is invalid: "query is too old and response timeout expired"
LEAVE_SECONDS = 60.0


class Chats:
    """Shows screens, deletes messages and answers taps, over `lane`; nothing runs for a chat without work."""

    def __init__(self, lane: Lane, traces: Traces) -> None:
        self._lane = lane
        self._traces = traces
        self._chats: dict[int, Chat] = {}

    @property
    def busy(self) -> int:
        """How many chats have something to show or to delete."""
        return len(self._chats)

    def show(self, chat_id: int, work: Work) -> bool:
        """Show a screen next, instead of what waits to be shown there; False when this comes to nothing."""
        chat = self._chat(chat_id, urgent=work.urgent)
        return chat is not None and chat.show(work)

    def delete(self, chat_id: int, message_ids: Iterable[int]) -> None:
        """Delete messages."""
        ids = set(message_ids)
        if ids and (chat := self._chat(chat_id, urgent=True)):
            chat.delete(ids)

    async def settled(self, chat_id: int) -> None:
        """Wait until all is shown and deleted there, or waits because Telegram asked for it."""
        if chat := self._chats.get(chat_id):
            await asyncio.shield(chat.settled)

    async def answer(self, query_id: str, toast: str = "") -> None:
        """Answer a tap, which stops the button's clock."""
        await self._lane.persist(AnswerCallbackQuery(callback_query_id=query_id, text=toast or None), QUERY_SECONDS)

    async def leave(self, chat_id: int) -> None:
        """Leave a group or channel."""
        await self._lane.persist(LeaveChat(chat_id=chat_id), LEAVE_SECONDS)

    async def drain(self, seconds: float) -> None:
        """Finish what there is to do within so many seconds, then give up the rest."""
        clock = asyncio.get_running_loop().time
        until = clock() + seconds
        while tasks := {task for chat in self._chats.values() if chat.held_until < until for task in chat.tasks}:
            if (left := until - clock()) <= 0:
                break
            await asyncio.wait(tasks, timeout=left)
        rest = {task for chat in self._chats.values() for task in chat.tasks}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    def _chat(self, chat_id: int, *, urgent: bool) -> Chat | None:
        chat = self._chats.get(chat_id)
        if chat is None and (urgent or len(self._chats) < BUSY):
            chat = self._chats[chat_id] = Chat(chat_id, self._lane, self._traces, self._end)
        return chat

    def _end(self, chat_id: int) -> None:
        del self._chats[chat_id]
