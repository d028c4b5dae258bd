"""The pages for a supervisor: alive, and ready to help or not, without a word about anybody."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from driver import Qorgan

from bot import health
from bot.listening import listening
from bot.settings import SettingsError
from storage import file


def made(qorgan: Qorgan) -> web.Application:
    """The pages of a running bot."""
    return health.pages(qorgan.app.bot, qorgan.app.intake, qorgan.counters)


@pytest.fixture
async def pages(qorgan: Qorgan) -> AsyncIterator[str]:
    """Give the address of the pages."""
    async with listening(made(qorgan), "127.0.0.1", 0, "HEALTH_PORT") as address:
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


def batches(folder: Path) -> int:
    """How often something was written."""
    with closing(sqlite3.connect(folder / "qorgan.db")) as db:
        return int(db.execute("SELECT max(number) FROM batches").fetchone()[0])


async def test_many_looks_are_one_write(qorgan: Qorgan, pages: str, tmp_path: Path) -> None:
    """That counts can be saved is shown by saving, and not at every look."""
    await qorgan.phone().opens()
    await qorgan.quiet()
    await qorgan.counters.flush()
    before = batches(tmp_path)
    for _ in range(5):
        await look(f"{pages}/readyz")
    assert batches(tmp_path) == before + 1


@pytest.mark.parametrize(("busy", "patience"), [(0.01, 0.5), (5, 0.05)], ids=["refused", "stalled"])
async def test_a_disk_that_takes_nothing_shows_with_nothing_to_count(
    qorgan: Qorgan, pages: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, busy: float, patience: float
) -> None:
    """A disk that refuses or does not answer makes the bot not ready, though nobody presses anything; in time."""
    monkeypatch.setattr(file, "BUSY_SECONDS", busy)
    monkeypatch.setattr(health, "ASK_SECONDS", patience)
    await qorgan.counters.flush()
    with closing(sqlite3.connect(tmp_path / "qorgan.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        status, told = await look(f"{pages}/readyz")
        assert (status, told["database"]) == (503, False)
    while (await look(f"{pages}/readyz"))[0] != 200:
        pass


@pytest.mark.parametrize("missing", ["content", "telegram"])
async def test_a_bot_that_cannot_help_is_alive_and_not_ready(qorgan: Qorgan, pages: str, missing: str) -> None:
    """What is missing is named, and the page fails."""
    await qorgan.phone().opens()
    if missing == "content":
        qorgan.app.intake.ready.clear()
    else:
        qorgan.world.outage()
    status, told = await look(f"{pages}/readyz")
    qorgan.world.restore()
    assert (status, [name for name, well in told.items() if not well]) == (503, [missing])
    assert (await look(f"{pages}/healthz"))[0] == 200


@pytest.mark.parametrize("host", ["no host", "192.0.2.1"])
async def test_an_address_of_another_machine_is_said(qorgan: Qorgan, host: str) -> None:
    """The line names LISTEN_HOST, and not a port that is free."""
    with pytest.raises(SettingsError, match="LISTEN_HOST: "):
        async with listening(made(qorgan), host, 0, "HEALTH_PORT"):
            pass
