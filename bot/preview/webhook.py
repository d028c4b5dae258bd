"""Delivery of updates to a webhook: ordered per sender, repeated until the bot answers with 2xx.

Source: tdlib/telegram-bot-api WebhookActor.cpp, `send_updates`, `handle`, `on_update_error`. It runs like a server
started with `--local`: plain HTTP and any port are allowed.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.preview.errors import bad_request
from bot.preview.updates import TERMINATED_BY_WEBHOOK

if TYPE_CHECKING:
    from collections.abc import Hashable

    from bot.preview.updates import Update, UpdateQueue

Json = dict[str, Any]

MAX_CONNECTIONS = 40  # Bot API, setWebhook: "1-100. Defaults to 40."
SECRET_LIMIT = 256
FIRST_DELAY = 1.0
LAST_DELAY = 60.0  # WebhookActor.h, WEBHOOK_MAX_RESEND_TIMEOUT
ANSWER_TIMEOUT = aiohttp.ClientTimeout(total=60)


class Webhook:
    """The bot's webhook, if it set one; `first_delay` is the wait before the second try of a delivery."""

    def __init__(self, updates: UpdateQueue) -> None:
        self.url = ""
        self.last_error = ""
        self.first_delay = FIRST_DELAY
        self._updates = updates
        self._secret = ""
        self._max_connections = MAX_CONNECTIONS
        self._slots = asyncio.Semaphore(MAX_CONNECTIONS)
        self._lanes: dict[Hashable, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None

    async def set(self, url: str, secret: str, max_connections: int) -> None:
        """Deliver to `url` from now on. Source of the refusals: Client.cpp, `do_set_webhook`."""
        if not re.match(r"https?://[^/\s]+", url):
            raise bad_request("invalid webhook URL specified")
        if len(secret) > SECRET_LIMIT:
            raise bad_request("secret token is too long")
        if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
            raise bad_request("secret token contains unallowed characters")
        self._updates.interrupt(TERMINATED_BY_WEBHOOK)
        await self.close()
        self.url, self._secret, self._max_connections = url, secret, max_connections
        self._slots = asyncio.Semaphore(max_connections)
        self._session = aiohttp.ClientSession(timeout=ANSWER_TIMEOUT)
        self._updates.on_push = self._schedule
        for update in list(self._updates.pending):
            self._schedule(update)

    async def close(self) -> None:
        """Stop delivering; what was not taken stays in the queue."""
        self.url, self.last_error, self._updates.on_push = "", "", None
        tasks, self._tasks = self._tasks, set()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._lanes.clear()
        if self._session:
            await self._session.close()

    def info(self) -> Json:
        """The answer to getWebhookInfo."""
        known: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending),
        }
        if self.url:
            known |= {"max_connections": self._max_connections, "ip_address": "127.0.0.1"}
        return known | {"last_error_message": self.last_error} if self.last_error else known

    def _schedule(self, update: Update) -> None:
        lane = self._lanes.get(update.lane)
        if lane is not None:
            lane.append(update)
            return
        self._lanes[update.lane] = deque([update])
        task = asyncio.get_running_loop().create_task(self._drain(update.lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, key: Hashable) -> None:
        lane, delay = self._lanes[key], self.first_delay
        while lane:
            async with self._slots:
                taken = await self._post(lane[0])
            if taken:
                self._updates.drop(lane.popleft())
                delay = self.first_delay
            else:
                await asyncio.sleep(delay)
                delay = min(delay * 2, LAST_DELAY)
        del self._lanes[key]

    async def _post(self, update: Update) -> bool:
        if self._session is None:
            return False
        # Bot API, setWebhook: "a header “X-Telegram-Bot-Api-Secret-Token” in every webhook request"
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._secret} if self._secret else {}
        try:
            async with self._session.post(self.url, json=update.json(), headers=headers) as answer:
                taken = answer.ok
                self.last_error = "" if taken else f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError):
            self.last_error, taken = "Webhook connection closed", False
        return taken
