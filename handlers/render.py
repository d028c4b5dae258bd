"""A screen's rows as the keyboard Telegram takes; must not know what the buttons mean."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flows.screens import visible

if TYPE_CHECKING:
    from flows.screens import Button, Screen
    from handlers.tapped import Tapped


def keyboard(screen: Screen) -> str | None:
    """The rows as JSON, as `reply_markup` goes over the wire; None for a screen without buttons."""
    if not screen.rows:
        return None
    return json.dumps({"inline_keyboard": _rows(screen)}, ensure_ascii=False, separators=(",", ":"))


def is_shown(screen: Screen, tapped: Tapped) -> bool:
    """Whether the message that was tapped shows this screen already."""
    if visible(screen.text).strip() != tapped.text.strip():
        return False
    return tapped.rows == tuple(tuple((button.label, button.data) for button in row) for row in screen.rows)


def _rows(screen: Screen) -> list[list[dict[str, Any]]]:
    return [[_button(button) for button in row] for row in screen.rows]


def _button(button: Button) -> dict[str, Any]:
    if button.data is not None:
        return {"text": button.label, "callback_data": button.data}
    if button.url is not None:
        return {"text": button.label, "url": button.url}
    return {"text": button.label, "copy_text": {"text": button.copy}}
