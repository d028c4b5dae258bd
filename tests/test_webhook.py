"""The webhook: what Telegram brings is answered by the same rules as what is asked for, and nothing else gets in."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from driver import Phone, Qorgan, running, word

from bot import intake, webhook
from bot.poller import RefusedError
from bot.preview import Fault, World
from bot.preview.person import PATIENCE
from bot.settings import SettingsError
from bot.webhook import BODY, HEADER, Webhook

HOST = "127.0.0.1"


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def told(port: int) -> dict[str, Any]:
    """The settings of a bot with a webhook."""
    return {"webhook_url": f"http://{HOST}:{port}/qorgan", "webhook_port": port, "listen_host": HOST}


@pytest.fixture
def address() -> str:
    """Give the address the bot listens on."""
    return f"http://{HOST}:{free_port()}/qorgan"


@pytest.fixture
async def hooked(world: World, tmp_path: Path, address: str) -> AsyncIterator[Qorgan]:
    """Run the bot with a webhook."""
    port = urlsplit(address).port or 0
    async with running(world, tmp_path, **told(port)) as qorgan:
        await qorgan.app.source.begun.wait()
        await qorgan.app.intake.room()
        yield qorgan


def secret(qorgan: Qorgan) -> str:
    """Give the secret that the bot told Telegram."""
    assert isinstance(qorgan.app.source, Webhook)
    return qorgan.app.source._secret  # noqa: SLF001 - nobody else may know it


async def post(address: str, body: bytes | BytesIO, header: str) -> tuple[int, bytes]:
    """Bring an update as Telegram would, and give what is answered."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, data=body, headers={HEADER: header}) as answer,
    ):
        return answer.status, await answer.read()


async def test_a_walk_over_the_webhook(hooked: Qorgan) -> None:
    """A person is answered as over polling, and nobody asks Telegram for updates."""
    aisha = hooked.phone()
    await aisha.opens()
    await aisha.goes(word("menu"))
    await aisha.taps(word("hide"))
    await aisha.sees_only(word("hidden"))
    assert "getupdates" not in hooked.world.calls
    assert hooked.world.token not in hooked.world.webhook.url


@pytest.mark.parametrize("header", ["", "x", "секрет"])
async def test_nobody_without_the_secret_gets_in(hooked: Qorgan, address: str, header: str) -> None:
    """A request of somebody else's is refused, whatever it brings."""
    body = b'{"update_id": 1, "message": {}}'
    async with aiohttp.ClientSession() as session:
        headers = {HEADER: header.encode().decode("latin-1")}
        async with session.post(address, data=body, headers=headers) as answer:
            assert (answer.status, await answer.read()) == (403, b"")
    assert hooked.app.intake.busy == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"5", b"{}", b'{"update_id": 1, "message": {"text": 5}}', b"\xff"])
async def test_what_cannot_be_read_is_taken_and_dropped(hooked: Qorgan, address: str, body: bytes) -> None:
    """A bad update is confirmed, so that Telegram does not bring it over and over; the next person is answered."""
    assert await post(address, body, secret(hooked)) == (200, b"")
    await hooked.phone().opens()


async def test_a_huge_body_is_refused(hooked: Qorgan, address: str) -> None:
    """No more is read than an update can have."""
    status, _ = await post(address, BytesIO(b" " * (BODY + 1)), secret(hooked))
    assert status == 413


async def test_a_body_that_does_not_end_is_given_up(
    hooked: Qorgan, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever brings half an update holds nothing up; Telegram is to bring it again."""
    monkeypatch.setattr(webhook, "ANSWER_SECONDS", 0.05)
    reader, writer = await asyncio.open_connection(HOST, urlsplit(address).port)
    head = f"POST /qorgan HTTP/1.1\r\nHost: x\r\n{HEADER}: {secret(hooked)}\r\nContent-Length: 99\r\n\r\n{{"
    writer.write(head.encode())
    assert b"503" in await reader.readline()
    writer.close()


async def test_what_takes_long_is_confirmed_meanwhile(hooked: Qorgan, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow answer does not keep Telegram waiting; it comes all the same."""
    monkeypatch.setattr(webhook, "ANSWER_SECONDS", 0.05)
    aisha = hooked.phone()
    first = await aisha.opens()
    before = first.text
    hooked.world.faults.add(slow := Fault("editMessageText", "slow", delay=PATIENCE))
    await aisha.taps(word("menu"))
    while hooked.world.updates.pending:  # noqa: ASYNC110 - no event tells it
        await asyncio.sleep(0.01)
    assert first.text == before
    slow.over.set()
    await aisha.person.until(lambda _: first.text != before)


async def test_without_room_telegram_is_to_come_again(
    hooked: Qorgan, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While too much is in hand nothing is taken, and nothing confirmed."""
    monkeypatch.setattr(webhook, "ANSWER_SECONDS", 0.05)
    monkeypatch.setattr(intake, "IN_HAND", 0)
    monkeypatch.setattr(hooked.app.intake, "_tasks", {hooked.task})
    assert await post(address, b"{}", secret(hooked)) == (503, b"")
    monkeypatch.undo()


FAULTS = [
    Fault("setWebhook", "drop_before", times=2),
    Fault("setWebhook", "flood", retry_after=1),
    Fault("setWebhook", "html"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.kind)
async def test_the_webhook_is_told_until_telegram_hears(world: World, tmp_path: Path, fault: Fault) -> None:
    """A failure at the start is no reason to end."""
    world.faults.add(Fault(fault.method, fault.kind, fault.times))
    async with running(world, tmp_path, **told(free_port())) as qorgan:
        await Phone(qorgan.world.person()).opens()


REFUSALS = {
    "Bad Request: bad webhook: An HTTPS URL must be provided for webhook": (400, "WEBHOOK_URL"),
    "Unauthorized": (401, "BOT_TOKEN"),
}


@pytest.mark.parametrize("description", REFUSALS)
async def test_a_refusal_says_which_setting(world: World, tmp_path: Path, description: str) -> None:
    """An address or a token that Telegram does not take ends the bot with a line that says so."""
    code, setting = REFUSALS[description]
    world.faults.add(Fault("setWebhook", "refuse", code=code, description=description))
    with pytest.raises(RefusedError, match=setting):
        async with running(world, tmp_path, **told(free_port())) as qorgan:
            await qorgan.task


async def test_a_taken_port_says_which_setting(world: World, tmp_path: Path) -> None:
    """Two bots cannot listen on one port."""
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        with pytest.raises(SettingsError, match="WEBHOOK_PORT"):
            async with running(world, tmp_path, **told(taken.getsockname()[1])) as qorgan:
                await qorgan.task
