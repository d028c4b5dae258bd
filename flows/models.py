"""The shapes of content files. Each object knows the line it was written on, for messages to its editor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, NoReturn, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    UrlConstraints,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from flows.screens import ALONE, COPY_LIMIT, SCREEN_LIMIT, visible
from flows.source import Located
from flows.tags import html_error

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LANGUAGE = r"^[a-z]{2}$"
NUMBER = r"^\+?[0-9][0-9 ]{1,18}$"
DAYS = r"^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$"
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][05]$"
DAY = r"^([0-9]{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
YEAR = 2026
"""Any year without a 29 February: a day that comes back every year is one of it."""
EXAMPLES = {
    SLUG: "a-z 0-9 -",
    LANGUAGE: "kk, ru, en, …",
    NUMBER: "112, +7 700 000 00 00",
    DAYS: "mon-fri",
    CLOCK: "09:00, 09:05, …",
    DAY: "11-25, 2026-11-25",
}
"""What to write instead of something that has not the form asked for."""
Slug = Annotated[str, Field(pattern=SLUG, max_length=40)]
Level = Literal["high", "medium", "low"]
About = Literal["person", "case", "moment"]
Role = Literal["me", "helper", "harmer"]
Horizon = Literal["now", "today", "week"]
Who = Literal["anyone", "adult", "representative"]
Need = Literal[
    "emergency", "police", "family", "psychologist", "lawyer", "technical", "school", "shelter", "state", "removal"
]
Url = Annotated[HttpUrl, UrlConstraints(allowed_schemes=["https"])]
ME: Role = "me"
"""The role of somebody whom it happens to."""
BOTH = "both"
"""The language of somebody whose phone speaks none of ours: two languages at once."""


def _flag(value: object) -> object:
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


Flag = Annotated[bool, BeforeValidator(_flag)]


def _many(value: object) -> object:
    return [value] if isinstance(value, str) else value


Many = Annotated[tuple[str, ...], BeforeValidator(_many)]
When = dict[str, Many]
Day = Annotated[str, Field(pattern=DAY)]


class Item(BaseModel):
    """Any object in a content file; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    line: int = 0
    keys: dict[str, int] = Field(default_factory=dict)

    def line_of(self, key: str) -> int:
        """The line on which a key of this object is written, or the object begins."""
        return self.keys.get(key, self.line)

    @model_validator(mode="before")
    @classmethod
    def _remember_line(cls, data: Any) -> Any:
        if not isinstance(data, Located):
            return data
        for ours in ("line", "keys"):
            if ours in data:
                refuse("unknown-field", field=ours, near="lines" if "lines" in cls.model_fields else "–")
        return {**data, "line": data.line, "keys": data.lines}


class Text(BaseModel):
    """A text in every declared language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: dict[str, str]
    line: int = 0

    @model_validator(mode="before")
    @classmethod
    def _from_languages(cls, data: Any, info: ValidationInfo) -> Any:
        if not isinstance(data, Located):
            return data if isinstance(data, dict) and "by" in data else refuse("text-shape", got=str(data)[:20])
        languages = known_languages(info)
        if missing := [language for language in languages if not str(data.get(language, "")).strip()]:
            refuse("missing-language", language=", ".join(missing))
        refuse_other_languages(data, languages)
        for key, value in data.items():
            if not isinstance(value, str):
                refuse("text-shape", got=key)
        return {"by": {key: value.strip() for key, value in data.items()}, "line": data.line}

    def say(self, language: str) -> str:
        """The text in a language. Raises KeyError for one that is not declared."""
        return self.by[language]


@dataclass(frozen=True, slots=True)
class Within:
    """Refuses a text with more visible characters than there is room for, or with HTML that Telegram would refuse."""

    limit: int

    def __call__(self, text: Text) -> Text:
        """The text as it is."""
        for language, said in text.by.items():
            if (found := len(visible(said))) > self.limit:
                refuse("text-too-long", language=language, found=str(found), limit=str(self.limit))
            if error := html_error(said):
                refuse("html", detail=error, where=language)
        return text


Label = Annotated[Text, AfterValidator(Within(ALONE))]
"""What stands on a button."""
Words = Annotated[Text, AfterValidator(Within(SCREEN_LIMIT))]
"""What stands on a screen."""
Copied = Annotated[Text, AfterValidator(Within(COPY_LIMIT))]
"""What a copy button holds."""


def refuse(rule: str, **values: str) -> NoReturn:
    """End a validation with one of our own messages. Raises PydanticCustomError."""
    raise PydanticCustomError("rule", "{rule}", {"rule": rule, **values})


def known_languages(info: ValidationInfo) -> tuple[str, ...]:
    """The languages of the content that is being read; none when it is not known which they are."""
    languages: tuple[str, ...] = (info.context or {}).get("languages", ())
    return languages


def refuse_other_languages(keys: Iterable[str], languages: tuple[str, ...]) -> None:
    """Refuse what is written in a language that is not declared."""
    for key in keys:
        if languages and key not in languages:
            refuse("unknown-language", key=key, languages=", ".join(languages))


class Source(Item):
    """Where a fact comes from: an address, or the code of one in a fact sheet, with its date."""

    url: str
    date: str = "n.d."

    @model_validator(mode="before")
    @classmethod
    def _from_string(cls, data: Any) -> Any:
        return {"url": data} if isinstance(data, str) else data


class Link(Item):
    """A button that opens an address."""

    label: Label
    url: Url


class Copyable(Item):
    """A ready message behind a copy button. Bot API, CopyTextButton.text: "1-256 characters"."""

    label: Label
    text: Copied


class Answer(Item):
    """One answer to a fact's question. A retired one is offered no more; its place stays taken for old buttons."""

    id: Slug
    label: Label
    retired: Flag = False


class Fact(Item):
    """A shared question with a closed, append-only list of answers."""

    id: Slug
    about: About
    question: Words
    answers: tuple[Answer, ...] = Field(min_length=1)
    bits: int = Field(default=4, ge=2, le=6)
    why: Words | None = None
    skip: Words | None = None
    skippable: Flag = True


class Dated(Item):
    """Something for certain days. `MM-DD` comes back every year, `YYYY-MM-DD` is once; both ends are included."""

    first: Day | None = Field(default=None, alias="from")
    last: Day | None = Field(default=None, alias="until")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        """Both ends have one form, and a stretch that is once does not end before it begins."""
        if self.first and self.last:
            dated = len(self.first) > len("MM-DD")
            if len(self.first) != len(self.last) or (dated and self.first > self.last):
                refuse("wrong-value", field="until", got=self.last, form=DAY)
        return self

    def on(self, day: date) -> bool:
        """Whether it is for this day. A yearly stretch may pass the new year."""
        first, last = self.first or "", self.last or "9"
        yearly = len(first or last) == len("MM-DD")
        said = f"{day:%m-%d}" if yearly else day.isoformat()
        return first <= said <= last if first <= last else said >= first or said <= last
