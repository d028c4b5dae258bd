"""The few Bot API calls the bot's face is made of, and what their failures mean; must not know content or people.

The calls are aiogram methods of our own shape: the keyboard goes out as the JSON it is, every message is silent, HTML
and without a link preview, and of an answer only the message id is read, so that hardly an answer can fail to decode.
"""

from __future__ import annotations

import random
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import InputFile, TelegramObject

if TYPE_CHECKING:
    from collections.abc import Iterator


class Sent(TelegramObject):
    """What is read of a message that was sent."""

    message_id: int


class SendScreen(TelegramMethod[Sent]):
    """A new message; https://core.telegram.org/bots/api#sendmessage."""

    __returning__ = Sent
    __api_method__ = "sendMessage"

    chat_id: int
    text: str
    reply_markup: str | None = None
    parse_mode: str = "HTML"
    disable_notification: bool = True
    link_preview_options: str = '{"is_disabled":true}'


class EditScreen(TelegramMethod[Any]):
    """A message changed in place; https://core.telegram.org/bots/api#editmessagetext."""

    __returning__ = Any
    __api_method__ = "editMessageText"

    chat_id: int
    message_id: int
    text: str
    reply_markup: str | None = None
    parse_mode: str = "HTML"
    link_preview_options: str = '{"is_disabled":true}'


class SendPicture(TelegramMethod[Sent]):
    """A picture; https://core.telegram.org/bots/api#sendphoto."""

    __returning__ = Sent
    __api_method__ = "sendPhoto"

    chat_id: int
    photo: InputFile
    disable_notification: bool = True


class SendFile(TelegramMethod[Sent]):
    """A file; https://core.telegram.org/bots/api#senddocument."""

    __returning__ = Sent
    __api_method__ = "sendDocument"

    chat_id: int
    document: InputFile
    disable_notification: bool = True


class Failure(Enum):
    """What to do about a call that failed."""

    NO_CHANGE = auto()  # the message shows this already: as good as done
    NO_MESSAGE = auto()  # the message is gone or cannot be edited any more
    NO_PERSON = auto()  # the bot is blocked, or the chat or the account is gone
    WAIT = auto()  # Telegram names the seconds to wait
    RETRY = auto()  # nothing said; the call may or may not have taken effect
    REFUSED = auto()  # it will be refused again


# Descriptions of error 400, lower case, as the official server words them.
BAD_REQUESTS = {
    "message is not modified": Failure.NO_CHANGE,
    "message to edit not found": Failure.NO_MESSAGE,
    "message can't be edited": Failure.NO_MESSAGE,
    "message_id_invalid": Failure.NO_MESSAGE,
    "message identifier is not specified": Failure.NO_MESSAGE,
    "chat not found": Failure.NO_PERSON,
    "user is deactivated": Failure.NO_PERSON,
}
RETRIED = (TelegramNetworkError, TelegramServerError, ClientDecodeError, OSError)
FAILURES = (TelegramAPIError, *RETRIED)


def failure(error: BaseException) -> Failure:
    """What an exception of a call, one of FAILURES, asks for."""
    if isinstance(error, TelegramRetryAfter):
        return Failure.WAIT
    if isinstance(error, TelegramForbiddenError):
        return Failure.NO_PERSON
    if isinstance(error, RETRIED) or type(error) is TelegramAPIError:  # bare: a status aiogram has no class for
        return Failure.RETRY
    if isinstance(error, TelegramBadRequest):
        said = error.message.lower()
        return next((meaning for words, meaning in BAD_REQUESTS.items() if words in said), Failure.REFUSED)
    return Failure.REFUSED


def seconds_to_wait(error: BaseException, delay: float) -> float:
    """How long to wait after a failure: what Telegram asks for, else `delay`."""
    return float(error.retry_after) if isinstance(error, TelegramRetryAfter) else delay


def back_off() -> Iterator[float]:
    """Seconds to wait before each new try: from a quarter, doubling, never above 5, and never in step with others."""
    seconds = 0.25
    while True:
        yield seconds * random.uniform(0.8, 1)  # noqa: S311 - spreads load, hides nothing
        seconds = min(seconds * 2, 5.0)
