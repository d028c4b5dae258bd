"""The queue of updates and its reading by long polling, as the official server keeps it.

Sources: tdlib/telegram-bot-api Client.cpp, `process_get_updates_query`, `do_get_updates`, `abort_long_poll`,
`get_allowed_update_types`; Bot API, getUpdates. Left out: the server's slowing down of impatient callers (a repeated
offset within 3 s waits, within 0.5 s gets one update; a second conflict within 3 s is told 3 s later).
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from bot.preview.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

Json = dict[str, Any]

# Bot API, Update; those of OPT_IN come only to who asks for them by name (Bot API, allowed_updates).
OPT_IN = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
DEFAULT_KINDS = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
    }
)
KEEP_SECONDS = 86_400  # Bot API: "they will not be kept longer than 24 hours"
TAP_KEEP_SECONDS = 150  # Client.cpp, `process_new_callback_query_queue`: a tap not fetched by then is lost for good
LONG_POLL_MAX = 50  # Client.h, LONG_POLL_MAX_TIMEOUT
FUTURE_OFFSET = 10  # TQueue.cpp, `get`: an offset further ahead is read as "from the beginning"
HISTORY = 1000

TERMINATED_BY_POLL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
TERMINATED_BY_WEBHOOK = "Conflict: terminated by setWebhook request"


@dataclass(slots=True)
class Update:
    """One update on its way; `lane` is what keeps the order of webhook deliveries."""

    id: int
    body: Json
    expires: float
    lane: Hashable = None
    again: bool = False  # delivered once more although it was confirmed

    def json(self) -> Json:
        """The update as the Bot API writes it."""
        return {"update_id": self.id, **self.body}


class UpdateQueue:
    """Updates waiting for the bot, oldest first."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self.pending: deque[Update] = deque()
        self.kinds = DEFAULT_KINDS  # what the bot last asked for
        self.last_id = 700_000_000
        self.on_push: Callable[[Update], None] | None = None  # set while a webhook is
        self._history: deque[Update] = deque(maxlen=HISTORY)
        self._poll: asyncio.Future[ApiError | None] | None = None
        self.polled = asyncio.Event()  # set while a getUpdates waits

    def push(self, kind: str, payload: Json, *, lane: Hashable = None) -> None:
        """Queue an update of a kind the bot asked for; others are dropped as Telegram drops them."""
        if kind in self.kinds:
            keep = TAP_KEEP_SECONDS if kind == "callback_query" else KEEP_SECONDS
            self.push_raw({kind: payload}, lane=lane, keep=keep)

    def push_raw(self, body: Json, *, lane: Hashable = None, keep: float = KEEP_SECONDS) -> int:
        """Queue any body, fit for aiogram or not, for `keep` seconds; returns its update id."""
        self.last_id += 1
        update = Update(self.last_id, body, self._now() + keep, lane)
        self.pending.append(update)
        self._history.append(update)
        self._announce(update)
        return self.last_id

    def redeliver(self, update_id: int | None = None) -> None:
        """Deliver an update (the last one) once more under its own id. Raises LookupError when it is forgotten."""
        wanted = self.last_id if update_id is None else update_id
        for update in self._history:
            if update.id == wanted:
                repeated = Update(update.id, update.body, self._now() + KEEP_SECONDS, update.lane, again=True)
                self.pending.appendleft(repeated)
                self._announce(repeated)
                return
        raise LookupError(f"Update {wanted} is not among the last {HISTORY}")

    def _announce(self, update: Update) -> None:
        if self.on_push:
            self.on_push(update)
        self.wake()

    def allow(self, kinds: Iterable[object]) -> None:
        """Remember `allowed_updates`; an empty list means all but the opt-in kinds, unknown names are passed over."""
        known = {str(kind).lower() for kind in kinds} & (DEFAULT_KINDS | OPT_IN)
        self.kinds = frozenset(known) or DEFAULT_KINDS

    async def get(self, offset: int, limit: int, timeout: int) -> list[Json]:  # noqa: ASYNC109 - Telegram's parameter
        """Answer one getUpdates; raises ApiError 409 in the older of two that wait at once."""
        self._confirm(offset)
        if self.pending or timeout == 0:
            return self._batch(limit)
        self.interrupt(TERMINATED_BY_POLL)
        poll = self._poll = asyncio.get_running_loop().create_future()
        self.polled.set()
        try:
            async with asyncio.timeout(timeout):
                conflict = await poll
        except TimeoutError:
            return []
        finally:
            if self._poll is poll:
                self._poll = None
                self.polled.clear()
        if conflict:
            raise conflict
        return self._batch(limit)

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            # Bot API: "The negative offset can be specified to retrieve updates starting from -offset update from the
            # end of the updates queue. All previous updates will be forgotten."
            while len(self.pending) > -offset:
                self.pending.popleft()
        elif offset <= self.last_id + FUTURE_OFFSET:
            # Bot API: "An update is considered confirmed as soon as getUpdates is called with an offset higher than
            # its update_id."
            repeated: list[Update] = []
            while self.pending and self.pending[0].id < offset:
                update = self.pending.popleft()
                repeated += [update] if update.again else []
            self.pending.extendleft(reversed(repeated))
        self._expire()

    def _expire(self) -> None:
        now = self._now()
        if any(update.expires < now for update in self.pending):
            self.pending = deque(update for update in self.pending if update.expires >= now)

    def _batch(self, limit: int) -> list[Json]:
        batch = list(islice(self.pending, limit))
        for update in batch:
            update.again = False
        return [update.json() for update in batch]

    def drop(self, update: Update) -> None:
        """Forget an update that a webhook took."""
        if update in self.pending:
            self.pending.remove(update)

    def wake(self) -> None:
        """Let the waiting getUpdates look again."""
        self._finish(None)

    def interrupt(self, description: str) -> None:
        """Refuse the waiting getUpdates with 409."""
        self._finish(ApiError(409, description))

    def _finish(self, refusal: ApiError | None) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_result(refusal)
