"""Checks of content: a registry. Each takes what was loaded, yields findings, and has a broken example in the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from flows.catalog import Catalog
from flows.explore import Explorer, Paths
from flows.loader import HERE, load
from flows.problems import ContentError, Problem
from flows.render import Renderer


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
    def draw(self) -> Renderer:
        """Draws screens to measure."""
        return Renderer(self.catalog)


Check = Callable[[Subject], Iterable[Problem]]
CHECKS: dict[str, Check] = {}


def check(function: Check) -> Check:
    """Registers a check under its function's name."""
    CHECKS[function.__name__] = function
    return function


def run(folder: Path = HERE, *, now: datetime) -> list[Problem]:
    """Every finding of every check, sorted by place. A folder that cannot be loaded gives what the loader says."""
    try:
        return findings(load(folder), folder, now=now)
    except ContentError as error:
        return error.problems


def findings(catalog: Catalog, folder: Path, *, now: datetime) -> list[Problem]:
    """Every finding of every check about a catalog that was just loaded from the folder, sorted by place."""
    from flows.checks import lines, paths, scenarios, screens, texts  # noqa: F401, PLC0415  # they register themselves

    subject = Subject(catalog, folder, now)
    return sorted({found for one in CHECKS.values() for found in one(subject)})
