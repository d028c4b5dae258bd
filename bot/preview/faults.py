"""Faults that a test orders beforehand, and Telegram's rate limits, which are off until switched on."""

from __future__ import annotations

import asyncio
import math
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from bot.preview.errors import flood

if TYPE_CHECKING:
    from collections.abc import Callable

Kind = Literal["flood", "refuse", "html", "drop_before", "drop_after", "garbage", "slow"]

CHAT_INTERVAL = 1.0  # Bots FAQ: "avoid sending more than one message per second" in a single chat
OVERALL_INTERVAL = 1 / 30  # Bots FAQ: "The API will not allow bulk notifications to more than ~30 users per second"
CHAT_BURST = 3  # Bots FAQ: "We may allow short bursts that go over this limit"
CHATS_WATCHED = 10_000


@dataclass(slots=True)
class Fault:
    """What goes wrong the next `times` times that `method` is called (in `chat_id`, if given).

    flood: 429 with `retry_after`; refuse: `code` with `description`; html: `code` with a web page as its body;
    drop_before and drop_after: the connection breaks, without and with the effect; garbage: the effect, and an answer
    that is no JSON; slow: the answer comes `delay` seconds late, or when `over` is set.
    """

    method: str
    kind: Kind
    times: int = 1
    chat_id: int | None = None
    retry_after: int = 1
    code: int = 502
    description: str = "Bad Gateway"
    delay: float = 0.0
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self) -> None:
        """Let `delay` seconds pass, unless it is over before."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self.delay):
                await self.over.wait()


class Faults:
    """The faults ordered and the rate limits; one per world."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._ordered: list[Fault] = []
        self._ready: dict[int, float] = {}  # chat → when its allowance is full again; 0 stands for all chats
        self.outage = False
        self.rate_limits = False

    def add(self, fault: Fault) -> None:
        """Order a fault; `*` as its method means any."""
        self._ordered.append(fault)

    def take(self, method: str, chat_id: str) -> Fault | None:
        """Give the first fault that fits this call, and count it down."""
        for fault in self._ordered:
            fits = fault.method.lower() in {"*", method} and (fault.chat_id is None or str(fault.chat_id) == chat_id)
            if fits:
                fault.times -= 1
                if fault.times <= 0:
                    self._ordered.remove(fault)
                return fault
        return None

    def check_rate(self, chat_id: int) -> None:
        """Raise ApiError 429 for a message too soon after others, while `rate_limits` is on."""
        if not self.rate_limits:
            return
        for key, interval, burst in ((0, OVERALL_INTERVAL, 30), (chat_id, CHAT_INTERVAL, CHAT_BURST)):
            ready = max(self._ready.get(key, 0.0), self._now()) + interval
            wait = ready - self._now() - interval * burst
            if wait > 0:
                raise flood(math.ceil(wait))
            self._ready[key] = ready
        while len(self._ready) > CHATS_WATCHED:
            del self._ready[next(iter(self._ready))]
