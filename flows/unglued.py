"""Words typed without spaces between them, told apart by how often each word is written elsewhere.

A long word that is nowhere else may lose its ending too, which does no harm: what it begins with tells most.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

LONG = 12
"""Letters from which a word that is never written elsewhere may be several."""
LONGEST = 16
"""Letters of the longest word looked for in it."""
MOST_LETTERS = 300
"""Letters of such words that are looked at in one text: this bounds the time."""
ONE_IN = 1000
"""A single letter is a word when one in so many words is it."""
STRANGE, LETTER = 4.0, 3.0
"""What a piece that is no word costs, and each of its letters more (a word costs the logarithm of its rarity)."""
MOST_COST = 2.3
"""What a letter of the whole may cost: words that people use often cost little, the bits of a rare word much."""


class Unglued:
    """Knows how often each word is written."""

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        """Learn from the folded words of many texts."""
        often = Counter(chain.from_iterable(texts))
        total = often.total()
        words = [(word, n) for word, n in often.items() if len(word) > 1 or n > total / ONE_IN]
        self._costs = {word: math.log(total / n) for word, n in words}

    def words(self, words: Sequence[str]) -> list[str]:
        """The words of a text, those that were typed together apart."""
        left = MOST_LETTERS
        apart: list[str] = []
        for word in words:
            can_be_several = LONG <= len(word) <= left and word not in self._costs
            left -= len(word) if can_be_several else 0
            apart += self._pieces(word) if can_be_several else (word,)
        return apart

    def _pieces(self, word: str) -> Sequence[str]:
        pieces, cost = self._cheapest(word)
        return pieces if cost <= MOST_COST * len(word) else (word,)

    def _cheapest(self, word: str) -> tuple[list[str], float]:
        """The pieces that cost least together, found split by split, and what they cost."""
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, len(word) + 1):
            starts = range(max(0, end - LONGEST), end)
            best.append(min((best[start][0] + self._cost(word[start:end]), start) for start in starts))
        return list(_back(word, [start for _, start in best]))[::-1], best[-1][0]

    def _cost(self, piece: str) -> float:
        return self._costs.get(piece, STRANGE + LETTER * len(piece))


def _back(word: str, starts: Sequence[int]) -> Iterator[str]:
    end = len(word)
    while end:
        yield word[starts[end] : end]
        end = starts[end]
