"""The bot's name, descriptions and commands, set for each language where they differ from what Telegram has."""

from __future__ import annotations

import logging

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
from handlers.calls import FAILURES

log = logging.getLogger("qorgan.profile")


async def set_profile(bot: Bot, catalog: Catalog, name: str) -> None:
    """Bring the profile up to date; a failure is harmless, the next start tries again.

    `name` is the operator's; empty, it is the content's. Phones in other languages see two languages together.
    """
    try:
        for language in (BOTH, *catalog.languages):
            await _set_language(bot, catalog, language, name)
    except FAILURES as error:
        log.warning("The bot's name and descriptions could not be brought up to date (%s)", type(error).__name__)


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
