"""What every handler works with: the engine that answers, the chats it shows in, the counters."""

from __future__ import annotations

import logging
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from aiogram.types import Message, User

from flows import Engine, Reply
from flows.documents import Letter
from flows.leaflets import Leaflet
from handlers.chat import Work
from handlers.chats import Chats
from handlers.files import File
from handlers.flood import Flood
from handlers.render import keyboard
from handlers.timers import Timers
from handlers.traces import Traces
from storage import Counters

log = logging.getLogger("qorgan.handlers")

READ_A_SECOND = 4_096.0  # characters of messages that come too often: understanding so many takes up to 30 milliseconds
LATE_SECONDS = 15 * 60  # after an outage: a new message would light up a phone that somebody else may hold by now


@dataclass(eq=False)
class Face:
    """The parts a handler needs; a content reload replaces `engine`.

    `clock` gives seconds since the epoch, `make` a file.
    """

    engine: Engine
    chats: Chats
    traces: Traces
    counters: Counters
    coordinators: AbstractSet[int]
    clock: Callable[[], float]
    make: Callable[[Letter | Leaflet], File]
    flood: Flood = field(default_factory=Flood)
    reading: Flood = field(default_factory=lambda: Flood(READ_A_SECOND, READ_A_SECOND))  # of who is over it
    timers: Timers = field(init=False)
    is_late: bool = field(default=False, init=False)
    """Whether the message that came last was too old for an answer."""

    def __post_init__(self) -> None:
        """Let chats hide by themselves where somebody switches that on."""
        self.timers = Timers(lambda chat_id: self.hide(chat_id, self.traces.of(chat_id).language))

    def now(self) -> datetime:
        """The present moment."""
        return datetime.fromtimestamp(self.clock(), UTC)

    def language(self, chat_id: int, user: User | None) -> str | None:
        """The language chosen in the chat, as far as known, else the phone's."""
        return self.traces.of(chat_id).language or (user.language_code if user else None)

    def present(
        self, chat_id: int, reply: Reply, *, edit: int = 0, after: int = 0, answers: bool = False, slow: bool = False
    ) -> None:
        """Show and count a reply; the arguments are those of Work. A double tap is shown and counted once.

        One that comes too often is not counted, and brings no file.
        """
        screen, urgent = reply.screen, reply.urgent
        slow = slow and not urgent
        work = Work(screen.text, keyboard(screen), edit=edit, after=after, answers=answers, urgent=urgent, slow=slow)
        if not self.chats.show(chat_id, work) or slow:
            return
        if reply.paper:
            self.chats.deliver(chat_id, partial(self.make, reply.paper))
        if chat_id not in self.coordinators:
            for count in reply.counts:
                self.counters.add(count.event, count.subject, count.language)

    def hide(self, chat_id: int, language: str, edit: int = 0) -> None:
        """Make a message dull, the newest known if none is named, and delete all others; say and count nothing."""
        self.timers.switch_off(chat_id)
        edit = edit or self.traces.of(chat_id).live
        self.chats.show(chat_id, Work(self.engine.hidden(language), edit=edit, urgent=True, hides=True))

    def receive(self, message: Message) -> bool:
        """Delete a person's message; False when it is too old for an answer."""
        self.timers.put_off(message.chat.id)
        self.traces.add(message.chat.id, message.message_id, message.date.timestamp())
        self.chats.delete(message.chat.id, [message.message_id])
        written = max(message.date.timestamp(), float(message.edit_date or 0))
        was_late, self.is_late = self.is_late, self.clock() - written >= LATE_SECONDS
        if self.is_late and not was_late:  # one line for each would be a record of each
            log.info("Messages over 15 minutes old get no answer; if that goes on, this machine's clock is wrong")
        return not self.is_late
