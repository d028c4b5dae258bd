"""The shapes of the content files beside the flows: contacts, platforms, menu, law, events, about, settings."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, ValidationInfo, field_validator, model_validator

from flows.models import (
    CLOCK,
    DAY,
    DAYS,
    LANGUAGE,
    NUMBER,
    YEAR,
    Copied,
    Dated,
    Day,
    Fact,
    Flag,
    Item,
    Label,
    Level,
    Link,
    Need,
    Slug,
    Source,
    When,
    Words,
    known_languages,
    refuse,
    refuse_other_languages,
)
from flows.tags import html_error


def _on_five_minutes(value: object) -> object:
    """Drawn screens are kept for five minutes, so that nothing may open or close in between."""
    return value if isinstance(value, time) or re.fullmatch(CLOCK, str(value)) else refuse("wrong-value", form=CLOCK)


Clock = Annotated[time, BeforeValidator(_on_five_minutes)]


class Hours(Item):
    """A weekly stretch of open hours in Almaty time."""

    days: str = Field(pattern=DAYS)
    opens: Clock = Field(alias="from")
    closes: Clock = Field(alias="to")


class Contact(Item):
    """A line to call or write to. What is not sourced is absent, not guessed."""

    id: Slug
    name: Words
    button: Label
    purpose: Words = Field(alias="for")
    numbers: tuple[Annotated[str, Field(pattern=NUMBER)], ...] = ()
    links: tuple[Link, ...] = ()
    needs: tuple[Need, ...] = Field(min_length=1)
    when: When = Field(default_factory=dict)
    region: tuple[Slug, ...] = ()
    hours: Annotated[
        Annotated[Literal["always", "unknown"], Tag("word")] | Annotated[tuple[Hours, ...], Tag("list")],
        Discriminator(lambda value: "word" if isinstance(value, str) else "list"),
    ]
    languages: tuple[str, ...] = ()
    free: Flag | None = None
    asks_name: Words | None = Field(default=None, alias="asks-name")
    passes_on: Words | None = Field(default=None, alias="passes-on")
    expect: Words | None = None
    say: Words | None = None
    keep: Flag = False
    show: Flag = True
    reason: str = ""
    sources: tuple[Source, ...] = Field(min_length=1)
    verified: date
    verified_by: str = Field(default="", alias="verified-by")
    confidence: Level


class Quiet(Item):
    """Ways to get help without speaking aloud, and a text to show somebody near."""

    text: Words
    show: Copied


class ContactsFile(Item):
    """`content/contacts.yaml`."""

    quiet: Quiet
    contacts: tuple[Contact, ...]


class Route(Item):
    """How to take one kind of harm down on one platform."""

    text: Words
    links: tuple[Link, ...] = ()
    sources: tuple[Source, ...] = Field(min_length=1)
    verified: date
    confidence: Level


class Platform(Item):
    """One file in `content/platforms/`."""

    id: Slug
    name: Label
    order: int
    routes: dict[Slug, Route]
    only_routes: Flag = Field(default=False, alias="only-routes")
    advice: Flag = False

    def is_for(self, harm: str) -> bool:
        """Whether it is offered against a harm: by its own route, or by the fallback's unless it has `only-routes`."""
        return not self.only_routes or not self.routes.keys().isdisjoint({harm, f"{harm}-minor"})

    @field_validator("name", mode="before")
    @classmethod
    def _same_everywhere(cls, value: Any, info: ValidationInfo) -> Any:
        """A name that is one word in every language may be written once."""
        return {"by": dict.fromkeys(known_languages(info), value)} if isinstance(value, str) else value


class Entry(Dated):
    """A menu button: a flow, or another page."""

    flow: Slug | None = None
    page: Slug | None = None
    label: Label | None = None

    @model_validator(mode="after")
    def _one_target(self) -> Entry:
        if (self.flow is None) == (self.page is None):
            refuse("menu-entry")
        return self


class Page(Item):
    """A menu page."""

    id: Slug
    title: Label
    text: Words
    entries: tuple[Entry, ...]


class Event(Dated):
    """Something people can come to."""

    id: Slug
    what: Words
    where: Words
    source: Source


class EventsFile(Item):
    """`content/events.yaml`."""

    events: tuple[Event, ...]


class Law(Item):
    """An article of law in plain words."""

    id: Slug
    title: Label
    covers: Words
    who: Words
    ask: Words
    penalty: Words | None = None
    sources: tuple[Source, ...] = Field(min_length=1)
    verified: date
    confidence: Level
    conflicts: str = ""


class LawFile(Item):
    """`content/law.yaml`."""

    laws: tuple[Law, ...]


class Start(Item):
    """The first screen's text."""

    text: Words


class Menu(Item):
    """`content/menu.yaml`."""

    start: Start
    pages: tuple[Page, ...] = Field(min_length=1)


class AboutLine(Item):
    """One thing to know about who runs the bot; not shown while its value is empty."""

    id: Slug
    label: Words
    value: str

    @field_validator("value")
    @classmethod
    def _as_telegram_takes_it(cls, value: str) -> str:
        if error := html_error(value):
            refuse("html", detail=error, where="value")
        return value


class AboutFile(Item):
    """`content/about.yaml`."""

    lines: tuple[AboutLine, ...]


class Campaign(Dated):
    """The days of the yearly campaign, within one year: the statistics cut months at them."""

    first: Day = Field(alias="from")
    last: Day = Field(alias="until")

    @model_validator(mode="after")
    def _within_a_year(self) -> Self:
        try:
            days = [date.fromisoformat(f"{YEAR}-{day}") for day in (self.first, self.last)]
        except ValueError:
            days = []
        if not days or days[0] > days[1]:
            refuse("wrong-value", field="campaign", got=f"{self.first} – {self.last}", form=DAY)
        return self


class Settings(Item):
    """`content/settings.yaml`. `languages` is append-only: buttons carry a language by its place."""

    languages: tuple[Annotated[str, Field(pattern=LANGUAGE)], ...] = Field(min_length=1, max_length=60)
    source: str
    both: tuple[str, str] = ("kk", "ru")
    contact_days: int = Field(alias="contact-days", gt=0)
    release_days: int = Field(alias="release-days", gt=0)
    campaign: Campaign

    @model_validator(mode="after")
    def _declared(self) -> Settings:
        """Every language named is declared, and each once."""
        refuse_other_languages((self.source, *self.both), self.languages)
        for key in self.languages:
            if self.languages.count(key) > 1:
                refuse("duplicate-key", key=key, first=str(self.line))
        return self


class FactsFile(Item):
    """`content/facts.yaml`."""

    facts: tuple[Fact, ...]
