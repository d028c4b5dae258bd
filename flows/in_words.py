"""Conditions and facts in plain words, for reviewers who do not read ids."""

from __future__ import annotations

from flows.catalog import Catalog
from flows.facts import FIRST_ANSWER, SKIPPED, Condition, Facts
from flows.screens import visible

LANGUAGE = "ru"
"""What reviewers read; the words between are of it too."""
OR, AND, NOT_KNOWN = " или ", " и ", "неизвестно"
LONGEST = 70


def condition(catalog: Catalog, holds: Condition) -> str:
    """When a step is shown: each question with the answers that let it hold; nothing when it always is."""
    parts = []
    for index, codes in holds.allowed:
        told = sorted(codes, key=lambda code: (code <= SKIPPED, code))
        named = dict.fromkeys(_answer(catalog, index, code) for code in told)
        parts.append(f"{_question(catalog, index)} {OR.join(named) or '–'}")
    return AND.join(parts)


def known(catalog: Catalog, facts: Facts, indices: frozenset[int]) -> str:
    """What is known of some facts."""
    return AND.join(f"{_question(catalog, one)} {_answer(catalog, one, facts[one])}" for one in sorted(indices))


def _question(catalog: Catalog, index: int) -> str:
    """The question's last sentence that asks, without markup."""
    said = visible(catalog.facts.facts[index].question.say(LANGUAGE)).replace("\n", " ")
    asked = said.split("?")[0].split(". ")[-1].strip()
    return (asked if len(asked) <= LONGEST else asked[: LONGEST - 1] + "…") + "?"


def _answer(catalog: Catalog, index: int, code: int) -> str:
    if code <= SKIPPED:
        return NOT_KNOWN
    return catalog.facts.facts[index].answers[code - FIRST_ANSWER].label.say(LANGUAGE).lower()
