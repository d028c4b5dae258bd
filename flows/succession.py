"""What a new version of the content owes the buttons that people already have: they keep their meaning.

A button names a language, a fact and an answer by its place in a list (see `flows.position`), and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.catalog import Catalog
from flows.models import Fact
from flows.problems import Problem, problem


def misread(old: Catalog, new: Catalog) -> Iterator[Problem]:
    """Where buttons made with the old content would be read wrongly with the new one: "no" could become "yes"."""
    if name := _displaced(old.languages, new.languages):
        yield problem("settings.yaml", new.settings.line_of("languages"), "order-changed", what="language", id=name)
    facts = {fact.id: fact for fact in new.facts.facts}
    if name := _displaced([fact.id for fact in old.facts.facts], list(facts)):
        yield problem("facts.yaml", _line(facts.get(name)), "order-changed", what="fact", id=name)
    for before in old.facts.facts:
        if after := facts.get(before.id):
            yield from _answers(before, after)


def _answers(before: Fact, after: Fact) -> Iterator[Problem]:
    if name := _displaced([one.id for one in before.answers], [one.id for one in after.answers]):
        yield problem("facts.yaml", after.line, "order-changed", what=f"answer of {after.id}", id=name)
    if before.bits != after.bits:
        yield problem("facts.yaml", after.line_of("bits"), "order-changed", what="bits", id=after.id)


def _displaced(old: Sequence[str], new: Sequence[str]) -> str:
    """The first of the old names that has lost its place, or nothing."""
    return next((name for place, name in enumerate(old) if name not in new[place : place + 1]), "")


def _line(fact: Fact | None) -> int:
    return fact.line if fact else 1
