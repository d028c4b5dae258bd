"""The pages for a supervisor: alive, and ready to help or not, without a word about anybody."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from driver import Qorgan

from bot import health
from bot.listening import listening


@pytest.fixture
async def pages(qorgan: Qorgan) -> AsyncIterator[str]:
    """Give the address of the pages."""
    async with listening(health.pages(qorgan.app), "127.0.0.1", 0, "HEALTH_PORT") as address:
        yield address


async def look(address: str) -> tuple[int, dict[str, bool]]:
    """Open a page."""
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return answer.status, await answer.json()


async def test_a_working_bot_is_alive_and_ready(qorgan: Qorgan, pages: str) -> None:
    """All is well."""
    await qorgan.phone().opens()
    assert await look(f"{pages}/healthz") == (200, {"alive": True})
    assert await look(f"{pages}/readyz") == (200, {"content": True, "database": True, "telegram": True})


async def test_many_looks_are_one_question(qorgan: Qorgan, pages: str) -> None:
    """Whoever looks all the time does not make the bot ask Telegram all the time."""
    await qorgan.phone().opens()
    before = qorgan.world.calls.get("getme", 0)
    for _ in range(5):
        await look(f"{pages}/readyz")
    assert qorgan.world.calls["getme"] == before + 1


@pytest.mark.parametrize("missing", ["content", "database", "telegram"])
async def test_a_bot_that_cannot_help_is_alive_and_not_ready(qorgan: Qorgan, pages: str, missing: str) -> None:
    """What is missing is named, and the page fails."""
    await qorgan.phone().opens()
    if missing == "content":
        qorgan.app.intake.ready.clear()
    elif missing == "database":
        qorgan.counters.healthy = False
    else:
        qorgan.world.outage()
    status, told = await look(f"{pages}/readyz")
    qorgan.world.restore()
    assert (status, [name for name, well in told.items() if not well]) == (503, [missing])
    assert (await look(f"{pages}/healthz"))[0] == 200
