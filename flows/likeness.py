"""Which label a text is most like, learned from examples: a linear classifier over words and their beginnings.

What the examples of a label have in common gives the first weights; then learning is passive-aggressive (Crammer et
al., JMLR 7, 2006): each example that its label does not win by a margin shifts the weights until it nearly would. All
labels' weights of one feature are the slots of one long integer: to add two such integers is to add the weights of
every label at once, so a thousand examples take a hundredth of a second.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, count, pairwise
from struct import Struct
from zlib import crc32

HEAD_START = 1 / 30
"""How much all examples of a label weigh together before each is taught by itself: what many have in common counts."""
MARGIN = 1.25
CORRECTION = 2 / 3
"""How far an example shifts the weights, of what would part its label from the next by the margin: a half. More, since
the examples after it undo some of that."""
MOST_STEP = 1.5
"""How far one example may shift the weights: the bound that keeps a mislabelled one from spoiling the rest."""
STARTS, PAIRED = (3, 5), 3
"""Letters by which the start of a word counts, and those of each of two neighbours."""
MOST_WORDS = 160
"""Different words looked at in one text, its beginning and its end before its middle: this bounds the time."""
UNKNOWN = 50.0
"""How much a feature that no example has weighs against being sure: a text of unknown words is like nothing much."""

SLOT, SLOT_TYPE = 32, "I"
"""Bits of a slot, and its type in a `struct`."""
UNIT = 1 << 16
"""A weight of 1 in a slot. The sum of a longest text stays below five thousand; slots overflow at 32,768."""
ZERO = 1 << SLOT - 1
"""What a slot holds for 0, when slots are read: weights have signs, slots have none."""

Ready = tuple[int, list[int], list[int], float]
"""An example to learn: its label's place, its features' places and their squares, and the length of it all."""


class Likeness:
    """Knows the labels of its examples, and how much each feature speaks for each label."""

    def __init__(self, examples: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Learn from (label, different features) pairs, see `features`."""
        known = sorted((example for example in examples if example[1]), key=_by_chance)
        often = Counter(label for label, _ in known).most_common()  # these come first: short integers
        self.labels = tuple(label for label, _ in often)
        self._read = Struct(f"<{len(self.labels)}{SLOT_TYPE}")
        self._zeros = sum(ZERO << SLOT * place for place in range(len(self.labels)))
        self._places: dict[str, int] = defaultdict(count().__next__)
        placed = [list(map(self._places.__getitem__, found)) for _, found in known]
        self._places.default_factory = None  # no text finds a new place
        found_in = Counter(chain.from_iterable(placed))
        rarity = {n: round((1 + math.log(len(known) / n)) ** 2) for n in set(found_in.values())}
        self._squares = [rarity[n] for n in found_in.values()]  # counted, as numbered, when first found
        self._rows = [0] * len(found_in)
        self._learn([(label, one) for (label, _), one in zip(known, placed, strict=True)])

    def scores(self, found: Sequence[str]) -> dict[str, float]:
        """How much a text's features speak for each label; below 0 they speak against it. Empty: nothing is known."""
        known = [self._places[one] for one in found if one in self._places]
        if not known:
            return {}
        unknown = UNKNOWN * (len(found) - len(known))
        length = math.sqrt(sum(self._squares[one] for one in known) + unknown) * UNIT
        return {label: (slot - ZERO) / length for label, slot in zip(self.labels, self._slots(known), strict=True)}

    def weights(self, found: Iterable[str], label: str) -> dict[str, float]:
        """How much each known feature by itself speaks for a label."""
        place = self.labels.index(label)
        known = {feature: self._slots([self._places[feature]]) for feature in found if feature in self._places}
        return {feature: (slots[place] - ZERO) / UNIT for feature, slots in known.items()}

    def _slots(self, known: Iterable[int]) -> list[int]:
        """The sums of features' weights, label by label, each above ZERO by what it is above 0."""
        total = sum(map(self._rows.__getitem__, known), self._zeros)
        return list(self._read.unpack(total.to_bytes(self._read.size, "little")))

    def _learn(self, examples: list[tuple[str, list[int]]]) -> None:
        numbers = {label: place for place, label in enumerate(self.labels)}
        measured: list[Ready] = []
        for label, known in examples:
            squares = [self._squares[one] for one in known]
            measured.append((numbers[label], known, squares, math.sqrt(sum(squares))))
        self._start(measured)
        for example in measured:
            self._teach(*example)

    def _start(self, examples: list[Ready]) -> None:
        """Weigh features by how often a label has them: by the root of it, lest labels of many examples win all."""
        of_label: dict[int, list[list[int]]] = defaultdict(list)
        for label, known, *_ in examples:
            of_label[label].append(known)
        rows, squares = self._rows, self._squares
        for label, every in of_label.items():
            often = Counter(chain.from_iterable(every))
            weights = {n: int(HEAD_START * UNIT * math.sqrt(n)) << SLOT * label for n in set(often.values())}
            for one, n in often.items():
                rows[one] += squares[one] * weights[n]

    def _teach(self, label: int, known: list[int], squares: list[int], length: float) -> None:
        """Shift the weights towards an example's label, and away from the next, unless it wins by the margin."""
        slots = self._slots(known)
        right, slots[label] = slots[label], 0
        best = max(slots)
        loss = MARGIN - (right - best) / length / UNIT
        if loss <= 0:
            return
        step = int(min(MOST_STEP, loss * CORRECTION) / length * UNIT)
        shift = (step << SLOT * label) - (step << SLOT * slots.index(best))
        rows = self._rows
        for one, square in zip(known, squares, strict=True):
            rows[one] += square * shift


def _by_chance(example: tuple[str, Sequence[str]]) -> int:
    """An order in which labels take turns, which teaches faster; one example more moves no other."""
    return crc32(" ".join(example[1][:4]).encode())


def features(words: Sequence[str]) -> list[str]:
    """The words of a folded text, how they start, and how neighbours start: endings differ, and there typos are."""
    if len(words) > MOST_WORDS:
        words = (*words[: MOST_WORDS // 2], *words[-MOST_WORDS // 2 :])
    long = [word for word in words if len(word) > 1]
    found = [f"{word}=" for word in long]
    found += [f"{one} {two}" for one, two in pairwise([word[:PAIRED] for word in words])]
    for letters in STARTS:
        found += [word[:letters] for word in long if len(word) >= letters]
    return list(dict.fromkeys(found))
