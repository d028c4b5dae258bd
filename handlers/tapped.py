"""The message under a button that was tapped: the little of it that an answer needs; must not know screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, Field

Seconds = Annotated[int, Field(ge=0, lt=2**40)]


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
        """What a raw `callback_query` says of its message, which may be missing, or inaccessible and dated 0.

        Raises pydantic's ValidationError for what Telegram does not send.
        """
        read = _Query.model_validate(query)
        message = read.message or _Message(message_id=0, chat=read.sender)
        rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
        return cls(
            message.chat.id,
            message.message_id,
            message.date,
            message.edit_date or message.date,
            message.text or "",
            tuple(tuple((button.text, button.callback_data) for button in row) for row in rows),
        )


class _Button(BaseModel):
    text: str
    callback_data: str | None = None


class _Keyboard(BaseModel):
    inline_keyboard: tuple[tuple[_Button, ...], ...]


class _Chat(BaseModel):
    id: int


class _Message(BaseModel):
    message_id: Annotated[int, Field(ge=0, lt=2**63)]
    chat: _Chat
    date: Seconds = 0
    edit_date: Seconds | None = None
    text: str | None = None
    reply_markup: _Keyboard | None = None


class _Query(BaseModel):
    sender: _Chat = Field(alias="from")
    message: _Message | None = None
