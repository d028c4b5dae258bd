"""Long polling: fetches updates as raw JSON, so that no update can stop the others from coming."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramConflictError, TelegramNotFound, TelegramRetryAfter, TelegramUnauthorizedError
from aiogram.methods import DeleteWebhook, TelegramMethod

from bot.intake import ANSWER_SECONDS, KINDS, Intake
from handlers.calls import FAILURES, back_off
from handlers.errors import contained

log = logging.getLogger("qorgan.poller")

POLL_SECONDS = 30
FIRST_SECONDS = 10  # for the first answer, which the profile awaits: longer than another copy pauses (CONFLICT_SECONDS)
FETCHED = 100  # "Values between 1-100 are accepted", https://core.telegram.org/bots/api#getupdates
HURRY_SECONDS = 0.2  # for the answers to a full batch: more are waiting, among them taps soon too old to be answered
CONFLICT_SECONDS = 5.0
CONFIRM_SECONDS = 2

NOT_ACCEPTED = (
    "BOT_TOKEN: Telegram does not accept this token; copy it again from @BotFather "
    "(or mend BOT_API_URL, if you use a server of your own)"
)
SECOND_COPY = (
    "Another copy of the bot is running with this BOT_TOKEN; stop it first, or use a token of your own for trials"
)


class RefusedError(Exception):
    """The bot cannot work with these settings; the text is one line for the operator."""


class FetchUpdates(TelegramMethod[list[dict[str, Any]]]):
    """Updates undecoded; https://core.telegram.org/bots/api#getupdates."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = FETCHED
    timeout: int
    allowed_updates: tuple[str, ...] = KINDS


class Poller:
    """Fetches for `intake` until cancelled; `each_turn` is called at least twice a minute."""

    def __init__(self, bot: Bot, intake: Intake, each_turn: Callable[[], None]) -> None:
        self.begun = asyncio.Event()  # set once Telegram has answered a getUpdates
        self._bot = bot
        self._intake = intake
        self._each_turn = each_turn
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll for ever. Raises RefusedError when Telegram refuses before it has ever answered."""
        failing = False
        delays = back_off()
        while True:
            self._each_turn()
            try:
                batch = await self._fetch()
            except FAILURES as error:
                pause = await self._pause(error, next(delays))
                if not failing:
                    log.warning("Telegram gives no updates (%s); trying until it does", type(error).__name__)
                failing = True
                await asyncio.sleep(pause)
                continue
            if failing:
                log.warning("Telegram gives updates again")
                failing, delays = False, back_off()
            self.begun.set()
            await self._take(batch)

    async def confirm(self) -> None:
        """Tell Telegram which updates are answered, so that the next start does not get them again."""
        if self._offset is None:
            return
        try:
            await self._bot(FetchUpdates(offset=self._offset, limit=1, timeout=0), request_timeout=CONFIRM_SECONDS)
        except FAILURES as error:
            log.info("The last updates could not be confirmed (%s)", type(error).__name__)

    async def _fetch(self) -> list[dict[str, Any]]:
        seconds = POLL_SECONDS if self.begun.is_set() else FIRST_SECONDS
        return await self._bot(FetchUpdates(offset=self._offset, timeout=seconds), request_timeout=seconds + 10)

    async def _take(self, batch: list[dict[str, Any]]) -> None:
        await self._intake.room()
        tasks = set()
        for raw in batch:
            with contained("taking an update"):
                self._offset = raw["update_id"] + 1
                if task := self._intake.take(raw):
                    tasks.add(task)
        if tasks:
            await asyncio.wait(tasks, timeout=ANSWER_SECONDS if len(batch) < FETCHED else HURRY_SECONDS)

    async def _pause(self, error: BaseException, delay: float) -> float:
        """Do what a failed fetch asks for, and tell how long to wait."""
        if isinstance(error, TelegramRetryAfter):
            return float(error.retry_after)
        if self.begun.is_set():  # it worked with this token: a copy started later, or a passing failure
            return CONFLICT_SECONDS if isinstance(error, TelegramConflictError) else delay
        if isinstance(error, TelegramUnauthorizedError | TelegramNotFound):
            raise RefusedError(NOT_ACCEPTED) from None
        if isinstance(error, TelegramConflictError):
            await self._remove_webhook(error)
        return delay

    async def _remove_webhook(self, error: TelegramConflictError) -> None:
        """Remove a webhook left from earlier; leave the place to another copy, so that a trial cannot stop the bot."""
        if "webhook is active" not in error.message:
            raise RefusedError(SECOND_COPY) from None
        with suppress(*FAILURES):  # the next fetch shows whether it worked
            await self._bot(DeleteWebhook(drop_pending_updates=False))
