"""One chat that has something to show or to delete; it lives for as long as that lasts.

Screens keep their order, only the newest waiting one is sent, hiding goes first. A failing call is repeated until it is
of no use. Deleting goes on beside showing, so that neither waits for the other. Must not know what a screen says.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from aiogram.methods import DeleteMessages

from handlers.calls import FAILURES, EditScreen, Failure, SendScreen, back_off, failure, seconds_to_wait
from handlers.errors import contained
from handlers.lane import Lane
from handlers.traces import Traces

SLOW_SECONDS = 1.0  # between two screens of somebody who asks too often
PATIENCE = 15 * 60.0  # seconds a screen or a deletion is tried for: longer than an outage, short enough to be of use
BATCH = 100  # "1-100 identifiers of messages to delete", https://core.telegram.org/bots/api#deletemessages
# Ids on each side of a hidden message that are deleted with it: after a restart memory knows of no others. "If some of
# the specified messages can't be found, they are skipped" (deleteMessages), as are those of other chats: the official
# server asks for the messages of this chat first (Client.cpp, `check_messages`).
NEAR = 49
DOOMED = 3_000  # messages waiting to be deleted in one chat
LOST_IDS = 500  # how far the id of a lost message may be from the next one known: other chats use up ids too


@dataclass(slots=True, eq=False)
class Work:
    """A screen to be shown: `edit` is the message to change into it (0: a new one), `after` an id older than it."""

    text: str
    keyboard: str | None = None
    edit: int = 0
    after: int = 0
    answers: bool = False  # to something typed: it stands beside the live message until the next tap
    urgent: bool = False  # emergency, crisis, hiding: not to wait for others
    hides: bool = False  # everything else is to go, and nothing new to come
    slow: bool = False  # one request too many: the screen comes, but in its time

    def same(self, other: Work | None) -> bool:
        """Whether both leave the same screen in the same message."""
        return other is not None and (self.text, self.keyboard, self.edit) == (other.text, other.keyboard, other.edit)


class Chat:
    """The work of one chat; `ended` is called when none is left."""

    def __init__(self, chat_id: int, lane: Lane, traces: Traces, ended: Callable[[int], None]) -> None:
        self.id = chat_id
        self.settled = asyncio.Event()  # set when all is shown and deleted, or waits because Telegram said so
        self.held_until = 0.0  # Telegram is not to be asked for a screen before
        self._lane = lane
        self._traces = traces
        self._ended = ended
        self._clock = asyncio.get_running_loop().time
        self._current: Work | None = None
        self._waiting: Work | None = None
        self._hiding: Work | None = None
        self._doomed: set[int] = set()
        self._worker: asyncio.Task[None] | None = None
        self._cleaner: asyncio.Task[None] | None = None
        self._hurried: set[asyncio.Task[None]] = set()
        self._news = asyncio.Event()
        self._urgent_held = False

    @property
    def tasks(self) -> set[asyncio.Task[None]]:
        """What is running for this chat."""
        return {task for task in (self._worker, self._cleaner, *self._hurried) if task}

    def show(self, work: Work) -> bool:
        """Show a screen next, instead of what waits to be shown; False when this tap comes to nothing.

        That is: the screen is on its way already (a double tap), or its message is about to turn dull.
        """
        if work.edit and (self._hiding or work.same(self._waiting or self._current)):
            return False
        if work.hides:
            self._hiding, self._waiting = work, None
        else:
            self._waiting = work
        if work.slow:
            self._slow_down()
        if work.urgent and work.edit and self._worker:  # which may be waiting for Telegram; the person cannot
            self._hurried.add(asyncio.create_task(self._edit_at_once(work)))
        self._news.set()
        if self._worker is None:
            self._worker = asyncio.create_task(self._show_all())
        return True

    def delete(self, message_ids: Iterable[int]) -> None:
        """Delete messages beside whatever is being shown."""
        self._doomed.update(islice(message_ids, DOOMED - len(self._doomed)))
        if self._doomed and self._cleaner is None:
            self._cleaner = asyncio.create_task(self._delete_all())

    def _slow_down(self) -> None:
        """Let screens rest between each other, and nobody wait for them."""
        if self.held_until <= self._clock():
            self.held_until = self._clock() + SLOW_SECONDS
        self.settled.set()

    # Showing

    async def _show_all(self) -> None:
        while work := self._hiding or self._waiting:
            self._current = work
            if work is self._waiting:
                self._waiting = None
            if self._hurried:
                await asyncio.wait(self._hurried)
                self._hurried.clear()
            with contained("showing a screen"):
                await self._persist(work)
            if work is self._hiding:
                self._hiding = None
        self._worker = self._current = None
        self._end()

    async def _persist(self, work: Work) -> None:
        until = self._clock() + PATIENCE
        overtakes = work.urgent and not self._urgent_held
        for delay in back_off():
            if not overtakes:
                await self._rest(work)
            overtakes = False
            if self._is_overtaken(work) or self._clock() > until:
                return
            try:
                await self._put(work)
            except FAILURES as error:
                if self._hold(error, delay, urgent=work.urgent):
                    continue
            return

    async def _rest(self, work: Work) -> None:
        while (left := self.held_until - self._clock()) > 0 and not self._is_overtaken(work):
            self._news.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._news.wait()

    def _is_overtaken(self, work: Work) -> bool:
        return work is not self._hiding and bool(self._hiding or self._waiting)

    def _hold(self, error: BaseException, delay: float, *, urgent: bool) -> bool:
        """Wait after a failure; False when trying again is of no use."""
        meaning = failure(error)
        if meaning is Failure.NO_PERSON:
            self._traces.forget(self.id)
            return False
        if meaning is Failure.WAIT:
            self.settled.set()
        elif meaning is not Failure.RETRY:
            raise error
        self.held_until = self._clock() + seconds_to_wait(error, delay)
        self._urgent_held = urgent
        return True

    async def _put(self, work: Work) -> None:
        target = self._traces.of(self.id).answer if work.answers else work.edit
        if target and await self._edit(work, target):
            self._shown(work, target)
        elif work.hides:
            self._shown(work, 0)
        else:
            self._shown(work, await self._send(work))

    async def _edit(self, work: Work, target: int) -> bool:
        """Change a message; False when it cannot be changed, for whatever reason."""
        try:
            await self._lane.call(self._edit_call(work, target), urgent=work.urgent)
        except FAILURES as error:
            meaning = failure(error)
            if meaning in {Failure.WAIT, Failure.RETRY, Failure.NO_PERSON}:
                raise
            work.edit = 0
            return meaning is Failure.NO_CHANGE
        return True

    def _edit_call(self, work: Work, target: int) -> EditScreen:
        return EditScreen(chat_id=self.id, message_id=target, text=work.text, reply_markup=work.keyboard)

    async def _send(self, work: Work) -> int:
        trace = self._traces.of(self.id)
        newest = max(work.after, trace.live, *trace.ids(), 1)
        method = SendScreen(chat_id=self.id, text=work.text, reply_markup=work.keyboard)
        try:
            sent = await self._lane.call(method, urgent=work.urgent)
        except FAILURES as error:
            if failure(error) is Failure.RETRY:  # it may have been sent all the same
                trace.lost = trace.lost or newest
            raise
        self._traces.add(self.id, sent.message_id)
        self._doomed.discard(sent.message_id)  # its id may have been guessed on hiding
        return sent.message_id

    async def _edit_at_once(self, work: Work) -> None:
        """Change a message beside the worker, who does it again: a call under way may still undo it."""
        with contained("hurrying a screen"), suppress(*FAILURES):
            await self._lane.call(self._edit_call(work, work.edit), urgent=True)

    def _shown(self, work: Work, message_id: int) -> None:
        if work.hides:
            self._wipe(message_id)
            return
        trace = self._traces.of(self.id)
        if trace.lost and message_id > trace.lost:
            self.delete(set(range(max(trace.lost + 1, message_id - LOST_IDS), message_id)) - set(trace.ids()))
            trace.lost = 0
        trace.live = message_id
        if work.answers:
            trace.answer = message_id
            return
        self.delete(trace.passing() - {message_id})

    def _wipe(self, keep: int) -> None:
        """Delete all that is known of the chat, and what may stand near it unknown, but for one message (0: none)."""
        trace = self._traces.of(self.id)
        known = trace.ids()
        middle = trace.lost or keep or max(known, default=0)
        near = range(max(middle - NEAR, 1), middle + NEAR + 1) if middle else ()
        self.delete({*known, *near} - {keep})
        if keep:
            trace.clear(keep=keep)
        else:
            self._traces.forget(self.id)

    # Deleting

    async def _delete_all(self) -> None:
        until = self._clock() + PATIENCE
        with contained("deleting messages"):
            for delay in back_off():
                if not self._doomed or self._clock() > until:
                    break
                try:
                    await self._delete(sorted(self._doomed)[:BATCH])
                except FAILURES as error:
                    if failure(error) is Failure.WAIT:
                        self.settled.set()
                    await asyncio.sleep(seconds_to_wait(error, delay))
        self._doomed.clear()
        self._cleaner = None
        self._end()

    async def _delete(self, batch: list[int]) -> None:
        """Delete a batch; one that is refused is halved until the messages that refuse all of it are alone."""
        try:
            await self._lane.call(DeleteMessages(chat_id=self.id, message_ids=batch))
        except FAILURES as error:
            meaning = failure(error)
            if meaning in {Failure.WAIT, Failure.RETRY}:
                raise
            if meaning is Failure.NO_PERSON:
                self._traces.forget(self.id)
            elif len(batch) > 1:
                half = len(batch) // 2
                await self._delete(batch[:half])
                await self._delete(batch[half:])
        self._doomed.difference_update(batch)
        self._traces.drop(self.id, batch)

    # The end

    def _end(self) -> None:
        if self._worker is None and self._cleaner is None:
            self._ended(self.id)
            self.settled.set()
