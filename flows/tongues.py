"""Which of the bot's languages a text is written in, in whatever alphabet: naive Bayes over words and their starts."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

SURE = 3.0
"""How many times likelier (as a natural logarithm) than the next one a language must be."""
UNSEEN = 0.3
"""What stands for the count of a feature that a language's examples do not have."""


class Tongues:
    """Knows how often the examples of each language have each feature, and which languages are written in Cyrillic."""

    def __init__(self, examples: Iterable[tuple[str, bool, Sequence[str]]]) -> None:
        """Learn from (language, is Cyrillic, features)."""
        of_language: dict[str, list[Sequence[str]]] = defaultdict(list)
        self._scripts: dict[str, set[bool]] = defaultdict(set)
        for language, cyrillic, found in examples:
            of_language[language].append(found)
            self._scripts[language].add(cyrillic)
        self._counts = {language: Counter(chain.from_iterable(every)) for language, every in of_language.items()}
        self._totals = {language: math.log(count.total()) for language, count in self._counts.items()}

    def tell(self, found: Iterable[str], *, cyrillic: bool) -> tuple[str, bool]:
        """The likeliest language and whether that is sure; an empty one when there is nothing to go by.

        Cyrillic leaves out languages that are never written in it; Latin leaves out none.
        """
        known = [feature for feature in found if self._is_known(feature) and any(map(str.isalpha, feature))]
        fitting = [one for one in self._counts if not cyrillic or True in self._scripts[one]]
        if not known or not fitting:
            return "", False
        scores = {one: self._score(one, known) for one in fitting}
        best, *others = sorted(fitting, key=lambda one: -scores[one])
        return best, all(scores[best] - scores[one] >= SURE for one in others)

    def _is_known(self, feature: str) -> bool:
        return any(feature in count for count in self._counts.values())

    def _score(self, language: str, found: list[str]) -> float:
        count, total = self._counts[language], self._totals[language]
        return sum(math.log(count.get(feature, UNSEEN)) - total for feature in found)
