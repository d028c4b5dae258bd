"""Which label a text is most like, learned from examples: a linear classifier over words, pairs of words and trigrams.

Learning is passive-aggressive (Crammer et al., JMLR 7, 2006): each example that its label does not win by a margin
shifts the weights just enough that it would. A few rounds over a thousand examples take a sixth of a second.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from random import Random

ROUNDS = 3
MARGIN = 1.0
MOST_STEP = 1.0
"""How far one example may shift the weights: the bound that keeps a mislabelled one from spoiling the rest."""
GRAM = 3
MOST_WORDS = 160
"""Different words looked at in one text, its beginning and its end before its middle: this bounds the time."""

Row = list[float]


class Likeness:
    """Knows the labels of its examples, and how much each feature speaks for each label."""

    def __init__(self, examples: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Learn from (label, features) pairs, see `features`."""
        known = [(label, tuple(dict.fromkeys(found))) for label, found in examples]
        self.labels = tuple(dict.fromkeys(label for label, _ in known))
        count = Counter(feature for _, found in known for feature in found)
        rarity = {n: (1 + math.log(len(known) / n)) ** 2 for n in set(count.values())}
        self._squares = {feature: rarity[n] for feature, n in count.items()}
        self._rows: dict[str, Row] = {feature: [0.0] * len(self.labels) for feature in count}
        self._learn([(self.labels.index(label), found) for label, found in known])

    def scores(self, found: Iterable[str]) -> dict[str, float]:
        """How much a text's features speak for each label; below 0 they speak against it. Empty: nothing is known."""
        known = [feature for feature in dict.fromkeys(found) if feature in self._rows]
        if not known:
            return {}
        length = math.sqrt(sum(self._squares[feature] for feature in known))
        sums = map(sum, zip(*(self._rows[feature] for feature in known), strict=True))
        return {label: total / length for label, total in zip(self.labels, sums, strict=True)}

    def weights(self, found: Iterable[str], label: str) -> dict[str, float]:
        """How much each known feature by itself speaks for a label."""
        place = self.labels.index(label)
        return {feature: self._rows[feature][place] for feature in found if feature in self._rows}

    def _learn(self, examples: list[tuple[int, tuple[str, ...]]]) -> None:
        ready = [self._ready(label, found) for label, found in examples]
        Random(len(ready)).shuffle(ready)  # noqa: S311  # labels in turn teach faster than one after the other
        for _ in range(ROUNDS):
            ready = [example for example in ready if _teach(*example)]

    def _ready(self, label: int, found: tuple[str, ...]) -> tuple[int, list[Row], list[float], float]:
        squares = [self._squares[feature] for feature in found]
        return label, [self._rows[feature] for feature in found], squares, math.sqrt(sum(squares))


def _teach(label: int, rows: list[Row], squares: list[float], length: float) -> bool:
    """Shift the weights until an example's label wins by the margin; whether there was need to."""
    sums: Row = list(map(sum, zip(*rows, strict=True)))
    right, sums[label] = sums[label], -math.inf
    other = sums.index(max(sums))
    loss = MARGIN - (right - sums[other]) / length
    if loss <= 0:
        return False
    step = min(MOST_STEP, loss / 2) / length
    for row, square in zip(rows, squares, strict=True):
        row[label] += step * square
        row[other] -= step * square
    return True


def features(words: Sequence[str]) -> list[str]:
    """The words, pairs of neighbours and trigrams of a folded text."""
    if len(words) > MOST_WORDS:
        words = (*words[: MOST_WORDS // 2], *words[-MOST_WORDS // 2 :])
    long = [word for word in words if len(word) > 1]
    found = [f"{word}=" for word in long]
    found += [f"{one} {two}" for one, two in pairwise(words)]
    for word in dict.fromkeys(long):
        framed = f"_{word}_"
        found += [framed[place : place + GRAM] for place in range(len(framed) - GRAM + 1)]
    return found
