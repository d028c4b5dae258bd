"""Fixtures of the tests that meet the bot as a person does."""

import gc
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from driver import Phone, Qorgan, running
from emulator_api import StoppedClock

from bot.preview import World


def pytest_collection_finish() -> None:
    """Spare every garbage collection from now on what was imported: it stays, and is most of what there is."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def clock() -> StoppedClock:
    """Give a clock that stands still until moved."""
    return StoppedClock()


@pytest.fixture
def world(clock: StoppedClock) -> World:
    """Give an emulated Telegram."""
    return World(clock)


@pytest.fixture
async def qorgan(world: World, tmp_path: Path) -> AsyncIterator[Qorgan]:
    """Run the bot on the real content."""
    async with running(world, tmp_path) as qorgan:
        yield qorgan


@pytest.fixture
def aisha(qorgan: Qorgan) -> Phone:
    """Give a person whose phone speaks Russian."""
    return qorgan.phone("ru")
