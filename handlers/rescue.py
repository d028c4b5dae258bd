"""When a handler of ours fails: the operator gets one line without anything of the person, the person gets the menu."""

from __future__ import annotations

import logging

from aiogram import Router
from aiogram.types import CallbackQuery, ErrorEvent, Message

from handlers.errors import contained
from handlers.face import Face

log = logging.getLogger("qorgan.handlers")


async def rescue(event: ErrorEvent, face: Face) -> None:
    """Report the failure, and show the menu instead of what could not be shown."""
    log.error("handling a %s failed", event.update.event_type, exc_info=event.exception)
    with contained("showing the menu instead"):
        cause = event.update.event
        if isinstance(cause, CallbackQuery):
            await _offer_menu(cause.from_user.id, cause.message.message_id if cause.message else 0, face)
            await face.chats.answer(cause.id)
        elif isinstance(cause, Message) and cause.chat.type == "private":
            face.chats.delete(cause.chat.id, [cause.message_id])
            await _offer_menu(cause.chat.id, 0, face)


async def _offer_menu(chat_id: int, edit: int, face: Face) -> None:
    reply = face.engine.command("menu", face.traces.of(chat_id).language, now=face.now())
    face.present(chat_id, reply, edit=edit)


def create_router() -> Router:
    """The router of failures."""
    router = Router(name="rescue")
    router.errors.register(rescue)
    return router
