"""A screen's rows as the keyboard Telegram takes; must not know what the buttons mean."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flows.screens import visible

if TYPE_CHECKING:
    from aiogram.types import Message

    from flows.screens import Button, Screen


def keyboard(screen: Screen) -> str | None:
    """The rows as JSON, as `reply_markup` goes over the wire; None for a screen without buttons."""
    if not screen.rows:
        return None
    return json.dumps({"inline_keyboard": _rows(screen)}, ensure_ascii=False, separators=(",", ":"))


def is_shown(screen: Screen, message: Message) -> bool:
    """Whether a message, as Telegram sent it with a tap, shows this screen already."""
    if visible(screen.text).strip() != (message.text or "").strip():
        return False
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    shown = [[(button.text, button.callback_data) for button in row] for row in rows]
    return shown == [[(button.label, button.data) for button in row] for row in screen.rows]


def _rows(screen: Screen) -> list[list[dict[str, Any]]]:
    return [[_button(button) for button in row] for row in screen.rows]


def _button(button: Button) -> dict[str, Any]:
    if button.data is not None:
        return {"text": button.label, "callback_data": button.data}
    if button.url is not None:
        return {"text": button.label, "url": button.url}
    return {"text": button.label, "copy_text": {"text": button.copy}}
