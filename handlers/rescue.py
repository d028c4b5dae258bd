"""When a handler of ours fails: the operator gets one line without anything of the person, the person gets the menu."""

from __future__ import annotations

import logging

from aiogram import Router
from aiogram.types import CallbackQuery, ErrorEvent, Message, User

from handlers.errors import contained
from handlers.face import Face
from handlers.tapped import Tapped

log = logging.getLogger("qorgan.handlers")


async def rescue(event: ErrorEvent, face: Face, tapped: Tapped | None = None) -> None:
    """Report the failure, and show the menu instead of what could not be shown."""
    log.error("handling a %s failed", event.update.event_type, exc_info=event.exception)
    with contained("showing the menu instead"):
        cause = event.update.event
        if isinstance(cause, CallbackQuery):
            _offer_menu(cause.from_user, tapped.message_id if tapped else 0, face)
            await face.chats.answer(cause.id)
        elif isinstance(cause, Message) and cause.from_user and cause.chat.type == "private":
            face.chats.delete(cause.chat.id, [cause.message_id])
            _offer_menu(cause.from_user, 0, face)


def _offer_menu(person: User, edit: int, face: Face) -> None:
    reply = face.engine.command("menu", face.language(person.id, person), now=face.now())
    face.present(person.id, reply, edit=edit)


def register(router: Router) -> None:
    """Take what failed."""
    router.errors.register(rescue)
