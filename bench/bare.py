"""A bare aiogram bot of one handler, written as aiogram's documentation does it: what the figures are compared with."""

from __future__ import annotations

from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.base import BaseSession
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from flows import Screen

TOKEN = "42:" + "A" * 35


def bare_bot(screens: dict[str, Screen], session: BaseSession) -> tuple[Bot, Dispatcher]:
    """A bot that answers each button with its screen, the keyboard built per press with aiogram's types."""
    router = Router()

    async def press(query: CallbackQuery) -> None:
        screen = screens[query.data or ""]
        rows = [
            [
                InlineKeyboardButton(text=one.label, callback_data=one.data, url=one.url, copy_text=_copy(one.copy))
                for one in row
            ]
            for row in screen.rows
        ]
        if isinstance(query.message, Message):
            markup = InlineKeyboardMarkup(inline_keyboard=rows)
            await query.message.edit_text(screen.text, parse_mode="HTML", reply_markup=markup)
        await query.answer()

    router.callback_query.register(press)
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.include_router(router)
    return Bot(TOKEN, session=session), dispatcher


def _copy(text: str | None) -> Any:
    return {"text": text} if text else None
