"""Updates brought to a webhook: in order, with the secret, until they are taken."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from emulator_api import RawApi, texts

from bot.preview import Person
from bot.preview.person import PATIENCE

Json = dict[str, Any]


class Receiver:
    """A bot's webhook: its address, what it gets, and the statuses it still answers with."""

    def __init__(self) -> None:
        self.url = ""
        self.got: asyncio.Queue[tuple[str, Json]] = asyncio.Queue()
        self.statuses: list[int] = []

    async def take(self, request: web.Request) -> web.Response:
        """Take one delivery."""
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        self.got.put_nowait((secret, await request.json()))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A webhook that waits for updates."""
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def test_webhook(api: RawApi, somebody: Person, receiver: Receiver) -> None:
    """A webhook gets what waits and what comes, with its secret, again and in order after a failure."""
    receiver.statuses.append(500)
    api.world.webhook.first_delay = 0.01
    somebody.send("before")
    await api.ok("setWebhook", url=receiver.url, secret_token="s3cret")
    somebody.send("after")
    got = [await receiver.got.get() for _ in range(3)]
    assert [secret for secret, _ in got] == ["s3cret"] * 3
    assert texts([update for _, update in got]) == ["before", "before", "after"]
    assert (await api.ok("getWebhookInfo"))["url"] == receiver.url
    assert "while webhook is active" in await api.error("getUpdates")
    await api.ok("deleteWebhook", drop_pending_updates=True)
    somebody.send("polled")
    assert texts(await api.ok("getUpdates")) == ["polled"]


async def test_webhook_ends_polling(api: RawApi, somebody: Person, receiver: Receiver) -> None:
    """Setting a webhook ends a waiting poll; while it fails, updates stay and getWebhookInfo says why."""
    receiver.statuses += [404] * 50
    api.world.webhook.first_delay = 0.01
    waiting = asyncio.create_task(api.error("getUpdates", timeout=30))
    await api.world.updates.polled.wait()
    await api.ok("setWebhook", url=receiver.url)
    assert await waiting == "Conflict: terminated by setWebhook request"
    somebody.send("x")
    await receiver.got.get()
    await receiver.got.get()
    info = await api.ok("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 404 Not Found"
    assert info["pending_update_count"] == 1
    await api.ok("deleteWebhook")
    assert texts(await api.ok("getUpdates")) == ["x"]


async def test_webhook_out_of_reach(api: RawApi, somebody: Person, unused_tcp_port: int) -> None:
    """A webhook where nobody listens keeps the update; pending ones can be dropped with it."""
    api.world.webhook.first_delay = 0.001
    await api.ok("setWebhook", url=f"http://127.0.0.1:{unused_tcp_port}/", allowed_updates=["message"])
    somebody.send("x")
    async with asyncio.timeout(PATIENCE):
        while "last_error_message" not in (info := await api.ok("getWebhookInfo")):
            pass
    assert (info["last_error_message"], info["pending_update_count"]) == ("Webhook connection closed", 1)
    await api.ok("setWebhook", url="", drop_pending_updates=True)
    assert await api.ok("getUpdates") == []
