"""What goes wrong when a test orders it: refusals, broken connections, garbage, outages, rate limits."""

import asyncio
from typing import Any

import aiohttp
import pytest
from emulator_api import RawApi, StoppedClock, texts

from bot.preview import Fault, Person

FAULTS = [
    (Fault("sendMessage", "flood", retry_after=7), 429, "Too Many Requests: retry after 7"),
    (Fault("*", "refuse", code=403, description="Forbidden: x"), 403, "Forbidden: x"),
    (Fault("sendMessage", "html"), 502, None),
    (Fault("sendMessage", "html", code=500), 500, None),
]


@pytest.mark.parametrize(("fault", "status", "description"), FAULTS)
async def test_refusing_fault(
    api: RawApi, somebody: Person, fault: Fault, status: int, description: str | None
) -> None:
    """An ordered refusal happens as often as ordered and leaves the chat as it was."""
    api.world.faults.add(fault)
    url, call = f"{api.url}/bot{api.world.token}/sendMessage", {"chat_id": somebody.id, "text": "x"}
    async with api.session.post(url, json=call) as response:
        assert response.status == status
        if description:
            assert (await response.json())["description"] == description
        else:
            assert response.content_type == "text/html"
    assert len(somebody.messages) == 1
    await api.ok("sendMessage", **call)
    assert api.world.calls["sendmessage"] == 2


@pytest.mark.parametrize(("kind", "messages"), [("drop_before", 1), ("drop_after", 2)])
async def test_dropped_connection(api: RawApi, somebody: Person, kind: Any, messages: int) -> None:
    """A connection drops before or after the message was sent; another chat is not touched."""
    api.world.faults.add(Fault("sendMessage", kind, chat_id=somebody.id))
    other = api.world.person()
    other.start()
    await api.ok("sendMessage", chat_id=other.id, text="x")
    with pytest.raises(aiohttp.ClientError):
        await api.ok("sendMessage", chat_id=somebody.id, text="x")
    assert len(somebody.messages) == messages


async def test_garbage_and_slow_answers(api: RawApi, somebody: Person) -> None:
    """An answer can be no JSON, though the message was sent; or come late."""
    api.world.faults.add(Fault("sendMessage", "garbage"))
    with pytest.raises(ValueError, match="Expecting value"):
        await api.ok("sendMessage", chat_id=somebody.id, text="x")
    assert somebody.last.text == "x"
    api.world.faults.add(Fault("sendMessage", "slow", delay=0.05))
    before = asyncio.get_running_loop().time()
    await api.ok("sendMessage", chat_id=somebody.id, text="late")
    assert (somebody.last.text, asyncio.get_running_loop().time() - before >= 0.05) == ("late", True)


async def test_outage(api: RawApi, somebody: Person) -> None:
    """During an outage every connection breaks, a waiting poll too; afterwards the updates are still there."""
    waiting = asyncio.create_task(api.ok("getUpdates", timeout=30))
    await api.world.updates.polled.wait()
    api.world.outage()
    with pytest.raises(aiohttp.ClientError):
        await waiting
    somebody.send("in the dark")
    with pytest.raises(aiohttp.ClientError):
        await api.ok("getMe")
    api.world.restore()
    assert texts(await api.ok("getUpdates")) == ["in the dark"]


async def test_rate_limits(api: RawApi, somebody: Person, clock: StoppedClock) -> None:
    """Switched on, the limits let a short burst pass, then about one message a second and chat."""
    api.world.faults.rate_limits = True
    for _ in range(3):
        await api.ok("sendMessage", chat_id=somebody.id, text="x")
    refused = await api.call("sendMessage", chat_id=somebody.id, text="x")
    assert (refused["error_code"], refused["parameters"]) == (429, {"retry_after": 1})
    clock.forward(seconds=1)
    await api.ok("sendMessage", chat_id=somebody.id, text="x")
    people = [api.world.person() for _ in range(40)]
    for person in people:
        person.start()
    answers = [await api.call("sendMessage", chat_id=person.id, text="x") for person in people]
    assert 25 < sum(answer["ok"] for answer in answers) < 35
