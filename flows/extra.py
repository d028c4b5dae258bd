"""Files that stand beside the content and never reach a person: words to avoid, and who has read what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field, ValidationError

from flows.models import LANGUAGE, Item
from flows.problems import Problem, problem
from flows.refusals import refusals
from flows.sayings import Sayings
from flows.source import Located, read

Extra = TypeVar("Extra", bound=Item)
ReviewRole = Literal["content", "law", "psychology", "language"]


class Avoided(Item):
    """Words not to be said in a language, and what to write instead. A star stands for any ending."""

    language: str = Field(pattern=LANGUAGE)
    avoid: tuple[str, ...] = Field(min_length=1)
    instead: str
    why: str


class WordsFile(Item):
    """`content/words.yaml`. Words in «quotes» may be anything: somebody is quoted. `personal` is never asked for."""

    words: tuple[Avoided, ...]
    personal: Sayings


class Signature(Item):
    """Who of which trade has read an area, when, and a mark of what stood there. A language is signed by itself."""

    area: str
    role: ReviewRole
    language: str | None = Field(default=None, pattern=LANGUAGE)
    date: date
    fingerprint: str


class ReviewFile(Item):
    """`content/review.yaml`. `needed` names, for each kind of content, who has to read it before people use it."""

    needed: dict[str, tuple[ReviewRole, ...]]
    signed: tuple[Signature, ...] = ()


def read_extra(
    folder: Path, name: str, model: type[Extra], languages: Iterable[str]
) -> tuple[Extra | None, list[Problem]]:
    """The object of a file that may be missing, and what is wrong with it."""
    if not (folder / name).is_file():
        return None, []
    data, found = read(folder / name, name)
    if not isinstance(data, Located):
        return None, found or [problem(name, 1, "wrong-value", field=name, got="…", expected="key: …")]
    try:
        return model.model_validate(data, context={"languages": tuple(languages)}), found
    except ValidationError as error:
        return None, [*found, *refusals(name, data, model, error)]
