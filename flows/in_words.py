"""Conditions and facts in plain words, for people who do not read ids."""

from __future__ import annotations

from flows.catalog import Catalog
from flows.facts import FIRST_ANSWER, SKIPPED, Condition, Facts
from flows.screens import visible

LONGEST = 70
JOINED = {"ru": (" или ", " и ", "неизвестно"), "en": (" or ", " and ", "unknown")}


def condition(catalog: Catalog, holds: Condition, language: str = "ru") -> str:
    """When a step is shown: each question with the answers that let it hold; nothing when it always is."""
    either, both, _ = JOINED[language]
    parts = []
    for index, codes in holds.allowed:
        named = dict.fromkeys(
            _answer(catalog, index, code, language) for code in sorted(codes, key=lambda code: (code <= SKIPPED, code))
        )
        parts.append(f"{_question(catalog, index, language)} {either.join(named) or '–'}")
    return both.join(parts)


def known(catalog: Catalog, facts: Facts, indices: frozenset[int], language: str = "ru") -> str:
    """What is known of some facts."""
    both = JOINED[language][1]
    said = (
        f"{_question(catalog, one, language)} {_answer(catalog, one, facts[one], language)}" for one in sorted(indices)
    )
    return both.join(said)


def _question(catalog: Catalog, index: int, language: str) -> str:
    """The question's last sentence that asks, without markup."""
    said = visible(catalog.facts.facts[index].question.say(language)).replace("\n", " ")
    asked = said.split("?")[0].split(". ")[-1].strip()
    return (asked if len(asked) <= LONGEST else asked[: LONGEST - 1] + "…") + "?"


def _answer(catalog: Catalog, index: int, code: int, language: str) -> str:
    if code <= SKIPPED:
        return JOINED[language][2]
    return catalog.facts.facts[index].answers[code - FIRST_ANSWER].label.say(language).lower()
