"""Changed content taken up by the running bot: a good version as a whole and at once, a bad one only logged."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from bot.app import App
from bot.content import Watch, keep, unsigned
from bot.proof import OvertakenError, proof
from flows import Catalog, ContentError, Engine, Problem, load
from flows.countable import CONTENT
from flows.loader import version_of
from flows.succession import misread
from handlers.errors import contained

log = logging.getLogger("qorgan.reload")

EVERY = 1.0  # seconds between two looks at the folder: a hundred files are looked up in a millisecond
HARMFUL = frozenset(
    "order-changed scenario no-contacts no-open-line no-front-door message-too-long copy-too-long last-row too-many-states".split()  # noqa: E501, SIM905 - as in flows/needs.py
)
"""Findings that keep a version out: it would leave somebody without help. Others must not hold up a changed number."""


async def changes(watch: Watch, every: float = EVERY) -> AsyncIterator[None]:
    """Comes each time the files of the folder have changed."""
    while True:
        await asyncio.sleep(every)
        if await asyncio.to_thread(watch.moved):
            yield


async def keep_up(app: App, watch: Watch, copy: Path, *, signed: bool) -> None:
    """Follow the folder until cancelled; once Telegram has taken the bot, warn of urgent screens nobody has signed.

    Ends when a check that is under way has been ended. Raises ContentError as `follow` does.
    """
    try:
        async with asyncio.TaskGroup() as both:
            both.create_task(follow(app, watch, copy, signed=signed))
            both.create_task(_warn(app, watch.folder, copy))
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None


async def _warn(app: App, folder: Path, copy: Path) -> None:
    await app.source.begun.wait()  # a token that is refused gets one line, and this is not it
    home = copy if await asyncio.to_thread(copy.is_dir) else folder
    await asyncio.to_thread(unsigned, app.face.engine.catalog, home, required=False)


async def follow(app: App, watch: Watch, copy: Path, every: float = EVERY, *, signed: bool = False) -> None:
    """Keep the bot's content up to date until cancelled, and `copy` the last good content.

    Content that has not passed when the bot starts is looked at a moment later, so that the first updates come first.
    With `signed`, content whose urgent screens nobody has signed is not taken up.
    Raises ContentError when the bot's very first content may not be used, and there is no other.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(every):
            await app.source.begun.wait()
    stopping = await _take(app, watch.folder, copy, signed=signed)
    if stopping and not await asyncio.to_thread(copy.is_dir):
        raise ContentError(stopping)
    async for _ in changes(watch, every):
        await _take(app, watch.folder, copy, signed=signed)


async def _take(app: App, folder: Path, copy: Path, *, signed: bool) -> list[Problem]:
    """Give the bot the folder's content, or tell why it may not be. Updates in hand keep the engine they began with."""
    stopping: list[Problem] = []
    with contained("taking up changed content"), suppress(OvertakenError):
        present = app.face.engine.catalog
        if await asyncio.to_thread(lambda: version_of(folder) == present.version == version_of(copy)):
            return []
        catalog, problems = await examine(folder, present, app.face.now())
        stopping = [] if catalog else [one for one in problems if one.rule in HARMFUL] or problems
        for problem in problems:
            log.log(logging.ERROR if problem in stopping else logging.WARNING, "%s", problem)
        if catalog and (refused := await asyncio.to_thread(unsigned, catalog, folder, required=signed)):
            log.error("%s", refused)
            catalog = None
        if catalog is None:
            log.error("THE CONTENT IN %s CANNOT BE USED: the bot goes on with the content it has", folder)
            return stopping
        await asyncio.to_thread(keep, folder, copy, catalog.version)
        if catalog.version != present.version:
            app.face.engine = Engine(catalog)
            app.face.counters.add(CONTENT, catalog.version)
            log.info("The bot has taken up the changed content")
            await app.set_profile()
    return []


async def examine(folder: Path, present: Catalog, now: datetime) -> tuple[Catalog | None, list[Problem]]:
    """The content of a folder, or None when it must not take the place of the present one; and every finding.

    Raises OvertakenError when the folder changes meanwhile.
    """
    try:
        catalog = await asyncio.to_thread(load, folder)
    except ContentError as error:
        return None, error.problems
    problems = sorted([*misread(present, catalog), *await proof(folder, catalog.version, now)])
    if any(problem.rule in HARMFUL for problem in problems):
        return None, problems
    await asyncio.to_thread(getattr, catalog, "matcher")  # built here, and not at the first message
    return catalog, problems
