"""Files on their way to people: made in a thread, held in memory alone, and never sent to a chat that was hidden since.

Must not know what a file says.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

from aiogram.enums import ChatAction
from aiogram.methods import SendChatAction
from aiogram.types import BufferedInputFile

from handlers.calls import FAILURES, SendFile, SendPicture
from handlers.errors import contained
from handlers.lane import Lane

CHATS = 200  # chats with a file on its way at a time; whoever comes then gets none, and may ask again
MAKING = 1  # files made at a time: a second thread keeps a hundred megabytes of its own, and gains little


@dataclass(frozen=True, slots=True)
class File:
    """A file to send. Its name tells nothing to somebody who looks through a phone."""

    name: str
    body: bytes
    picture: bool = False

    def to(self, chat_id: int) -> SendFile | SendPicture:
        """The call that sends it."""
        upload = BufferedInputFile(self.body, self.name)
        if self.picture:
            return SendPicture(chat_id=chat_id, photo=upload)
        return SendFile(chat_id=chat_id, document=upload)


class Files:
    """One file at a time to a chat. `upload` sends a call's file; `wipe` deletes the files of a chat."""

    def __init__(
        self,
        lane: Lane,
        upload: Callable[[int, SendFile | SendPicture], Awaitable[None]],
        wipe: Callable[[int], None],
    ) -> None:
        self._lane = lane
        self._upload = upload
        self._wipe = wipe
        self._makers = ThreadPoolExecutor(MAKING, "files")
        self._hidden: set[int] = set()
        self.tasks: dict[int, asyncio.Task[None]] = {}  # by chat

    def send(self, chat_id: int, make: Callable[[], File]) -> None:
        """Make a file and send it, unless one is on its way to the chat already, or to too many others."""
        if chat_id not in self.tasks and len(self.tasks) < CHATS:
            self.tasks[chat_id] = asyncio.create_task(self._run(chat_id, make))

    def hide(self, chat_id: int) -> None:
        """Let no file come to a chat any more; one that is being sent is deleted when it arrives."""
        if chat_id in self.tasks:
            self._hidden.add(chat_id)

    async def _run(self, chat_id: int, make: Callable[[], File]) -> None:
        try:
            with contained("sending a file"):
                await self._send(chat_id, make)
        finally:
            del self.tasks[chat_id]
            self._hidden.discard(chat_id)

    async def _send(self, chat_id: int, make: Callable[[], File]) -> None:
        with suppress(*FAILURES):  # "sending a file…" at the head of the chat is a nicety
            await self._lane.call(SendChatAction(chat_id=chat_id, action=ChatAction.UPLOAD_DOCUMENT))
        file = await asyncio.get_running_loop().run_in_executor(self._makers, make)
        if chat_id in self._hidden:
            return
        await self._upload(chat_id, file.to(chat_id))
        if chat_id in self._hidden:
            self._wipe(chat_id)
