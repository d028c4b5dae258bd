"""The message under a button that was tapped: the little of it that an answer needs; must not know screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Tapped:
    """Its id (0: unknown), when it was sent and last changed (seconds since the epoch; 0: long ago), what it shows.

    Read from the raw update: building aiogram's models of a message and of each of its buttons takes longer than the
    rest of a press, and what is not built can neither fail to decode nor end up in a log.
    """

    chat_id: int
    message_id: int
    sent: float
    changed: float
    text: str
    rows: tuple[tuple[tuple[str, str | None], ...], ...]  # of buttons: label and data

    @classmethod
    def by(cls, query: dict[str, Any]) -> Tapped:
        """What a raw `callback_query` says of its message, which may be missing, or inaccessible and dated 0."""
        message = query.get("message") or {"chat": query["from"], "message_id": 0}
        sent = message.get("date", 0)
        keyboard = message.get("reply_markup", {}).get("inline_keyboard", ())
        return cls(
            message["chat"]["id"],
            message["message_id"],
            sent,
            message.get("edit_date", sent),
            message.get("text", ""),
            tuple(tuple((button["text"], button.get("callback_data")) for button in row) for row in keyboard),
        )
