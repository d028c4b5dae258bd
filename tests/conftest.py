"""Fixtures of the tests that meet the bot as a person does, and of those that call the emulator as a bot does."""

import gc
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from driver import Phone, Qorgan, running
from emulator_api import RawApi, StoppedClock, raw_api

from bot.garbage import making_what_stays
from bot.preview import Person, World


def pytest_xdist_auto_num_workers() -> int:
    """Work on one test more than there are processors: many tests wait for a process or a browser of their own."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Look for garbage as seldom as the running bot, and never among what was imported: it is most of what there is."""
    with making_what_stays():
        gc.collect()


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


@pytest.fixture
async def api(world: World) -> AsyncIterator[RawApi]:
    """Serve an emulated Telegram with nobody in it, and without our bot."""
    async with raw_api(world) as api:
        yield api


@pytest.fixture
def somebody(api: RawApi) -> Person:
    """Give a person whose start was fetched."""
    person = api.world.person()
    person.start()
    api.world.updates.pending.clear()
    return person
