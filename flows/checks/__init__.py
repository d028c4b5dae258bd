"""Checks of content: a registry. Each takes what was loaded, yields findings, and has a broken example in the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from importlib import import_module
from pathlib import Path

from flows.catalog import Catalog
from flows.explore import Explorer, Paths
from flows.lines import openings
from flows.matching import Understood
from flows.models import Text
from flows.problems import Problem
from flows.render import Renderer
from flows.texts import within


@dataclass(frozen=True)
class Subject:
    """What the checks look at: the content, the folder it was read from, and the moment it is checked for."""

    catalog: Catalog
    folder: Path
    now: datetime

    @cached_property
    def paths(self) -> dict[str, Paths]:
        """Every state of every flow."""
        return Explorer(self.catalog).explore()

    @cached_property
    def texts(self) -> list[tuple[str, Text]]:
        """Every text with the file it stands in."""
        return list(within(self.catalog, Text))

    @cached_property
    def openings(self) -> tuple[datetime, ...]:
        """Moments of a week, one for each set of lines that are open together."""
        return tuple(openings(self.catalog, self.now))

    @cached_property
    def heard(self) -> dict[str, Understood]:
        """What every example of a flow, every small talk and every answer is understood as."""
        talk = self.catalog.talk
        said = [*(flow.written.examples for flow in self.catalog.flows.values()), talk.small_talk, talk.answers]
        texts = list(dict.fromkeys(text for one in said for text in one.all))
        return dict(zip(texts, self.catalog.matcher.understand_each(texts), strict=True))

    @cached_property
    def draw(self) -> Renderer:
        """Draws screens to measure."""
        return Renderer(self.catalog)


MODULES = (
    "examples",
    "lines",
    "papers",
    "paths",
    "review",
    "scenarios",
    "screens",
    "sources",
    "texts",
    "translations",
    "used",
    "words",
)
Check = Callable[[Subject], Iterable[Problem]]
CHECKS: dict[str, Check] = {}
RELEASE: dict[str, Check] = {}
"""What has to hold too before people use the content."""


def check(function: Check) -> Check:
    """Registers a check under its function's name."""
    CHECKS[function.__name__] = function
    return function


def release_check(function: Check) -> Check:
    """Registers a check that counts before a release only."""
    RELEASE[function.__name__] = function
    return function


def findings(catalog: Catalog, folder: Path, *, now: datetime, release: bool = False) -> list[Problem]:
    """Every finding of every check about a catalog that was just loaded from the folder, sorted by place."""
    subject = Subject(catalog, folder, now)
    return sorted({found for one in registered(release=release).values() for found in one(subject)})


def registered(*, release: bool = False) -> dict[str, Check]:
    """Every check by its name."""
    for module in MODULES:
        import_module(f"flows.checks.{module}")  # they register themselves
    return CHECKS | RELEASE if release else dict(CHECKS)
