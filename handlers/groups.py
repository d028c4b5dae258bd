"""Groups and channels: the bot is for private chats, and leaves any other at once, without a word."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import ChatMemberUpdated, Message

from handlers.face import Face

GONE = {"left", "kicked"}


async def leave(event: Message | ChatMemberUpdated, face: Face) -> None:
    """Leave the chat something happened in."""
    await face.chats.leave(event.chat.id)


async def forget(event: ChatMemberUpdated, face: Face) -> None:
    """Forget a person who blocked the bot or deleted the chat."""
    face.traces.forget(event.chat.id)


async def _elsewhere(event: Message | ChatMemberUpdated) -> bool:
    return event.chat.type != "private"


async def _came(event: ChatMemberUpdated) -> bool:
    return event.chat.type != "private" and event.new_chat_member.status not in GONE


async def _blocked(event: ChatMemberUpdated) -> bool:
    return event.chat.type == "private" and event.new_chat_member.status in GONE


def register(router: Router) -> None:
    """Take everything outside private chats, before those that take every message."""
    for observer in (router.message, router.edited_message, router.channel_post):
        observer.register(leave, _elsewhere)
    router.my_chat_member.register(leave, _came)
    router.my_chat_member.register(forget, _blocked)
