"""What people say, as editors collect it: phrases by language, in flow files, `crisis.yaml` and `talk.yaml`."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from flows.models import Item, known_languages, refuse, refuse_other_languages
from flows.source import Located, LocatedList
from flows.spelling import SIGNS


class Sayings(BaseModel):
    """Phrases by language, and the lines they stand on. A language may have none: `qorgan check` says so."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    lines: dict[str, tuple[int, ...]] = Field(default_factory=dict)
    line: int = 0

    @model_validator(mode="before")
    @classmethod
    def _from_languages(cls, data: Any, info: ValidationInfo) -> Any:
        if not isinstance(data, Located):
            return data if isinstance(data, dict) else refuse("sayings-shape", got=str(data)[:20])
        refuse_other_languages(data, known_languages(info))
        for phrases in data.values():
            if not isinstance(phrases, LocatedList):
                refuse("sayings-shape", got=str(phrases)[:20])
            for phrase in phrases:
                if not isinstance(phrase, str) or not any(one.isalnum() or one in SIGNS for one in phrase):
                    refuse("sayings-shape", got=str(phrase)[:20])
        return {
            "by": {language: tuple(phrases) for language, phrases in data.items()},
            "lines": {language: tuple(phrases.lines) for language, phrases in data.items()},
            "line": data.line,
        }

    @property
    def all(self) -> tuple[str, ...]:
        """The phrases of every language."""
        return tuple(phrase for phrases in self.by.values() for phrase in phrases)


class CrisisFile(Item):
    """`content/crisis.yaml`: phrases that come before everything else, those that only sound like them, and `mine`.

    `to_others`: who writes means to hurt somebody.
    """

    danger: Sayings
    self_harm: Sayings = Field(alias="self-harm")
    harmless: Sayings
    mine: Sayings
    to_others: Sayings = Field(default=Sayings(), alias="to-others")


class Commands(Item):
    """What is typed instead of tapping: whole messages that mean a command, by its name."""

    hide: Sayings
    menu: Sayings
    language: Sayings


class TalkFile(Item):
    """`content/talk.yaml`: words that are commands, examples of what this bot refuses, and of what it leaves alone.

    `answers` are whole messages that tell nothing by themselves.
    """

    commands: Commands
    answers: Sayings = Sayings()
    refused: Sayings
    small_talk: Sayings = Field(alias="small-talk")
