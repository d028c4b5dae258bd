"""The bot's name, descriptions and commands, set for each language where they differ from what Telegram has."""

from __future__ import annotations

import asyncio
import logging
from itertools import islice

from aiogram import Bot
from aiogram.methods import (
    GetMyCommands,
    GetMyDescription,
    GetMyName,
    GetMyShortDescription,
    SetMyCommands,
    SetMyDescription,
    SetMyName,
    SetMyShortDescription,
)
from aiogram.types import BotCommand

from flows import Catalog
from flows.engine import COMMANDS
from flows.models import BOTH
from handlers.calls import FAILURES, Failure, back_off, failure, seconds_to_wait

log = logging.getLogger("qorgan.profile")

TRIES = 5
MOST_SECONDS = 60.0  # that Telegram may ask to wait before the next try: for a new name it asks for hours


async def set_profile(bot: Bot, catalog: Catalog, name: str) -> None:
    """Bring the profile up to date; a failure is harmless, and when trying again does not help the next start does.

    `name` is the operator's; empty, it is the content's. Phones in other languages see two languages together.
    """
    for delay in islice(back_off(), TRIES):
        try:
            for language in (BOTH, *catalog.languages):
                await _set_language(bot, catalog, language, name)
        except FAILURES as error:
            last, pause = type(error).__name__, seconds_to_wait(error, delay)
            if failure(error) not in {Failure.WAIT, Failure.RETRY} or pause > MOST_SECONDS:
                break
            await asyncio.sleep(pause)
        else:
            return
    log.warning("The bot's name and descriptions could not be brought up to date (%s)", last)


async def _set_language(bot: Bot, catalog: Catalog, language: str, name: str) -> None:
    code = None if language == BOTH else language
    name = name or catalog.label(catalog.interface["profile-name"], language)
    if (await bot(GetMyName(language_code=code))).name != name:
        await bot(SetMyName(name=name, language_code=code))
    text = catalog.word("profile-description", language)
    if (await bot(GetMyDescription(language_code=code))).description != text:
        await bot(SetMyDescription(description=text, language_code=code))
    short = catalog.word("profile-short", language)
    if (await bot(GetMyShortDescription(language_code=code))).short_description != short:
        await bot(SetMyShortDescription(short_description=short, language_code=code))
    commands = {name: catalog.label(catalog.interface[f"command-{name}"], language) for name in COMMANDS}
    present = {command.command: command.description for command in await bot(GetMyCommands(language_code=code))}
    if list(present.items()) != list(commands.items()):
        told = [BotCommand(command=command, description=description) for command, description in commands.items()]
        await bot(SetMyCommands(commands=told, language_code=code))
