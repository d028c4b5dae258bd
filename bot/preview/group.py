"""A group or channel: just enough of one to see that the bot leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.preview.entities import clean, fix
from bot.preview.person import chat_member

if TYPE_CHECKING:
    from bot.preview.chat import Chat, Membership
    from bot.preview.message import Message
    from bot.preview.person import Person
    from bot.preview.world import World

Json = dict[str, Any]


class Group:
    """A group, supergroup or channel; `bot_inside` tells whether the bot is still a member."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.chat = chat
        chat.membership = "left"

    @property
    def bot_inside(self) -> bool:
        """Whether the bot is a member."""
        return self.chat.membership in {"member", "administrator"}

    @property
    def messages(self) -> list[Message]:
        """What stands in the group, oldest first."""
        return list(self.chat.messages.values())

    def add_bot(self, by: Person) -> None:
        """Let a member add the bot: my_chat_member, and in groups a service message."""
        self.chat.contact = True
        # Telegram takes a bot into a channel only as an administrator.
        member_update(self.world, self.chat, by.identity, "administrator" if self.chat.kind == "channel" else "member")
        if self.chat.kind != "channel":
            bot = self.world.profile.user()
            joined = {"new_chat_participant": bot, "new_chat_member": bot, "new_chat_members": [bot]}
            self._post(by.identity, joined, service=True)

    def remove_bot(self, by: Person) -> None:
        """Let a member throw the bot out."""
        member_update(self.world, self.chat, by.identity, "kicked")

    def post(self, by: Person, text: str) -> Message:
        """Write into the group; the bot hears of it while inside."""
        text, entities = fix(clean(text), [])
        return self._post(by.identity, {"text": text, **({"entities": entities} if entities else {})})

    def _post(self, sender: Json, content: Json, **marks: Any) -> Message:
        message = self.world.add_message(self.chat, sender, content, **marks)
        kind = "channel_post" if self.chat.kind == "channel" else "message"
        if self.bot_inside:
            self.world.updates.push(kind, message.json(), lane=("message", self.chat.id))
        return message


def member_update(world: World, chat: Chat, actor: Json, status: Membership) -> None:
    """Change the bot's place in a group and tell it, as Telegram does of its own leaving too."""
    bot = world.profile.user()
    change = {
        "chat": chat.json(),
        "from": actor,
        "date": world.now,
        "old_chat_member": chat_member(bot, chat.membership),
        "new_chat_member": chat_member(bot, status),
    }
    chat.membership = status
    world.updates.push("my_chat_member", change, lane=("member", chat.id))
