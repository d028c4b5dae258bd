"""Changed content taken up by the running bot: a good version as a whole and at once, a bad one only logged."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

from bot.app import App
from bot.content import Watch, keep, unsigned
from flows import Catalog, ContentError, Engine, Problem, checks, load
from flows.countable import CONTENT
from flows.succession import misread
from handlers.errors import contained

log = logging.getLogger("qorgan.reload")

EVERY = 1.0  # seconds between two looks at the folder: a hundred files are looked up in a millisecond
HARMFUL = frozenset(
    "order-changed scenario no-contacts no-open-line no-front-door html copy-too-long last-row too-many-states".split()  # noqa: SIM905 - as in flows/needs.py
)
"""Findings that keep a version out: it would leave somebody without help. Others must not hold up a changed number."""


async def changes(watch: Watch, every: float = EVERY) -> AsyncIterator[None]:
    """Comes each time the files of the folder have changed."""
    while True:
        await asyncio.sleep(every)
        if await asyncio.to_thread(watch.moved):
            yield


async def follow(app: App, watch: Watch, copy: Path, every: float = EVERY, *, signed: bool = False) -> None:
    """Keep the bot's content up to date until cancelled, and `copy` the last good content.

    With `signed`, content whose urgent screens nobody has signed is not taken up.
    """
    async for _ in changes(watch, every):
        with contained("taking up changed content"):
            await _take(app, watch.folder, copy, signed=signed)


async def follow_warned(app: App, watch: Watch, copy: Path, *, signed: bool) -> None:
    """Once Telegram has taken the bot, warn of urgent screens that nobody has signed; then `follow`."""
    await app.source.begun.wait()
    await asyncio.to_thread(unsigned, app.face.engine.catalog, watch.folder, required=False)
    await follow(app, watch, copy, signed=signed)


async def _take(app: App, folder: Path, copy: Path, *, signed: bool) -> None:
    """Give the bot the folder's content if it may. Updates in hand keep the engine they began with."""
    present = app.face.engine.catalog
    catalog, problems = await asyncio.to_thread(examine, folder, present, app.face.now())
    if catalog and (refused := await asyncio.to_thread(unsigned, catalog, folder, required=signed)):
        log.error("%s", refused)
        catalog = None
    for problem in problems:
        log.log(logging.WARNING if catalog else logging.ERROR, "%s", problem)
    if catalog is None:
        log.error("THE CHANGED CONTENT CANNOT BE USED: the bot goes on with the content it has")
    elif catalog.version != present.version:
        app.face.engine = Engine(catalog)
        app.face.counters.add(CONTENT, catalog.version)
        log.info("The bot has taken up the changed content")
        await asyncio.to_thread(keep, folder, copy, catalog.version)
        await app.set_profile()


def examine(folder: Path, present: Catalog, now: datetime) -> tuple[Catalog | None, list[Problem]]:
    """The content of a folder, or None when it must not take the place of the present one; and every finding."""
    try:
        catalog = load(folder)
    except ContentError as error:
        return None, error.problems
    problems = sorted([*misread(present, catalog), *checks.findings(catalog, folder, now=now)])
    if any(problem.rule in HARMFUL for problem in problems):
        return None, problems
    catalog.matcher  # noqa: B018 - built here, in a thread, and not at the first message
    return catalog, problems
