"""Commands: each is deleted at once, its screen comes as a new message, and the older messages of the chat go.

A new message, since an edit would not be seen by somebody who cleared the chat on the phone.
"""

from __future__ import annotations

import re

from aiogram import Router
from aiogram.types import Message

from flows.engine import COMMANDS
from handlers.face import Face

# The bot's name may follow, as in /start@qorgan_bot: in a private chat it can be no other bot's.
COMMAND = re.compile(r"/([a-z]+)(?:@\w+)?(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)


async def hide(message: Message, face: Face) -> None:
    """Make the bot's newest message dull at once, then delete all others; say and count nothing."""
    chat_id = message.chat.id
    face.hide(chat_id, face.engine.language(face.language(chat_id, message.from_user)))
    face.receive(message)
    await face.chats.settled(chat_id)


async def command(message: Message, face: Face, name: str, payload: str) -> None:
    """Show a command's screen."""
    chat_id = message.chat.id
    if face.receive(message):
        code, now = face.language(chat_id, message.from_user), face.now()
        start = name == "start"
        reply = face.engine.start(code, payload, now=now) if start else face.engine.command(name, code, now=now)
        face.present(chat_id, reply, after=message.message_id, slow=face.flood.over(chat_id))
    await face.chats.settled(chat_id)


async def read(message: Message, face: Face) -> dict[str, str] | bool:
    """The command a text consists of, with a stroke in any case or in words, as handler arguments; else False."""
    text = message.text or ""
    found = COMMAND.fullmatch(text)
    if found and found[1].lower() in COMMANDS:
        return {"name": found[1].lower(), "payload": found[2] or ""}
    name = face.engine.command_in(text)
    return {"name": name, "payload": ""} if name else False


async def _hides(_message: Message, name: str) -> bool:
    return name == "hide"


def register(router: Router) -> None:
    """Take the commands."""
    router.message.register(hide, read, _hides)
    router.message.register(command, read)
