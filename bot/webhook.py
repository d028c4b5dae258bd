"""Webhook: Telegram brings the updates to an address of ours, instead of being asked for them.

A reverse proxy with the certificate stands before it and passes everything on to WEBHOOK_PORT. Telegram shows a secret
in a header, made anew at each start, so that nobody has to keep it and none stands in an address.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import secrets
from collections.abc import Callable

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramNotFound, TelegramUnauthorizedError
from aiogram.methods import SetWebhook
from aiohttp import web

from bot.intake import ANSWER_SECONDS, KINDS, Intake
from bot.listening import listening
from bot.poller import NOT_ACCEPTED, RefusedError
from handlers.calls import FAILURES, back_off, seconds_to_wait
from handlers.errors import contained

log = logging.getLogger("qorgan.webhook")

HEADER = "X-Telegram-Bot-Api-Secret-Token"  # https://core.telegram.org/bots/api#setwebhook, "secret_token"
BODY = 1 << 20  # bytes; an update with the longest text and keyboard has under 100,000
CONNECTIONS = 100  # "Maximum allowed number of simultaneous HTTPS connections to the webhook … 1-100"
TURN_SECONDS = 30.0

NOT_TAKEN = (
    "WEBHOOK_URL: Telegram does not take this address; it must begin with https:// and be reachable from outside"
)


class Webhook:
    """Takes updates for `intake` until cancelled; `each_turn` is called twice a minute."""

    def __init__(
        self, bot: Bot, intake: Intake, each_turn: Callable[[], None], url: str, place: tuple[str, int]
    ) -> None:
        self.begun = asyncio.Event()  # set once Telegram has taken the address
        self._bot = bot
        self._intake = intake
        self._each_turn = each_turn
        self._url = url
        self._place = place
        self._secret = secrets.token_urlsafe(32)

    async def run(self) -> None:
        """Listen for ever. Raises RefusedError when Telegram refuses, SettingsError when the port is taken."""
        site = web.Application(client_max_size=BODY)
        site.router.add_post("/{path:.*}", self._receive)
        async with listening(site, *self._place, "WEBHOOK_PORT"):
            await self._register()
            while True:
                self._each_turn()
                await asyncio.sleep(TURN_SECONDS)

    async def confirm(self) -> None:
        """Nothing to tell: each update was confirmed as it came. The webhook stays, and Telegram waits."""

    async def _register(self) -> None:
        method = SetWebhook(
            url=self._url, secret_token=self._secret, allowed_updates=list(KINDS), max_connections=CONNECTIONS
        )
        for delay in back_off():
            try:
                await self._bot(method)
            except (TelegramUnauthorizedError, TelegramNotFound):
                raise RefusedError(NOT_ACCEPTED) from None
            except TelegramBadRequest:
                raise RefusedError(NOT_TAKEN) from None
            except FAILURES as error:
                log.warning("Telegram could not be told of the webhook (%s); trying until it is", type(error).__name__)
                await asyncio.sleep(seconds_to_wait(error, delay))
            else:
                self.begun.set()
                return

    async def _receive(self, request: web.Request) -> web.Response:
        """Answer 200 when the update is answered or has waited long enough; without a method in the body.

        Telegram does not tell whether a method in the body had an effect, so it could not be repeated.
        """
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), self._secret.encode()):
            return web.Response(status=403)
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                body = await request.read()
                await self._intake.room()
        except (TimeoutError, ConnectionError):  # no room, or it comes too slowly, or broke off
            return web.Response(status=503)  # Telegram brings it again
        with contained("taking an update"):
            if task := self._intake.take(json.loads(body)):
                await asyncio.wait({task}, timeout=ANSWER_SECONDS)
        return web.Response()
