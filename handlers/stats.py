"""/stats, for coordinators alone: whoever else types it or presses its buttons meets the bot that everybody meets."""

from __future__ import annotations

import asyncio
from datetime import date
from functools import partial

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from flows import Reply, Screen
from flows.lines import ALMATY
from handlers import stats_view
from handlers.commands import COMMAND
from handlers.face import Face
from handlers.ledger import FILES, PREFIX, Ledger, Place
from handlers.render import is_shown
from handlers.tapped import Tapped
from handlers.taps import remember
from storage import StatsError
from storage.periods import PeriodError


async def command(message: Message, face: Face, ledger: Ledger, *, explained: bool) -> None:
    """Show the summary of the part that closed last, or what the numbers mean."""
    chat_id = message.chat.id
    if face.receive(message):
        language = face.engine.language(face.language(chat_id, message.from_user))
        place = ledger.first(face.engine.catalog, language, _today(face))
        if explained:
            place = place.at(action="help")
        face.present(chat_id, Reply(await _screen(place, face, ledger), place.language), after=message.message_id)
    await face.chats.settled(chat_id)


async def tap(query: CallbackQuery, face: Face, ledger: Ledger, place: Place, tapped: Tapped) -> None:
    """Show where a button of the statistics leads, in its message, or send the file it asks for."""
    toast = ""
    remember(tapped, face)
    if place.action in FILES:
        face.chats.deliver(tapped.chat_id, partial(ledger.file, face.engine.catalog, place, _today(face)))
        toast = face.engine.catalog.statistics.words["preparing"].say(place.language)
    else:
        screen = await _screen(place, face, ledger)
        if is_shown(screen, tapped):
            toast = face.engine.text("nothing-changed", place.language)
        else:
            face.present(tapped.chat_id, Reply(screen, place.language), edit=tapped.message_id, after=tapped.message_id)
    await face.chats.answer(query.id, toast)
    await face.chats.settled(tapped.chat_id)


def _today(face: Face) -> date:
    return face.now().astimezone(ALMATY).date()


async def _screen(place: Place, face: Face, ledger: Ledger) -> Screen:
    catalog, today = face.engine.catalog, _today(face)
    try:
        return await asyncio.to_thread(stats_view.screen, ledger, catalog, place, today)
    except PeriodError:
        return await _screen(ledger.first(catalog, place.language, today), face, ledger)
    except StatsError:
        return stats_view.failed(catalog, place)


async def _asks(message: Message, face: Face) -> dict[str, bool] | bool:
    found = COMMAND.fullmatch(message.text or "")
    if found is None or found[1].lower() != "stats" or message.chat.id not in face.coordinators:
        return False
    return {"explained": (found[2] or "").strip().lower() == "help"}


async def _taps(query: CallbackQuery, face: Face) -> dict[str, Place] | bool:
    data = query.data or ""
    if not data.startswith(PREFIX) or query.from_user.id not in face.coordinators:
        return False
    place = Place.unpack(data)
    return {"place": place} if place and place.language in face.engine.catalog.languages else False


def register(router: Router) -> None:
    """Take the coordinators' own; this comes before those that take everything."""
    router.message.register(command, _asks)
    router.callback_query.register(tap, _taps)
