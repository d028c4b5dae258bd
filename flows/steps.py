"""The shapes of flow files: the kinds of steps, worries, and a flow as an editor writes it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from flows.models import (
    ME,
    Copyable,
    Dated,
    Flag,
    Horizon,
    Item,
    Label,
    Link,
    Need,
    Role,
    Slug,
    Source,
    When,
    Who,
    Words,
)
from flows.sayings import Sayings
from flows.source import Located, LocatedList


class Step(Item):
    """Anything in a flow's list. `id` names it in buttons and statistics; `aliases` are ids it had before."""

    id: Slug
    when: When = Field(default_factory=dict)
    aliases: tuple[Slug, ...] = ()
    sources: tuple[Source, ...] = ()
    advice: Flag = False


class FrontDoor(Step):
    """The screen that opens every situation: does any of this apply now?"""

    kind: Literal["front-door"] = Field(alias="front-door")
    text: dict[Role, Words]
    danger: dict[Role, Label]
    self_harm: dict[Role, Label] = Field(alias="self-harm")
    watched: dict[Role, Label]
    none: dict[Role, Label]
    watched_flow: Slug = Field(default="phone-safety", alias="watched-flow")


class Ask(Step):
    """A question that sets a fact."""

    ask: Slug
    text: Words | None = None
    lines: tuple[Slug, ...] = ()
    opening: Words | None = Field(default=None, alias="say-first")
    also: tuple[Slug, ...] = ()


class DatedText(Dated):
    """A text for certain days."""

    text: Words


class Say(Step):
    """Words of support, or information. `row` shows what the tap that opened it has just counted.

    `hide_later` gives the button that lets the chat hide by itself.
    """

    say: Slug
    text: Words
    more: Words | None = None
    lines: tuple[Slug, ...] = ()
    opening: Words | None = Field(default=None, alias="say-first")
    also: tuple[Slug, ...] = ()
    copies: tuple[Copyable, ...] = Field(default=(), alias="copy")
    links: tuple[Link, ...] = ()
    by_date: tuple[DatedText, ...] = Field(default=(), alias="by-date")
    events: Flag = False
    row: Flag = False
    hide_later: Flag = Field(default=False, alias="hide-later")


class Action(Step):
    """What an action of the algorithm has, whichever kind it is."""

    horizon: Horizon
    title: Words
    text: Words
    stuck: Words
    who: Who = "anyone"
    minor: Words | None = None
    more: Words | None = None
    copies: tuple[Copyable, ...] = Field(default=(), alias="copy")
    links: tuple[Link, ...] = ()
    extra: Flag = False


class Do(Action):
    """An action of the algorithm."""

    do: Slug


class Remove(Action):
    """How to take content down: asks which platform and shows its route."""

    remove: Slug


class Worries(Step):
    """Honest answers to what the person fears."""

    worries: tuple[Slug, ...]
    text: Words | None = None


class Laws(Step):
    """Articles of law in plain words, each behind its own button."""

    laws: tuple[Slug, ...] = Field(min_length=1)
    text: Words | None = None


class Documents(Step):
    """Letters and statements to take away, each behind its own button."""

    documents: tuple[Slug, ...] = Field(min_length=1, max_length=6)
    text: Words | None = None


class Memos(Step):
    """Pictures of situations to share, each behind its own button."""

    memos: tuple[Slug, ...] = Field(min_length=1, max_length=7)
    text: Words


class Contacts(Step):
    """The lines that fit, by need."""

    contacts: tuple[Need, ...]
    text: Words | None = None


class Go(Step):
    """Hand over to another flow, keeping the facts."""

    go: Slug


class Use(Step):
    """A shared step under one more condition."""

    use: Slug


KINDS: dict[str, type[Step]] = {
    "front-door": FrontDoor,
    "ask": Ask,
    "say": Say,
    "do": Do,
    "remove": Remove,
    "worries": Worries,
    "laws": Laws,
    "documents": Documents,
    "memos": Memos,
    "contacts": Contacts,
    "go": Go,
    "use": Use,
}
"""A step is of the kind whose word it begins with."""


def _kind(data: Any) -> str | None:
    return next((kind for kind in KINDS if kind in data), None) if isinstance(data, dict) else None


def _with_lines(data: Any) -> Any:
    """A shared step named by its id alone, with the line it stands on."""
    if not isinstance(data, LocatedList):
        return data
    steps = zip(data, data.lines, strict=True)
    return [{"use": one, "id": one, "line": line} if isinstance(one, str) else one for one, line in steps]


def _with_id(data: Any) -> Any:
    """The id a step has when none is written: the name after its kind."""
    if isinstance(data, Located) and "id" not in data and (kind := _kind(data)):
        name = data[kind] if isinstance(data[kind], str) and kind != "remove" else kind
        located = Located({**data, "id": name})
        located.line, located.lines = data.line, data.lines
        return located
    return data


AnyStep = Annotated[
    Annotated[FrontDoor, Tag("front-door")]
    | Annotated[Ask, Tag("ask")]
    | Annotated[Say, Tag("say")]
    | Annotated[Do, Tag("do")]
    | Annotated[Remove, Tag("remove")]
    | Annotated[Worries, Tag("worries")]
    | Annotated[Laws, Tag("laws")]
    | Annotated[Documents, Tag("documents")]
    | Annotated[Memos, Tag("memos")]
    | Annotated[Contacts, Tag("contacts")]
    | Annotated[Go, Tag("go")]
    | Annotated[Use, Tag("use")],
    Discriminator(_kind, custom_error_type="step-kind", custom_error_message="unknown step"),
    BeforeValidator(_with_id),
]
Steps = Annotated[tuple[AnyStep, ...], BeforeValidator(_with_lines)]


class Worry(Item):
    """A fear, as a question, with an honest answer."""

    id: Slug
    title: Label
    question: Words | None = None
    answer: Words
    when: When = Field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    advice: Flag = False


Kind = Literal["situation", "reference", "lesson", "emergency", "crisis"]
URGENT: tuple[Kind, ...] = ("emergency", "crisis")
"""The kinds that stand once for a role, and are looked after before all else."""


class FlowFile(Item):
    """A situation, or a page of reference: one file in `content/flows/`.

    `examples` are messages of people it is for; `writer` phrases that tell such a person whatever else they write.
    """

    id: Slug
    kind: Kind
    role: Role = ME
    title: Label
    steps: Steps = Field(min_length=1)
    worries: tuple[Worry, ...] = ()
    aliases: tuple[Slug, ...] = ()
    sources: tuple[Source, ...] = ()
    examples: Sayings = Sayings()
    writer: Sayings = Sayings()


class StepsFile(Item):
    """`content/steps.yaml`."""

    steps: Steps


class WorriesFile(Item):
    """`content/worries.yaml`."""

    worries: tuple[Worry, ...]
