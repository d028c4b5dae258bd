"""Chats that hide by themselves when nothing is pressed for a while, where somebody switched that on.

In memory only: a bot that is killed hides nothing more, which the button says. Must not know what hiding is.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable

SECONDS = 10 * 60.0
CHATS = 10_000  # switched on at a time; when there are more, the one due first hides at once


class Timers:
    """Calls `hide` with a chat's id `SECONDS` after its last sign of life."""

    def __init__(self, hide: Callable[[int], None]) -> None:
        self._hide = hide
        self._due: OrderedDict[int, asyncio.TimerHandle] = OrderedDict()

    def __len__(self) -> int:
        return len(self._due)

    def switch_on(self, chat_id: int) -> None:
        """Hide this chat by itself, counted from now."""
        self.switch_off(chat_id)
        if len(self._due) >= CHATS:
            self._fire(next(iter(self._due)))
        self._due[chat_id] = asyncio.get_running_loop().call_later(SECONDS, self._fire, chat_id)

    def put_off(self, chat_id: int) -> None:
        """Count from now, where it is switched on: the chat gave a sign of life."""
        if chat_id in self._due:
            self.switch_on(chat_id)

    def switch_off(self, chat_id: int) -> None:
        """Leave this chat as it is."""
        if due := self._due.pop(chat_id, None):
            due.cancel()

    def fire_all(self) -> None:
        """Hide all of them at once: the bot is about to end."""
        for chat_id in list(self._due):
            self._fire(chat_id)

    def _fire(self, chat_id: int) -> None:
        self.switch_off(chat_id)
        self._hide(chat_id)
