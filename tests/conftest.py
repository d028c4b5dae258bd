"""Fixtures of the tests that meet the bot as a person does."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from driver import Phone, Qorgan, running
from emulator_api import StoppedClock

from bot.preview import World


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
