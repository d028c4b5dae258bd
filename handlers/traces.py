"""What is remembered of a chat so that it can be wiped: message ids and a few numbers, in memory, for 48 hours.

Must not know content, names or texts. Everything is bounded, so that neither a crowd nor an attacker grows memory.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable
from enum import Enum, auto

CHATS = 40_000  # the chat silent for longest goes first
IDS = 30  # for one chat; the id known for longest goes first
# "A message can only be deleted if it was sent less than 48 hours ago", https://core.telegram.org/bots/api#deletemessage
KEPT_MINUTES = 48 * 60 - 1
BURST_SECONDS = 30.0  # people write a story line by line


class Burst(Enum):
    """What a message that somebody typed is to the messages just before it."""

    NEW = auto()  # the first one: it gets an answer of its own
    HIGHER = auto()  # it says more than they did: the answer they got changes
    SAME = auto()  # it is answered already


class Trace:
    """One chat."""

    __slots__ = ("_ids", "_typed_at", "answer", "files", "language", "live", "lost", "minute", "rank")

    def __init__(self) -> None:
        self.minute = 0  # of the last sign of life
        self.live = 0  # the bot's newest message; 0: none known
        self.lost = 0  # a message above this id may stand in the chat unknown: its sending was never answered; 0: none
        self.language = ""  # chosen in this chat
        self.answer = 0  # the message that answers the last burst; 0: none
        self.files: frozenset[int] = frozenset()  # messages that stay until hiding
        self.rank = 0  # of the last burst
        self._typed_at = -BURST_SECONDS
        self._ids = array("q")  # pairs: a message id, the minute it was sent in

    def add(self, message_id: int, minute: int) -> None:
        """Remember a message sent in this minute as one to be deleted."""
        known = [pair for pair in self._pairs() if pair[0] != message_id]
        self._keep([*known, (message_id, minute)])

    def drop(self, gone: Iterable[int]) -> None:
        """Forget messages that are no more."""
        gone = set(gone)
        self._keep([pair for pair in self._pairs() if pair[0] not in gone])
        if self.live in gone:
            self.live = 0
        if self.answer in gone:
            self.settle()

    def clear(self, keep: int) -> None:
        """Forget everything but one message."""
        self.settle()
        self.lost, self.language, self.rank, self.live = 0, "", 0, keep
        self._keep([pair for pair in self._pairs() if pair[0] == keep])

    def settle(self) -> None:
        """Let the answer be a screen like any other: what is typed next gets an answer of its own, beside it."""
        self.answer, self._typed_at = 0, -BURST_SECONDS

    def ids(self) -> list[int]:
        """The messages that could still be deleted at the last sign of life."""
        return [message_id for message_id, minute in self._pairs() if minute >= self.minute - KEPT_MINUTES]

    def passing(self) -> set[int]:
        """Those of them that go when the next screen comes."""
        return set(self.ids()) - self.files

    def burst(self, rank: int, now: float, *, anew: bool = False) -> Burst:
        """Take note of a typed message of this rank, which may begin anew, and tell how to answer it."""
        goes_on = now - self._typed_at < BURST_SECONDS and not anew
        self._typed_at = now
        if goes_on and rank <= self.rank:
            return Burst.SAME
        self.rank = rank
        return Burst.HIGHER if goes_on else Burst.NEW

    def _pairs(self) -> list[tuple[int, int]]:
        return list(zip(self._ids[::2], self._ids[1::2], strict=True))

    def _keep(self, pairs: list[tuple[int, int]]) -> None:
        recent = [pair for pair in pairs if pair[1] >= self.minute - KEPT_MINUTES]
        self._ids = array("q", [number for pair in recent[-IDS:] for number in pair])
        if self.files:
            self.files &= set(self._ids[::2])


class Traces:
    """The traces of all chats; `clock` gives seconds since the epoch."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._chats: OrderedDict[int, Trace] = OrderedDict()

    def __len__(self) -> int:
        return len(self._chats)

    def of(self, chat_id: int) -> Trace:
        """The trace of a chat that just gave a sign of life."""
        trace = self._chats.get(chat_id)
        if trace is None:
            trace = self._chats[chat_id] = Trace()
            if len(self._chats) > CHATS:
                self._chats.popitem(last=False)
        self._chats.move_to_end(chat_id)
        trace.minute = self._minute()
        return trace

    def add(self, chat_id: int, message_id: int, sent: float | None = None) -> None:
        """Remember a message that may have to be deleted, sent at `sent` (seconds since the epoch) or just now."""
        self.of(chat_id).add(message_id, self._minute() if sent is None else int(sent // 60))

    def drop(self, chat_id: int, gone: Iterable[int]) -> None:
        """Forget messages that are no more."""
        if chat_id in self._chats:
            self._chats[chat_id].drop(gone)

    def forget(self, chat_id: int) -> None:
        """Forget the chat: its messages, its language, everything."""
        self._chats.pop(chat_id, None)

    def sweep(self) -> None:
        """Forget chats silent for 48 hours; to be called now and then, since no update may come for days."""
        oldest = self._minute() - KEPT_MINUTES
        while self._chats and next(iter(self._chats.values())).minute < oldest:
            self._chats.popitem(last=False)

    def _minute(self) -> int:
        return int(self._clock() // 60)
