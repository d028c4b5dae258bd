"""A chat of the emulated world: its messages, in order, and whether the bot may act in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from bot.preview.errors import ApiError

if TYPE_CHECKING:
    from bot.preview.message import Message

Json = dict[str, Any]
Kind = Literal["private", "group", "supergroup", "channel"]
Membership = Literal["member", "administrator", "left", "kicked"]


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat, group or channel. `description` is its JSON; `contact` tells whether the bot knows of it."""

    id: int
    kind: Kind
    description: Json
    contact: bool = False  # the person wrote first, or the bot was added
    blocked: bool = False  # private: the person blocked the bot
    deactivated: bool = False  # private: the account was deleted
    membership: Membership = "member"  # of the bot, elsewhere
    messages: dict[int, Message] = field(default_factory=dict)

    def json(self) -> Json:
        """The chat as the Bot API writes it."""
        return self.description

    def check_access(self, *, write: bool) -> None:
        """Refuse what the bot may not do here. Source: Client.cpp, `check_chat_access`."""
        if self.kind == "private":
            if self.deactivated and write:
                raise ApiError(403, "Forbidden: user is deactivated")
            return
        if self.membership == "kicked":
            raise ApiError(403, f"Forbidden: bot was kicked from the {self.kind} chat")
        if self.membership == "left":
            raise ApiError(403, f"Forbidden: bot is not a member of the {self.kind} chat")

    def check_not_blocked(self) -> None:
        """Refuse to reach a person who blocked the bot. Source: the server's USER_IS_BLOCKED in Client.cpp."""
        if self.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
