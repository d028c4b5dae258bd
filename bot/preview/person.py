"""A person and their phone: what tests and the web chat do and see."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from bot.preview.entities import Entity, clean, fix
from bot.preview.message import Button

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.preview.chat import Chat
    from bot.preview.message import Message
    from bot.preview.world import World

Json = dict[str, Any]
T = TypeVar("T")

CHANGES_KEPT = 256
PATIENCE = 120.0  # only what hangs takes longer, on the busiest machine too
_OTHER_RIGHTS = (
    *("is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members"),
    *("can_promote_members", "can_change_info", "can_invite_users", "can_edit_messages"),
    *("can_post_stories", "can_edit_stories", "can_delete_stories", "can_send_welcome_messages"),
)


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What the bot said to a tap: a toast, or an alert to be closed; an empty text only stops the button's clock."""

    text: str = ""
    show_alert: bool = False
    url: str = ""


@dataclass(slots=True, eq=False)
class CallbackTap:
    """A tap on a button; `answer` is None until the bot answers, and stays so when it comes too late."""

    id: str
    person: Person
    message: Message
    data: str
    date: float
    answer: CallbackAnswer | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Something new on the phone.

    `kind` is sent, edited, deleted, answered (with `tap`), profile (the bot's), the name of a chat action (typing, …)
    or missed: more happened than the listener took, so it has to read the whole chat again.
    """

    kind: str
    message: Message | None = None
    tap: CallbackTap | None = None


class Person:
    """Somebody with a phone, in a private chat with the bot."""

    def __init__(self, world: World, chat: Chat, identity: Json) -> None:
        self.world = world
        self.chat = chat
        self.identity = identity
        self._listeners: set[asyncio.Queue[Change]] = set()

    @property
    def id(self) -> int:
        """The user id, which is the chat id too."""
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """What stands in the chat on this phone, oldest first."""
        return [message for message in self.chat.messages.values() if not message.hidden]

    @property
    def last(self) -> Message:
        """The newest message from the bot. Raises LookupError when there is none."""
        for message in reversed(self.messages):
            if message.from_bot:
                return message
        raise LookupError("The bot has no message in this chat")

    # What a person does

    def start(self, payload: str = "") -> Message:
        """Open the bot, by the Start button or a link with a payload; a blocked bot is unblocked by it."""
        self.unblock()
        return self.send(f"/start {payload}".strip())

    def send(self, text: str, entities: list[Entity] | None = None, **more: Any) -> Message:
        """Write a text; `more` are further Bot API fields, such as `forward_origin`."""
        text, found = fix(clean(text), [dict(entity) for entity in entities or []])
        return self.post({"text": text, **({"entities": found} if found else {}), **more})

    def post(self, content: Json) -> Message:
        """Send a message with any Bot API fields; see `bot.preview.media` for those of photos, voices and the like."""
        self.chat.contact = True
        message = self.world.add_message(self.chat, self.identity, content)
        self.world.updates.push("message", message.json(), lane=("message", self.id))
        return message

    def edit(self, message: Message, text: str) -> None:
        """Change one's own message."""
        text, found = fix(clean(text), [])
        message.content = {"text": text, **({"entities": found} if found else {})}
        message.edit_date = self.world.now
        self.notice("edited", message)
        self.world.updates.push("edited_message", message.json(), lane=("message", self.id))

    def tap(self, button: Button | str, message: Message | None = None, *, inaccessible: bool = False) -> CallbackTap:
        """Tap a button, given as such or by its label or data, under a message (the newest that has it).

        A Button of one's own making stands for a crafted client. With `inaccessible`, or when the bot can no longer
        see the message, the update carries it with date 0. Raises LookupError when nothing like it is on the phone.
        """
        message, data = self._find(button, message)
        tap = CallbackTap(self.world.new_id(), self, message, data, self.world.clock())
        self.world.remember_tap(tap)
        gone = inaccessible or message.deleted
        query = {
            "id": tap.id,
            "from": self.identity,
            "message": message.inaccessible_json() if gone else message.json(),
            "chat_instance": str(self.id * 7919),
            "data": data,
        }
        self.world.updates.push("callback_query", query, lane=("callback", self.id))
        return tap

    def _find(self, button: Button | str, message: Message | None) -> tuple[Message, str]:
        if isinstance(button, Button):
            return message or self.last, button.data
        candidates = [message] if message else [m for m in reversed(self.messages) if m.buttons]
        for candidate in candidates:
            for found in candidate.buttons:
                if found.data and button in {found.text, found.data}:
                    return candidate, found.data
        labels = [found.text for candidate in candidates[:1] for found in candidate.buttons]
        raise LookupError(f"No button {button!r} to tap; the newest message has {labels}")

    def delete(self, message: Message, *, for_bot: bool = True) -> None:
        """Delete a message here, and for the bot as well, as Telegram offers; the bot is not told."""
        if for_bot:
            self.world.delete_message(message)
        elif not message.hidden:
            message.hidden = True
            self.notice("deleted", message)

    def clear_history(self, *, for_bot: bool = False) -> None:
        """Empty the chat on this phone."""
        for message in self.messages:
            self.delete(message, for_bot=for_bot)

    def block(self) -> None:
        """Stop the bot."""
        self._set_blocked(blocked=True)

    def unblock(self) -> None:
        """Let the bot write again."""
        self._set_blocked(blocked=False)

    def _set_blocked(self, *, blocked: bool) -> None:
        if self.chat.blocked == blocked:
            return
        self.chat.blocked = blocked
        bot = self.world.profile.user()
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        change = {
            "chat": self.chat.json(),
            "from": self.identity,
            "date": self.world.now,
            "old_chat_member": chat_member(bot, before),
            "new_chat_member": chat_member(bot, after),
        }
        self.world.updates.push("my_chat_member", change, lane=("member", self.id))

    def deactivate(self) -> None:
        """Delete the account."""
        self.chat.deactivated = True

    # What a person sees

    def notice(self, kind: str, message: Message | None = None, tap: CallbackTap | None = None) -> None:
        """Tell this phone's listeners of a change; called by the world."""
        for queue in self._listeners:
            if queue.full():
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(Change("missed"))
            queue.put_nowait(Change(kind, message, tap))

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[Change]]:
        """Follow the phone: changes come into a queue that holds the latest of them."""
        queue: asyncio.Queue[Change] = asyncio.Queue(CHANGES_KEPT)
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    async def until(self, sees: Callable[[Person], T | None], within: float = PATIENCE) -> T:
        """Wait until `sees` gives something true, looking again at each change; returns what it gave.

        Raises TimeoutError, saying what the phone shows, after `within` seconds.
        """
        with self.listen() as changes:
            try:
                async with asyncio.timeout(within):
                    while not (seen := sees(self)):
                        await changes.get()
            except TimeoutError:
                shown = "\n".join(f"{'bot' if m.from_bot else 'me'}: {m.text}" for m in self.messages[-5:])
                raise TimeoutError(f"Not seen within {within} s; the chat shows:\n{shown}") from None
        return seen

    async def answer_to(self, tap: CallbackTap, within: float = PATIENCE) -> CallbackAnswer:
        """Wait for the bot's answer to a tap."""
        return await self.until(lambda _: tap.answer, within)


def chat_member(user: Json, status: str) -> Json:
    """A ChatMember with the fields the Bot API always gives. Source: Client.cpp, `JsonChatMember`."""
    more: Json = {}
    if status == "kicked":
        more = {"until_date": 0}
    elif status == "administrator":
        more = {"can_be_edited": False, "can_post_messages": True, **dict.fromkeys(_OTHER_RIGHTS, False)}
    return {"user": user, "status": status, **more}
