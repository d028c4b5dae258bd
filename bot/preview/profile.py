"""The bot itself: its account, names, descriptions and commands by language, with Telegram's limits.

Sources: tdlib/td BotCommand.cpp, `set_commands`; misc.cpp, `validate_bot_language_code`; tdlib/telegram-bot-api
Client.cpp, `get_bot_commands`, `get_bot_command_scope`; Bot API, setMyName, setMyDescription, setMyShortDescription.
"""

from __future__ import annotations

import json
import re
from typing import Any

from bot.preview.errors import bad_request

Json = dict[str, Any]

COMMAND_LIMIT = 32  # BotCommand.cpp, MAX_COMMAND_TEXT_LENGTH
COMMAND_DESCRIPTION_LIMIT = 256  # BotCommand.cpp, MAX_COMMAND_DESCRIPTION_LENGTH
COMMANDS_LIMIT = 100  # Bot API, setMyCommands: "At most 100 commands can be specified."
# Bot API: "0-64 characters", "0-512 characters", "0-120 characters".
TEXT_LIMITS = {"name": 64, "description": 512, "short_description": 120}


class Profile:
    """What the bot says of itself."""

    def __init__(self, bot_id: int, username: str) -> None:
        self.id = bot_id
        self.username = username
        self.texts: dict[tuple[str, str], str] = {("name", ""): "Emulated bot"}  # (kind, language) → text
        self.commands: dict[tuple[str, str], list[Json]] = {}  # (scope, language) → commands

    def user(self) -> Json:
        """The bot as the sender of its messages."""
        return {"id": self.id, "is_bot": True, "first_name": self.texts["name", ""], "username": self.username}

    def me(self) -> Json:
        """The answer to getMe. Source: Client.cpp, `JsonUser` with full_bot_info."""
        return self.user() | {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def text(self, kind: str, language: str) -> str:
        """Give a text in a language, or the one for all others."""
        check_language(language)
        return self.texts.get((kind, language)) or self.texts.get((kind, ""), "")

    def set_text(self, kind: str, language: str, text: str) -> None:
        """Set or, with an empty text, take back a name or description."""
        check_language(language)
        if len(text) > TEXT_LIMITS[kind]:
            # The one wording here that is not Telegram's: its server's code for this is documented nowhere.
            raise bad_request(f"bot {kind.replace('_', ' ')} is too long")
        if text:
            self.texts[kind, language] = text
        elif (kind, language) != ("name", ""):
            self.texts.pop((kind, language), None)

    def set_commands(self, scope: str, language: str, raw: str) -> None:
        """Set the commands of a scope and language from their JSON."""
        check_language(language)
        self.commands[scope, language] = parse_commands(raw)

    def get_commands(self, scope: str, language: str) -> list[Json]:
        """Give the commands set for exactly this scope and language."""
        check_language(language)
        return self.commands.get((scope, language), [])


def check_language(language: str) -> None:
    """Bot API: "A two-letter ISO 639-1 language code", or none."""
    if language and not re.fullmatch("[a-z]{2}", language):
        raise bad_request("Invalid language code specified")


def parse_scope(raw: str) -> str:
    """Name the scope of a command list; chats of their own count by id."""
    if not raw:
        return "default"
    try:
        value = json.loads(raw)
    except ValueError:
        raise bad_request("Can't parse BotCommandScope JSON object") from None
    kind = value.get("type") if isinstance(value, dict) else None
    if kind in {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}:
        return str(kind)
    if kind in {"chat", "chat_administrators", "chat_member"}:
        return f"{kind} {value.get('chat_id')} {value.get('user_id', '')}"
    raise bad_request("Can't parse BotCommandScope: Unsupported type specified")


def parse_commands(raw: str) -> list[Json]:
    """Read and check a list of commands."""
    try:
        value = json.loads(raw or "[]")
    except ValueError:
        raise bad_request("Can't parse commands JSON object") from None
    if not isinstance(value, list):
        raise bad_request("Expected an Array of BotCommand")
    if len(value) > COMMANDS_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_command(item) for item in value]


def _command(item: Any) -> Json:
    if not isinstance(item, dict):
        raise bad_request("Can't parse BotCommand: expected an Object")
    for field in ("command", "description"):
        if not isinstance(item.get(field), str):
            raise bad_request(f"Can't parse BotCommand: Can't find field \"{field}\"")
    command = item["command"].strip().removeprefix("/")
    description = item["description"].strip()
    if not command:
        raise bad_request("Command must be non-empty")
    if len(command) > COMMAND_LIMIT:
        raise bad_request(f"Command length must not exceed {COMMAND_LIMIT}")
    # Bot API, BotCommand: "Can contain only lowercase English letters, digits and underscores."
    if not re.fullmatch("[a-z0-9_]+", command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("Command description must be non-empty")
    if len(description) > COMMAND_DESCRIPTION_LIMIT:
        raise bad_request(f"Command description length must not exceed {COMMAND_DESCRIPTION_LIMIT}")
    return {"command": command, "description": description}
