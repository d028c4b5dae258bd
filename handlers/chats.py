"""All chats that have something to show or to delete; must not know what a screen says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from aiogram.methods import AnswerCallbackQuery, LeaveChat

from handlers.calls import FAILURES, Failure, SendFile, SendPicture, back_off, failure, seconds_to_wait
from handlers.chat import Chat, Work
from handlers.files import File, Files
from handlers.lane import Lane
from handlers.traces import Traces

BUSY = 5_000  # chats at a time; what comes for more is dropped, unless it is urgent
BUSY_AT_MOST = 20_000  # with the urgent
QUERY_SECONDS = 10.0  # a tap answered later is invalid: "query is too old and response timeout expired"
LEAVE_SECONDS = 60.0
FILE_SECONDS = 60.0


class Chats:
    """Shows screens, deletes messages and answers taps, over `lane`; nothing runs for a chat without work."""

    def __init__(self, lane: Lane, traces: Traces) -> None:
        self._lane = lane
        self._traces = traces
        self._chats: dict[int, Chat] = {}
        self._files = Files(lane, self.send, self._delete_files)

    @property
    def busy(self) -> int:
        """How many chats have something to show, to send or to delete."""
        return len(self._chats.keys() | self._files.tasks.keys())

    def show(self, chat_id: int, work: Work) -> bool:
        """Show a screen next, instead of what waits to be shown there; False when this comes to nothing."""
        if work.hides:
            self._files.hide(chat_id)
        chat = self._chat(chat_id, urgent=work.urgent)
        return chat is not None and chat.show(work)

    def deliver(self, chat_id: int, make: Callable[[], File]) -> None:
        """Make a file, in a thread, and send it below the screen; hiding calls it off."""
        self._files.send(chat_id, make)

    def delete(self, chat_id: int, message_ids: Iterable[int]) -> None:
        """Delete messages."""
        ids = set(message_ids)
        if ids and (chat := self._chat(chat_id, urgent=True)):
            chat.delete(ids)

    async def settled(self, chat_id: int) -> None:
        """Wait until all is shown and deleted there, or waits because Telegram asked for it."""
        if chat := self._chats.get(chat_id):
            await chat.settled.wait()

    async def answer(self, query_id: str, toast: str = "") -> None:
        """Answer a tap, which stops the button's clock."""
        await self._lane.persist(AnswerCallbackQuery(callback_query_id=query_id, text=toast or None), QUERY_SECONDS)

    async def send(self, chat_id: int, method: SendFile | SendPicture) -> None:
        """Send a file beside the live message; it stays there until hiding. Given up when Telegram does not take it."""
        clock = asyncio.get_running_loop().time
        until = clock() + FILE_SECONDS
        for delay in back_off():
            trace = self._traces.of(chat_id)
            try:
                sent = await self._lane.call(method)
            except FAILURES as error:
                meaning, pause = failure(error), seconds_to_wait(error, delay)
                if meaning is Failure.RETRY:  # it may have been sent all the same
                    trace.lost = trace.lost or max(trace.live, *trace.ids(), 1)
                if meaning not in {Failure.WAIT, Failure.RETRY} or clock() + pause > until:
                    return
                await asyncio.sleep(pause)
            else:
                self._traces.add(chat_id, sent.message_id)
                self._traces.of(chat_id).files |= {sent.message_id}
                return

    async def leave(self, chat_id: int) -> None:
        """Leave a group or channel."""
        await self._lane.persist(LeaveChat(chat_id=chat_id), LEAVE_SECONDS)

    async def drain(self, seconds: float) -> None:
        """Finish what there is to do within so many seconds, then give up the rest."""
        clock = asyncio.get_running_loop().time
        until = clock() + seconds
        while tasks := {task for chat in self._chats.values() if chat.held_until < until for task in chat.tasks} | {
            *self._files.tasks.values()
        }:
            if (left := until - clock()) <= 0:
                break
            await asyncio.wait(tasks, timeout=left)
        rest = {task for chat in self._chats.values() for task in chat.tasks} | {*self._files.tasks.values()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    def _chat(self, chat_id: int, *, urgent: bool) -> Chat | None:
        chat = self._chats.get(chat_id)
        if chat is None and len(self._chats) < (BUSY_AT_MOST if urgent else BUSY):
            chat = self._chats[chat_id] = Chat(chat_id, self._lane, self._traces, self._end)
        return chat

    def _delete_files(self, chat_id: int) -> None:
        self.delete(chat_id, self._traces.of(chat_id).files)

    def _end(self, chat_id: int) -> None:
        del self._chats[chat_id]
