"""The emulated Telegram: one bot, the people and groups around it, their messages; no HTTP in here.

Everything lives in memory and is thrown away with the World. Nothing is logged.
"""

from __future__ import annotations

import itertools
import random
import re
import time
from typing import TYPE_CHECKING, Any

from bot.preview.chat import Chat
from bot.preview.errors import bad_request
from bot.preview.faults import Faults
from bot.preview.group import Group
from bot.preview.message import Document, Message
from bot.preview.person import CallbackTap, Person
from bot.preview.profile import Profile
from bot.preview.updates import UpdateQueue
from bot.preview.webhook import Webhook

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.preview.chat import Kind

Json = dict[str, Any]

TOKEN = "4242424242:AAF-a-token-of-the-local-emulator-only"  # noqa: S105 - opens nothing but the emulator
TAPS_KEPT = 10_000
FIRST_PERSON_ID = 5_000_000_001  # past 32 bits, as Telegram's ids have been for years
DEFAULT_LANGUAGE = "ru"
_CHAT_ID = re.compile("-?[0-9]{1,19}")


class World:
    """All state of the emulated Telegram; `clock` gives seconds since 1970 and may be moved by a test."""

    def __init__(
        self, clock: Callable[[], float] = time.time, *, token: str = TOKEN, username: str = "qorgan_bot"
    ) -> None:
        self.clock = clock
        self.token = token
        self.profile = Profile(int(token.partition(":")[0]), username)
        self.chats: dict[int, Chat] = {}
        self.people: dict[int, Person] = {}
        self.updates = UpdateQueue(clock)
        self.webhook = Webhook(self.updates)
        self.faults = Faults(clock)
        self.taps: dict[str, CallbackTap] = {}
        self.calls: dict[str, int] = {}  # method in lower case → how often it was called, answered or not
        self._person_ids = itertools.count(FIRST_PERSON_ID)
        self._private_message_id = 0
        self._ids = random.Random(0)  # noqa: S311 - the same ids in every run

    @property
    def now(self) -> int:
        """The time of the emulated Telegram in whole seconds, as in the Bot API."""
        return int(self.clock())

    def person(
        self,
        language_code: str = DEFAULT_LANGUAGE,
        *,
        first_name: str = "Айша",
        username: str | None = None,
        id: int | None = None,  # noqa: A002 - Telegram's word
    ) -> Person:
        """Let a person into the world, who has not yet met the bot; an empty `language_code` is not told to it."""
        identity: Json = {"id": id or next(self._person_ids), "is_bot": False, "first_name": first_name}
        identity |= {"username": username} if username else {}
        known = {key: value for key, value in identity.items() if key != "is_bot"}
        chat = self._new_chat(identity["id"], "private", known | {"type": "private"})
        identity |= {"language_code": language_code} if language_code else {}
        person = self.people[chat.id] = Person(self, chat, identity)
        return person

    def group(self, title: str = "Класс", kind: Kind = "supergroup") -> Group:
        """Make a group, supergroup or channel without the bot in it."""
        number = 1_000_000_000 + len(self.chats)
        chat_id = -number if kind == "group" else -1_000_000_000_000 - number
        return Group(self, self._new_chat(chat_id, kind, {"id": chat_id, "title": title, "type": kind}))

    def _new_chat(self, chat_id: int, kind: Kind, description: Json) -> Chat:
        chat = self.chats[chat_id] = Chat(chat_id, kind, description)
        return chat

    def chat(self, chat_id: str, *, write: bool = True) -> Chat:
        """Find the chat a method names. Source of the refusals: Client.cpp, `check_chat`."""
        if not chat_id:
            raise bad_request("chat_id is empty")
        chat = self.chats.get(int(chat_id)) if _CHAT_ID.fullmatch(chat_id) else None
        if chat is None or not chat.contact:
            raise bad_request("chat not found")
        chat.check_access(write=write)
        return chat

    def add_message(self, chat: Chat, sender: Json, content: Json, **marks: Any) -> Message:
        """Put a message into a chat and on the phones that show it."""
        message = Message(chat, self._next_message_id(chat), self.now, sender, content, **marks)
        chat.messages[message.id] = message
        self.announce("sent", message)
        return message

    def _next_message_id(self, chat: Chat) -> int:
        """Number a message: a bot's private chats and basic groups share one count, the others have their own."""
        if chat.kind in {"supergroup", "channel"}:
            return max(chat.messages, default=0) + 1
        self._private_message_id += 1
        return self._private_message_id

    def delete_message(self, message: Message) -> None:
        """Remove a message for everybody."""
        message.chat.messages.pop(message.id, None)
        message.deleted = True
        if not message.hidden:
            message.hidden = True
            self.announce("deleted", message)

    def announce(self, kind: str, message: Message) -> None:
        """Tell the phone that shows this message of a change."""
        person = self.people.get(message.chat.id)
        if person:
            person.notice(kind, message)

    def announce_action(self, action: str, chat: Chat) -> None:
        """Show "typing…" and the like on the phone of a private chat."""
        person = self.people.get(chat.id)
        if person:
            person.notice(action)

    def announce_profile(self) -> None:
        """Tell every phone that the bot's name, descriptions or commands changed."""
        for person in self.people.values():
            person.notice("profile")

    def remember_tap(self, tap: CallbackTap) -> None:
        """Keep a tap so that the bot can answer it; only the latest are kept."""
        self.taps[tap.id] = tap
        while len(self.taps) > TAPS_KEPT:
            del self.taps[next(iter(self.taps))]

    def new_id(self) -> str:
        """Make a large number for queries and files."""
        return str(self._ids.getrandbits(62))

    def new_document(self, file_name: str, mime_type: str, body: bytes) -> Document:
        """Take a file the bot uploads into the world's memory."""
        return Document(file_name, mime_type, body, f"BQAC{self.new_id()}")

    def redeliver(self, update_id: int | None = None) -> None:
        """Deliver an update (the last one) to the bot once more."""
        self.updates.redeliver(update_id)

    def outage(self) -> None:
        """Cut every connection to Telegram until `restore`."""
        self.faults.outage = True
        self.updates.wake()

    def restore(self) -> None:
        """End the outage."""
        self.faults.outage = False
