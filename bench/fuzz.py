"""A hundred thousand hostile updates: none may let an exception out, stop the others, or grow the memory."""

from __future__ import annotations

import asyncio
import logging
import random
import tempfile
from collections import Counter
from copy import deepcopy
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.methods import TelegramMethod

from bench.memory import MEGABYTE, resident
from bench.press import Instant
from bench.presses import Presses, settings_in, update
from bench.table import Row
from bot.app import build, open_counters
from bot.preview import media
from handlers.calls import EditScreen

UPDATES, BATCH, PEOPLE, SEED = 100_000, 100, 5_000, 16
STRANGE = "\u200b\u200d\u2066\u202e\ufeff\x00\x1b\ud83d\U0001f9d1<b>&amp;</i>{}%s\\'\";-- аәқ🏳️‍🌈İıßﬃ\n\t "
COMMANDS = ("/start", "/menu", "/HIDE@qorgan_bot", "/help", "/hotlines", "/language", "/privacy", "/stats", "/start@")
PREFIXES = ("x", "h", "s", "1", "2", "", "xru", "hkk", "sru.2026-11..0.show")
REPLACED: tuple[Any, ...] = (None, -1, 10**40, "", "x" * 5000, [], {}, True, 1.5, "\ud800")


# Updates that cannot be decoded, numbers above 64 bits and half characters: Telegram sends none, aiogram lets some in.
IMPOSSIBLE = {"ValidationError", "OverflowError", "UnicodeEncodeError"}


class Failing(Instant):
    """A network that fails now and then in each way."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__(writing=True)
        self.chance = chance

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109 - aiogram's signature
        """Take a call and answer it, or fail."""
        chance = self.chance.random()
        if chance < 0.02 and isinstance(method, EditScreen):  # noqa: PLR2004 - one in fifty
            raise TelegramBadRequest(method, "Bad Request: message can't be edited")
        if chance < 0.02:  # noqa: PLR2004 - one in fifty
            raise self.chance.choice(
                [
                    TelegramRetryAfter(method, "Too Many Requests", 0),
                    TelegramServerError(method, "Bad Gateway"),
                    TelegramNetworkError(method, "dropped"),
                ]
            )
        return await super().make_request(bot, method, timeout)


class Failures(logging.Handler):
    """Counts by class what went wrong inside, but for what Telegram cannot send."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        """Take note of a failure."""
        name = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        if name and name not in IMPOSSIBLE:
            self.inside[name] += 1


class Updates:
    """Hostile updates, the same ones for the same chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        presses = Presses(500)
        self.buttons = list(presses.screens.items())
        self.contents = list(media.every_kind().values())
        self.catalog = presses.engine.catalog

    def make(self, update_id: int) -> dict[str, Any]:
        """One update."""
        chance = self.chance
        kinds = (self._tap, self._tap, self._message, self._message, self._elsewhere, self._unknown)
        raw = chance.choice(kinds)(update_id)
        return self._broken(raw) if chance.random() < 0.2 else raw  # noqa: PLR2004 - one in five

    def _tap(self, update_id: int) -> dict[str, Any]:
        data, shown = self.chance.choice(self.buttons)
        raw = update(update_id, self._person(), self._mutated(data), shown)
        if self.chance.random() < 0.2:  # noqa: PLR2004 - one in five is inaccessible
            message = raw["callback_query"]["message"]
            raw["callback_query"]["message"] = {"message_id": 7, "chat": message["chat"], "date": 0}
        return raw

    def _message(self, update_id: int) -> dict[str, Any]:
        kind = self.chance.choice(["message", "message", "edited_message"])
        person = self._person()
        texts = {"text": self._text()}, {"text": self._command()}
        content = self.chance.choice([*texts, self.chance.choice(self.contents)])
        sender = {"id": person, "is_bot": False, "first_name": self._text()[:60] or "A", "language_code": "ru"}
        chat = {"id": person, "type": "private", "first_name": "A"}
        date = self.chance.choice([0, 1_700_000_000, 2_000_000_000])
        return {"update_id": update_id, kind: {"message_id": 8, "from": sender, "chat": chat, "date": date} | content}

    def _elsewhere(self, update_id: int) -> dict[str, Any]:
        raw = self._message(update_id)
        kind = next(name for name in raw if name != "update_id")
        group = self.chance.choice(["group", "supergroup"])
        raw[kind]["chat"] = {"id": -100 - self._person(), "type": group, "title": "A"}
        return raw

    def _unknown(self, update_id: int) -> dict[str, Any]:
        return {"update_id": update_id, self.chance.choice(["quantum", "poll_answer", "channel_post", ""]): {"id": 5}}

    def _person(self) -> int:
        return self.chance.choice([self.chance.randrange(1, PEOPLE), self.chance.randrange(1, 2**52)])

    def _command(self) -> str:
        return f"{self.chance.choice(COMMANDS)} {self._text()[:64]}"

    def _text(self) -> str:
        return "".join(self.chance.choices(STRANGE, k=self.chance.choice([0, 1, 5, 40, 400, 4096])))

    def _mutated(self, data: str) -> str:
        chance = self.chance
        match chance.randrange(5):
            case 0:
                return data
            case 1:
                place = chance.randrange(len(data))
                return data[:place] + chance.choice("AZaz09-_.~") + data[place + 1 :]
            case 2:
                return data[: chance.randrange(len(data))]
            case 3:
                return chance.choice(PREFIXES) + "".join(chance.choices("AZaz09-_", k=chance.randrange(64)))
        return self._text()[:64]

    def _broken(self, raw: dict[str, Any]) -> dict[str, Any]:
        """One value somewhere inside becomes another kind of thing."""
        raw = deepcopy(raw)
        place = raw
        while inner := [value for value in place.values() if isinstance(value, dict) and value]:
            place = self.chance.choice(inner)
            if self.chance.random() < 0.4:  # noqa: PLR2004 - at any depth
                break
        if place is not raw:
            place[self.chance.choice(list(place))] = self.chance.choice(REPLACED)
        return raw


def run() -> list[Row]:
    """What went wrong, and how much memory was left behind."""
    return asyncio.run(_run())


async def _run() -> list[Row]:
    chance = random.Random(SEED)  # noqa: S311 - to be repeated
    updates, failures = Updates(chance), Failures()
    escaped: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, told: escaped.append(told))
    logs = logging.getLogger("qorgan")
    logs.addHandler(failures)
    logs.propagate = False
    logging.getLogger("aiogram").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_in(folder, coordinator_ids=frozenset({1}))
        counters = open_counters(settings)
        await counters.open()
        app = build(settings, updates.catalog, counters, session=Failing(chance))
        app.intake.ready.set()
        stuck, before = 0, 0
        for first in range(1, UPDATES + 1, BATCH):
            tasks = {task for number in range(BATCH) if (task := app.intake.take(updates.make(first + number)))}
            _, waiting = await asyncio.wait(tasks, timeout=30)
            stuck += len(waiting)
            escaped += [task.exception() for task in tasks - waiting if task.exception()]
            before = before or (resident() if first > UPDATES / 5 else 0)
        grown = (resident() - before) / MEGABYTE
        await app.close()
        await counters.close()
    logs.removeHandler(failures)
    logs.propagate = True
    told = ", ".join(f"{name} {times}" for name, times in failures.inside.most_common(3))
    return [
        Row(f"exceptions let out by {UPDATES:,} hostile updates", len(escaped), 0),
        Row("failures inside, met by the menu", failures.inside.total(), 0, told),
        Row("updates without an end", stuck, 0),
        Row("MB more after the last four fifths of them", grown, 30),
    ]
