"""Facts: what a person has answered so far, and the conditions steps put on it.

A fact has a code: 0 = not asked, 1 = skipped ("don't know"), 2 and up = its answers in the order of `facts.yaml`.
A set of facts is a tuple of codes, one for each declared fact, in declared order. Order is append-only: the codes
travel in buttons that live for years.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.models import Fact

NOT_ASKED, SKIPPED, FIRST_ANSWER = 0, 1, 2
UNKNOWN = "unknown"
"""What stands for not asked, or skipped, where answers stand by their ids: in conditions, scenarios and counts."""

Facts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when each named fact has one of the allowed codes; the empty condition always holds."""

    allowed: tuple[tuple[int, frozenset[int]], ...] = ()

    def holds(self, facts: Facts) -> bool:
        """Whether the facts satisfy every part."""
        for index, codes in self.allowed:  # noqa: SIM110  # walked millions of times by the checks: a loop is twice as fast
            if facts[index] not in codes:
                return False
        return True

    def reads(self) -> frozenset[int]:
        """The facts whose value can change the outcome."""
        return frozenset(index for index, _ in self.allowed)

    def both(self, other: Condition) -> Condition:
        """The condition that holds when this and the other hold."""
        merged = dict(self.allowed)
        for index, codes in other.allowed:
            merged[index] = merged[index] & codes if index in merged else codes
        return Condition(tuple(sorted(merged.items())))


@dataclass(frozen=True, slots=True)
class FactTable:
    """All declared facts in their fixed order."""

    facts: tuple[Fact, ...]

    @property
    def none(self) -> Facts:
        """Nothing asked yet."""
        return (NOT_ASKED,) * len(self.facts)

    def index(self, name: str) -> int:
        """Where the named fact stands. Raises KeyError when it is not declared."""
        for index, fact in enumerate(self.facts):
            if fact.id == name:
                return index
        raise KeyError(name)

    def code(self, name: str, answer: str) -> int:
        """The code of an answer. Raises KeyError for an unknown fact or answer."""
        fact = self.facts[self.index(name)]
        for code, known in enumerate(fact.answers, FIRST_ANSWER):
            if known.id == answer:
                return code
        raise KeyError(answer)

    def condition(self, when: Mapping[str, Iterable[str]]) -> Condition:
        """A `when:` as written, compiled. Raises KeyError for an unknown fact or answer."""
        parts = []
        for name, answers in when.items():
            codes: set[int] = set()
            for answer in answers:
                codes |= {NOT_ASKED, SKIPPED} if answer == UNKNOWN else {self.code(name, answer)}
            parts.append((self.index(name), frozenset(codes)))
        return Condition(tuple(sorted(parts)))

    def offers(self, index: int, code: int) -> bool:
        """Whether a code is one that a fact can get today: neither retired nor from a newer content."""
        answers = self.facts[index].answers
        return code < FIRST_ANSWER or (code - FIRST_ANSWER < len(answers) and not answers[code - FIRST_ANSWER].retired)

    def keep(self, facts: Facts, *about: str) -> Facts:
        """Only the facts of these kinds; the others become "not asked"."""
        return tuple(code if fact.about in about else NOT_ASKED for code, fact in zip(facts, self.facts, strict=True))


def put(facts: Facts, index: int, code: int) -> Facts:
    """The facts with one of them changed."""
    return (*facts[:index], code, *facts[index + 1 :])
