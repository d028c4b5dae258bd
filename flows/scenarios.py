"""Scenarios: what an editor promises of a flow – "with these answers these steps, lines and words, and never those".

A scenario either taps buttons one by one and looks at the screen they lead to, or gives answers and looks at all that a
person with them meets: every screen of the walk, what opens behind it, and the actions only the plan opens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from flows.catalog import Catalog
from flows.facts import UNKNOWN
from flows.models import Item, Many, Slug, refuse
from flows.problems import Problem, nearest, problem
from flows.refusals import refusals
from flows.source import Located, read

FOLDER = "scenarios"
MOMENT = "%Y-%m-%d %H:%M"


def _moment(value: Any) -> Any:
    try:
        return datetime.strptime(value, MOMENT) if isinstance(value, str) else value  # noqa: DTZ007 - Almaty's, see play
    except ValueError:
        refuse("wrong-value", field="at", got=str(value)[:20], expected="2026-11-24 23:30")


Answers = dict[Slug, str]


class Expected(Item):
    """What must, and must not, be met. Steps and lines are named by id; words are parts of texts, in any case."""

    step: Slug | None = None
    steps: Many = ()
    no_steps: Many = Field(default=(), alias="no-steps")
    contacts: Many = ()
    no_contacts: Many = Field(default=(), alias="no-contacts")
    words: Many = ()
    no_words: Many = Field(default=(), alias="no-words")


class Scenario(Item):
    """One promise. `known` is what the person said earlier, in another flow; `at` is a moment in Almaty.

    `taps` are buttons by their words, by an answer's id or by a word of the interface such as `next`; without them the
    `answers` are given as they are asked for, and every question else is skipped.
    """

    id: Slug
    about: str
    flow: Slug | None = None
    language: str = ""
    at: Annotated[datetime, BeforeValidator(_moment)] | None = None
    known: Answers = Field(default_factory=dict)
    answers: Answers = Field(default_factory=dict)
    taps: Many | None = None
    expect: Expected

    @model_validator(mode="after")
    def _one_way(self) -> Scenario:
        """It taps or it answers; a walk needs a flow to walk, and has no one step to end at."""
        if self.taps is not None and self.answers:
            refuse("unknown-field", field="answers", near="taps")
        if self.taps is None and self.flow is None:
            refuse("missing-field", field="flow")
        if self.taps is None and self.expect.step:
            refuse("unknown-field", field="step", near="steps")
        return self


class ScenariosFile(Item):
    """One file in `content/scenarios/`."""

    scenarios: tuple[Scenario, ...]


def written(folder: Path) -> tuple[list[tuple[str, Scenario]], list[Problem]]:
    """Every scenario of a content folder with the file it stands in, and what is wrong with how they are written."""
    found: list[tuple[str, Scenario]] = []
    problems: list[Problem] = []
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        name = f"{FOLDER}/{path.name}"
        data, wrong = read(path, name)
        problems += wrong
        if not isinstance(data, Located):
            problems += [] if wrong else [problem(name, 1, "wrong-value", field=name, got="…", expected="scenarios: …")]
            continue
        try:
            found += [(name, one) for one in ScenariosFile.model_validate(data).scenarios]
        except ValidationError as error:
            problems += refusals(name, data, ScenariosFile, error)
    return found, [*problems, *_twice(found)]


def _twice(scenarios: Iterable[tuple[str, Scenario]]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for file, one in scenarios:
        if one.id in first:
            yield problem(file, one.line, "duplicate-id", id=one.id, first=first[one.id])
        first.setdefault(one.id, f"{file}:{one.line}")


def unknown_names(catalog: Catalog, file: str, scenario: Scenario) -> Iterator[Problem]:
    """Names that stand nowhere in the content: a promise about them would always, or never, be kept."""
    for what, names, known, line in _named(catalog, scenario):
        for name in (one for one in names if one and one not in known):
            yield problem(file, line, "unknown-reference", what=what, id=name, near=nearest(name, known))


def _named(catalog: Catalog, scenario: Scenario) -> Iterator[tuple[str, Iterable[str | None], Iterable[str], int]]:
    """What kind of thing is named, the names, those that exist, and the line."""
    expect, line = scenario.expect, scenario.expect.line_of
    steps = {placed.id for flow in catalog.flows.values() for placed in flow.steps}
    yield "flow", [scenario.flow], catalog.flows, scenario.line_of("flow")
    yield "language", [scenario.language], catalog.languages, scenario.line_of("language")
    yield "step", [expect.step], steps, line("step")
    yield "step", expect.steps, steps, line("steps")
    yield "step", expect.no_steps, steps, line("no-steps")
    yield "contact", expect.contacts, catalog.contacts, line("contacts")
    yield "contact", expect.no_contacts, catalog.contacts, line("no-contacts")
    facts = {fact.id: {UNKNOWN, *(one.id for one in fact.answers)} for fact in catalog.facts.facts}
    for key, given in (("known", scenario.known), ("answers", scenario.answers)):
        yield "fact", given, facts, scenario.line_of(key)
        for name in given.keys() & facts.keys():
            yield f"answer of {name}", [given[name]], facts[name], scenario.line_of(key)
