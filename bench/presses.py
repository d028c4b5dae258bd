"""The material of the measurements: buttons of the real content, the updates their taps bring, a bot's settings."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bench.bare import TOKEN
from bot.settings import Settings
from flows import Engine, Screen, load
from handlers.render import keyboard

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Presses:
    """So many different buttons with the screens behind them."""

    def __init__(self, number: int) -> None:
        self.engine = Engine(load())
        self.screens: dict[str, Screen] = {}
        waiting = [button.data for row in self.engine.start("ru", now=NOW).screen.rows for button in row]
        while waiting and len(self.screens) < number:
            data = waiting.pop()
            if data is None or data in self.screens or self.engine.draw.codec.unpack(data) is None:
                continue
            reply = self.engine.tap(data, now=NOW)
            if not reply.paper:  # making a file is work of another kind
                self.screens[data] = reply.screen
                waiting += [button.data for row in reply.screen.rows for button in row]

    def updates(self, first_id: int = 1) -> list[dict[str, Any]]:
        """One update for each button, each from another person; the message tapped shows some other screen."""
        before = list(self.screens.values())
        return [
            update(first_id + place, first_id + place, data, before[place - 1])
            for place, data in enumerate(self.screens)
        ]


def update(update_id: int, person: int, data: str, shown: Screen) -> dict[str, Any]:
    """A `callback_query` update as Telegram sends it."""
    sender = {"id": person, "is_bot": False, "first_name": "A", "language_code": "ru"}
    markup = json.loads(keyboard(shown) or '{"inline_keyboard":[]}')
    return {
        "update_id": update_id,
        "callback_query": {
            "id": str(update_id),
            "from": sender,
            "chat_instance": "1",
            "data": data,
            "message": {
                "message_id": 7,
                "from": {"id": 42, "is_bot": True, "first_name": "Qorgan", "username": "qorgan_bot"},
                "chat": {"id": person, "type": "private", "first_name": "A"},
                "date": int(time.time()),
                "text": f"{shown.text} …",  # so that no press finds its screen shown already
                "reply_markup": markup,
            },
        },
    }


def settings_in(folder: str, **more: Any) -> Settings:
    """The settings of a bot that counts into a folder."""
    return Settings(bot_token=SecretStr(TOKEN), database_path=Path(folder) / "counts.db", **more)
