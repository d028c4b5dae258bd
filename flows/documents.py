"""Letters and statements: their shapes in `content/documents/`, and the choosing of paragraphs; must not know files.

What is to be filled in stays a blank (`____`): it is filled in on the person's own device, and never asked for here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, ValidationInfo, model_validator

from flows.models import (
    Item,
    Label,
    Level,
    Many,
    Slug,
    Source,
    Text,
    When,
    Words,
    known_languages,
    refuse,
    refuse_other_languages,
)
from flows.source import Located

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.facts import Condition, Facts

Kind = Literal["to", "title", "text", "item", "table", "sign"]
PLATFORM = "{platform}"
"""Stands in a letter for the platform's name, or a blank."""
BLANK = "______________________"
PLAIN_ROWS = 3
"""Rows of a table in the text to copy; the file has more."""


class Passage(Text):
    """A text in some of the declared languages: letters are written in those of their reader."""

    @model_validator(mode="before")
    @classmethod
    def _from_languages(cls, data: Any, info: ValidationInfo) -> Any:
        if not isinstance(data, Located):
            return data if isinstance(data, dict) and "by" in data else refuse("text-shape", got=str(data)[:20])
        refuse_other_languages(data, known_languages(info))
        for key, value in data.items():
            if not isinstance(value, str) or not value.strip():
                refuse("missing-language", language=key)
        return {"by": {key: value.strip() for key, value in data.items()}, "line": data.line}


class Part(Item):
    """A piece of a letter, for some facts, situations and platforms only.

    A table's `text` names its columns, a line each.
    """

    kind: Kind = Field(default="text", alias="as")
    text: Passage
    when: When = Field(default_factory=dict)
    flows: Many = ()
    platforms: Many = ()
    rows: int = Field(default=0, ge=0, le=40)
    widths: tuple[int, ...] = ()

    @model_validator(mode="after")
    def _as_many_widths(self) -> Part:
        """A table says how wide each of its columns is, in any unit."""
        if self.kind == "table":
            for said in self.text.by.values():
                if len(said.splitlines()) != len(self.widths):
                    refuse(
                        "wrong-value", field="widths", got=str(len(self.widths)), expected=str(len(said.splitlines()))
                    )
        return self


class Note(Item):
    """Words on the document's screen, for some facts only."""

    text: Words
    when: When = Field(default_factory=dict)


class Document(Item):
    """One file in `content/documents/`. `hand-in` says how and where; `who` may file it, by the facts.

    `nameless` are the platforms that are a kind of place: their name stays a blank in the letter.
    """

    id: Slug
    title: Label
    languages: tuple[str, ...] = Field(min_length=1)
    purpose: Words = Field(alias="for")
    who: tuple[Note, ...] = Field(min_length=1)
    hand_in: Words = Field(alias="hand-in")
    when: When = Field(default_factory=dict)
    nameless: Many = ()
    parts: tuple[Part, ...] = Field(min_length=1)
    sources: tuple[Source, ...] = ()
    verified: date
    confidence: Level

    @model_validator(mode="after")
    def _in_every_language(self) -> Document:
        """Every part speaks every language of the letter."""
        for part in self.parts:
            for language in self.languages:
                if language not in part.text.by:
                    refuse("missing-language", language=language)
        return self


@dataclass(frozen=True)
class Draft:
    """A document with its conditions compiled; `parts` and `who` are in the order of the file."""

    written: Document
    condition: Condition
    parts: tuple[Condition, ...]
    who: tuple[Condition, ...]

    @property
    def id(self) -> str:
        """The document's id."""
        return self.written.id

    def may_file(self, facts: Facts) -> Iterator[Text]:
        """What to say of who may file it."""
        for note, condition in zip(self.written.who, self.who, strict=True):
            if condition.holds(facts):
                yield note.text

    @cached_property
    def names_platform(self) -> bool:
        """Whether the letter is to one platform."""
        return any(PLATFORM in said for part in self.written.parts for said in part.text.by.values())


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a letter as it is read. A table's `text` holds its columns, a line each."""

    kind: Kind
    text: str
    rows: int = 0
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter for one person's case, with blanks for everything personal."""

    language: str
    blocks: tuple[Block, ...]

    def plain(self) -> str:
        """The letter as text to copy."""
        groups = groupby(self.blocks, key=lambda block: block.kind)
        return "\n\n".join(text for kind, blocks in groups for text in _plain(kind, list(blocks)))


@dataclass(frozen=True, slots=True)
class Case:
    """What the bot knows of a case: facts, the situation, the platform's id and name."""

    facts: Facts
    flow: str
    platform: tuple[str, Mapping[str, str]] | None = None


def letter(draft: Draft, language: str, case: Case) -> Letter:
    """The letter for a case. Raises KeyError for a language it is not written in."""
    named = case.platform[1][language] if case.platform and case.platform[0] not in draft.written.nameless else BLANK
    chosen = (
        Block(part.kind, part.text.by[language].replace(PLATFORM, named), part.rows, part.widths)
        for part, condition in zip(draft.written.parts, draft.parts, strict=True)
        if condition.holds(case.facts)
        and (not part.flows or case.flow in part.flows)
        and (not part.platforms or (case.platform and case.platform[0] in part.platforms))
    )
    return Letter(language, tuple(chosen))


def _plain(kind: str, blocks: list[Block]) -> Iterator[str]:
    if kind == "item":
        yield "\n".join(f"{number}. {block.text}" for number, block in enumerate(blocks, 1))
    elif kind == "table":
        for block in blocks:
            entry = "\n".join(f"{column}: {BLANK}" for column in block.text.splitlines())
            yield "\n\n".join([entry] * PLAIN_ROWS)
    else:
        yield from (block.text for block in blocks)
