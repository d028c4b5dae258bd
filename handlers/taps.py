"""Taps: the button carries the whole state, so a tap is answered from its data alone."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.face import Face
from handlers.render import is_shown
from handlers.tapped import Tapped

HOUR = 3600
STALE = 6 * HOUR  # what was said of danger under an older message may no longer hold
REPLACED = (40 * HOUR, 48 * HOUR)  # a message of this age makes room for a new one, while it can still be deleted


async def tap(query: CallbackQuery, face: Face, tapped: Tapped) -> None:
    """Show where the button leads in its message; all others of the chat go."""
    if _leaves(query, face, tapped):
        await face.chats.answer(query.id)
        await face.chats.settled(tapped.chat_id)
        return
    now = face.now()
    age = now.timestamp() - tapped.sent
    language = face.engine.language(face.language(tapped.chat_id, query.from_user))
    stale = now.timestamp() - tapped.changed >= STALE
    reply = face.engine.tap(query.data or "", now=now, stale=stale, language=language)
    trace = face.traces.of(tapped.chat_id)
    trace.language = reply.language
    if trace.answer == tapped.message_id:  # the walk goes on in it
        trace.settle()
    remember(tapped, face)
    slow = not reply.urgent and face.flood.over(tapped.chat_id)
    if is_shown(reply.screen, tapped):
        face.chats.delete(tapped.chat_id, trace.passing() - {tapped.message_id})
        toast = face.engine.text("nothing-changed", reply.language)
    else:
        edit = 0 if REPLACED[0] <= age < REPLACED[1] else tapped.message_id
        face.present(tapped.chat_id, reply, edit=edit, after=tapped.message_id, slow=slow)
        toast = ""
    if not slow:
        await face.chats.answer(query.id, toast)
    await face.chats.settled(tapped.chat_id)


async def hide(query: CallbackQuery, face: Face, tapped: Tapped) -> None:
    """Make the message dull at once, then delete all others; say and count nothing."""
    remember(tapped, face)
    face.hide(tapped.chat_id, face.engine.hide_language(query.data or ""), edit=tapped.message_id)
    await face.chats.answer(query.id)
    await face.chats.settled(tapped.chat_id)


async def hide_later(query: CallbackQuery, face: Face, tapped: Tapped) -> None:
    """Switch on that the chat hides by itself, and say so in a toast."""
    language = face.engine.hide_language(query.data or "")
    remember(tapped, face)
    trace = face.traces.of(tapped.chat_id)
    trace.language, trace.live = language, trace.live or tapped.message_id
    face.timers.switch_on(tapped.chat_id)
    await face.chats.answer(query.id, face.engine.text("hides-later", language))


def _leaves(query: CallbackQuery, face: Face, tapped: Tapped) -> bool:
    """Take an answer to typed words away on Back, if it stands beside a screen: that is the one before it."""
    trace = face.traces.of(tapped.chat_id)
    beside = trace.passing() - {tapped.message_id}
    if trace.answer != tapped.message_id or not beside or not face.engine.goes_back(query.data or ""):
        return False
    trace.settle()
    trace.live = max(beside)
    face.timers.put_off(tapped.chat_id)
    face.chats.delete(tapped.chat_id, [tapped.message_id])
    return True


def remember(tapped: Tapped, face: Face) -> None:
    """Know a message that was tapped as one to be deleted on hiding; the chat is in use."""
    face.timers.put_off(tapped.chat_id)
    if tapped.message_id:
        face.traces.add(tapped.chat_id, tapped.message_id, tapped.sent or None)


async def _hides(query: CallbackQuery, face: Face) -> bool:
    return face.engine.is_hide(query.data or "")


async def _hides_later(query: CallbackQuery, face: Face) -> bool:
    return face.engine.is_hide_later(query.data or "")


def register(router: Router) -> None:
    """Take every tap."""
    router.callback_query.register(hide, _hides)
    router.callback_query.register(hide_later, _hides_later)
    router.callback_query.register(tap)
