"""Whatever else a person types or sends: deleted at once, never downloaded, kept or logged, answered once per burst."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import Message

from flows import Reply
from flows.engine import ABOUT, ALARMING, HELPING
from handlers.face import Face
from handlers.traces import Burst

END = 150  # characters read at each end of a message that comes too often and is longer than can be read
PICTURES = ("photo", "live_photo", "video", "video_note", "animation", "paid_media")


async def typed(message: Message, face: Face) -> None:
    """Delete a message and answer it beside the live message, which keeps the person's place until the next tap."""
    on_time, slow = face.receive(message), face.flood.over(message.chat.id)
    reply = _reply(message, face, slow=slow)
    if on_time or reply.urgent:  # words of danger or of dying are answered however late
        _answer(message, reply, face, slow=slow)
    await face.chats.settled(message.chat.id)


def _answer(message: Message, reply: Reply, face: Face, *, slow: bool) -> None:
    chat_id = message.chat.id
    trace = face.traces.of(chat_id)
    before = trace.rank
    tells_why = ABOUT <= reply.rank < ALARMING <= before  # "help me", then "they blackmail me"
    burst = trace.burst(reply.rank, face.clock(), anew=tells_why)
    if burst is Burst.SAME:
        return
    if burst is Burst.NEW and trace.answer:  # to an earlier burst
        if before < HELPING or reply.urgent:  # nothing but another crisis takes the numbers of help away
            face.chats.delete(chat_id, [trace.answer])
        trace.answer = 0
    face.present(chat_id, reply, after=message.message_id, answers=True, slow=slow)


def _reply(message: Message, face: Face, *, slow: bool) -> Reply:
    """The answer to the words of a message, or to the rest of it, whichever matters more."""
    engine, now, language = face.engine, face.now(), face.language(message.chat.id, message.from_user)
    words = message.text or message.caption or ""
    if slow and len(words) > 2 * END and face.reading.over(message.chat.id, len(words)):
        words = f"{words[:END]} … {words[-END:]}"
    replies = [engine.understand(words, language, now=now)] if words else []
    if not message.text:
        replies.append(engine.typed(_label(message), language, now=now))
    return max(replies, key=lambda reply: reply.rank)


def _label(message: Message) -> str:
    kind = message.document.mime_type or "" if message.document else ""
    pictured = kind.startswith(("image/", "video/")) or any(getattr(message, name, None) for name in PICTURES)
    return "image" if pictured else "media"


def register(router: Router) -> None:
    """Take every message that is left, so this comes after the commands."""
    router.message.register(typed)
    router.edited_message.register(typed)
