"""What an operator sets, in the environment or in `.env`, and what is said when a setting is wrong."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from dotenv.parser import parse_stream
from pydantic import BeforeValidator, Field, PositiveInt, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ENV_FILE = Path(".env")
TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{3,200}")
USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")


class SettingsError(Exception):
    """Settings cannot be used; `problems` holds one printable line for each setting."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def _token(value: Any) -> Any:
    if isinstance(value, str) and value.strip() and not TOKEN.fullmatch(value.strip()):
        raise ValueError("is not a bot token")
    return value.strip() if isinstance(value, str) else value


def _address(value: Any) -> Any:
    parts = urlsplit(value) if isinstance(value, str) else None
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
        raise ValueError("is not an address")
    return value.rstrip("/")


def _webhook(value: Any) -> Any:
    if isinstance(value, str) and TOKEN.search(value.replace(urlsplit(value).netloc, "", 1)):  # 127.0.0.1:8443 is none
        raise ValueError("holds a token")
    return _address(value) if value else value


def _username(value: Any) -> Any:
    if isinstance(value, str) and value and not USERNAME.fullmatch(value.lstrip("@")):
        raise ValueError("is not a username")
    return value.lstrip("@") if isinstance(value, str) else value


def _ids(value: Any) -> Any:
    return [part for part in re.split(r"[,\s]+", value) if part] if isinstance(value, str) else value


def _upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


class Settings(BaseSettings):
    """Every setting; `.env.example` explains each of them to the operator."""

    # hide_input_in_errors: pydantic would print the token, which SecretStr does not prevent.
    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    bot_token: Annotated[SecretStr, BeforeValidator(_token)] = SecretStr("")
    bot_api_url: Annotated[str, BeforeValidator(_address)] = "https://api.telegram.org"
    coordinator_ids: Annotated[frozenset[PositiveInt], NoDecode, BeforeValidator(_ids)] = frozenset()
    database_path: Path = Path("data/qorgan.db")
    content_dir: Path | None = None
    statistics_floor: int = Field(default=10, ge=10, le=1000, multiple_of=5)
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = "INFO"
    preview_port: int = Field(default=8080, ge=0, le=65535)
    webhook_url: Annotated[str, BeforeValidator(_webhook)] = ""
    webhook_port: int = Field(default=8443, ge=0, le=65535)
    health_port: int = Field(default=0, ge=0, le=65535)
    listen_host: str = "127.0.0.1"
    bot_name: str = Field(default="", max_length=64)
    require_signed: bool = False
    bot_username: Annotated[str, BeforeValidator(_username)] = ""


# Said after "BOT_TOKEN: ", so that the line is complete: what is wrong and how to set it. Never the value found.
MENDS = {
    "bot_token": "this is not a bot token; copy it from @BotFather, it looks like 123456789:AAF-x9…",
    "bot_api_url": "this is not an address; write one such as http://127.0.0.1:8081, or leave it empty for Telegram's",
    "coordinator_ids": "these are not people's ids; write them separated by commas, such as 123456789,987654321",
    "statistics_floor": "this cannot be the floor; write 10 or a higher number that 5 divides, such as 15 or 20",
    "log_level": "there is no such level; write DEBUG, INFO, WARNING or ERROR",
    "preview_port": "this is not a port; write a number from 1 to 65535, such as 8080",
    "webhook_url": "this is not an address; write one such as https://bot.example.kz/qorgan, without the bot's token",
    "webhook_port": "this is not a port; write a number from 1 to 65535, such as 8443",
    "health_port": "this is not a port; write a number from 1 to 65535, such as 8085, or leave it empty for none",
    "bot_username": "this is not a bot's username; write it as in its address t.me/…, such as qorgan_help_bot",
    "require_signed": "write 1 to answer nobody before the urgent screens are signed, or leave it empty",
    "bot_name": "this is too long; Telegram allows 64 characters",
}


def read_settings() -> Settings:
    """Settings from the environment, above those in `.env` of the current folder.

    Raises SettingsError that names every wrong or unknown setting, how to mend it, and never a value.
    """
    try:
        if broken := _broken_lines():
            raise SettingsError(broken)
        return Settings()
    except ValidationError as error:
        lines = [_line(str(item["loc"][0]), item["type"]) for item in error.errors()]
        raise SettingsError(list(dict.fromkeys(lines))) from None
    except (UnicodeDecodeError, OSError):
        raise SettingsError([f"{ENV_FILE}: cannot be read; save it as a text file in UTF-8"]) from None


def _broken_lines() -> list[str]:
    """What stands in `.env` and sets nothing, such as a token without its name: python-dotenv would pass it over."""
    if not ENV_FILE.is_file():
        return []
    with ENV_FILE.open(encoding="utf-8") as lines:
        found = [one.original.line for one in parse_stream(lines) if one.error or (one.key and one.value is None)]
    return [f"{ENV_FILE}:{line}: this line is not of the form NAME=value" for line in found]


def _line(name: str, kind: str) -> str:
    if kind != "extra_forbidden":
        return f"{name.upper()}: {MENDS.get(name, 'this cannot be used; see .env.example')}"
    if ":" in name:  # a token in the place of a name: not to be printed
        return f"{ENV_FILE}: a line is not of the form NAME=value"
    return f"{name.upper()}: {ENV_FILE} has a setting that does not exist; {_guess(name)}"


def _guess(name: str) -> str:
    known = sorted(Settings.model_fields)
    close = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {close[0].upper()}?" if close else f"settings are {', '.join(known).upper()}"
