"""How like each label a text is, learned from examples: one linear classifier a label, over words and their beginnings.

What the examples of a label have in common gives the first weights; then learning is passive-aggressive (Crammer et
al., JMLR 7, 2006), each label against all others: an example shifts the weights until it scores nearly 1 for its label
and nearly 0 for the rest. What was learned beforehand (`flows/pretrained.py`) takes the place of the first weights.
All labels' weights of one feature are the slots of one long integer: to add two such integers is to add the weights of
every label at once, so a thousand examples take a hundredth of a second.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import chain, count, pairwise
from struct import Struct
from zlib import crc32

from flows.pretrained import MIDDLE, MOST, Pretrained

HEAD_START = 1 / 45
"""How much all examples of a label weigh together before each is taught by itself: what many have in common counts."""
CORRECTION = 1 / 2
"""How far an example shifts the weights, of what would give it the score it should have. All of it would be too far:
the examples after it undo some."""
SLACK = 0.1
"""How far from the score it should have an example may stay."""
ANY_TEXT, ANY_SQUARE = "", 10
"""A feature that every text has, and its square: whatever a text is, it is of most labels not."""
START, PAIRED, PAIR = 4, 3, " "
"""Letters by which the start of a word counts, and those of each of two neighbours, and what stands between these. A
pair that only one example has tells nothing of others."""
MOST_WORDS = 160
"""Words looked at in one text, its beginning and its end before its middle: this bounds the time."""
UNKNOWN = 50.0
"""How much a feature that no example has weighs against being sure: a text of unknown words is like nothing much."""

SLOT, SLOT_TYPE = 32, "I"
"""Bits of a slot, and its type in a `struct`."""
UNIT = 1 << 16
"""A weight of 1 in a slot. The sum of a longest text stays below five thousand; slots overflow at 32,768."""
ZERO = 1 << SLOT - 1
"""What a slot holds for 0, when slots are read: weights have signs, slots have none."""
COARSE = 15
"""Bits of a weight that are not kept of what was learned beforehand: it is told in halves."""
NOTHING = Pretrained(0, {ANY_TEXT: ANY_SQUARE}, {})

Ready = tuple[int, list[int], float]
"""An example to learn: its label's place, its features' places, and the length of it all."""


class Likeness:
    """Knows the labels of its examples, and how much each feature speaks for each label."""

    def __init__(
        self,
        examples: Iterable[tuple[str, Sequence[str]]],
        medleys: Collection[str] = (),
        pretrained: Pretrained = NOTHING,
    ) -> None:
        """Learn from (label, different features) pairs, see `features`; what is in a medley has nothing in common."""
        known = sorted((example for example in examples if example[1]), key=_by_chance)
        often_first = [label for label, _ in Counter(label for label, _ in known).most_common()]  # for short integers
        self.labels = tuple(dict.fromkeys((*often_first, *pretrained.weights)))
        self._read = Struct(f"<{len(self.labels)}{SLOT_TYPE}")
        self._zeros = sum(ZERO << SLOT * place for place in range(len(self.labels)))
        often = Counter(chain.from_iterable([found for _, found in known]))
        telling = [one for one, n in often.items() if (n > 1 or PAIR not in one) and one not in pretrained.squares]
        self._places = dict(zip((*pretrained.squares, *telling), count()))
        of = pretrained.messages + len(known)
        rarity = {n: round((1 + math.log(of / n)) ** 2) for n in set(often.values())}
        self._squares = [*pretrained.squares.values(), *[rarity[often[one]] for one in telling]]
        self._rows = [*self._rows_of(pretrained), *[0] * len(telling)]
        needless = {*medleys, *pretrained.weights}  # what was learned beforehand is ahead already
        self._learn([(label, self._known(found)) for label, found in known], needless)

    def scores(self, found: Sequence[str]) -> dict[str, float]:
        """How like each label a text is: 1 is like its examples, 0 like those of others. Empty: nothing is known."""
        known = self._known(found)
        if len(known) == 1:  # nothing but what every text has
            return {}
        unknown = UNKNOWN * (len(found) + 1 - len(known))
        length = math.sqrt(sum(self._squares[one] for one in known) + unknown) * UNIT
        return {label: (slot - ZERO) / length for label, slot in zip(self.labels, self._slots(known), strict=True)}

    def weights(self, found: Iterable[str], label: str) -> dict[str, float]:
        """How much each known feature by itself speaks for a label."""
        place = self.labels.index(label)
        known = {feature: self._slots([self._places[feature]]) for feature in found if feature in self._places}
        return {feature: (slots[place] - ZERO) / UNIT for feature, slots in known.items()}

    def _known(self, found: Sequence[str]) -> list[int]:
        places = self._places
        return [0, *[places[one] for one in found if one in places]]

    def _slots(self, known: Iterable[int]) -> list[int]:
        """The sums of features' weights, label by label, each above ZERO by what it is above 0."""
        total = sum(map(self._rows.__getitem__, known), self._zeros)
        return list(self._read.unpack(total.to_bytes(self._read.size, "little")))

    def pretrained(self, messages: int) -> Pretrained:
        """All that was learned, in halves, to begin from elsewhere; `messages`: of how many."""
        slots = zip(*(self._slots([place]) for place in self._places.values()), strict=True)
        weights = {label: bytes(map(_coarse, column)) for label, column in zip(self.labels, slots, strict=True)}
        return Pretrained(messages, dict(zip(self._places, self._squares, strict=True)), weights)

    def _rows_of(self, pretrained: Pretrained) -> list[int]:
        """Weights learned beforehand, all labels' of a feature in one integer."""
        size = len(pretrained.squares)
        width = SLOT // 8 * len(self.labels)
        spread = bytearray(width * size)
        for place, label in enumerate(self.labels):
            spread[SLOT // 8 * place :: width] = pretrained.weights.get(label, bytes([MIDDLE]) * size)
        middle = sum(MIDDLE << SLOT * place for place in range(len(self.labels)))
        each = (spread[width * place : width * (place + 1)] for place in range(size))
        return [int.from_bytes(one, "little") - middle << COARSE for one in each]

    def _learn(self, examples: list[tuple[str, list[int]]], needless: Collection[str]) -> None:
        """Give labels their head start, but for those that need none, and teach every example."""
        numbers = {label: place for place, label in enumerate(self.labels)}
        square = self._squares.__getitem__
        measured = [(numbers[label], known, math.sqrt(sum(map(square, known)))) for label, known in examples]
        self._start([example for example in measured if self.labels[example[0]] not in needless])
        for example in measured:
            self._teach(*example)

    def _start(self, examples: list[Ready]) -> None:
        """Weigh features by how often a label has them: by the root of it, lest labels of many examples win all."""
        of_label: dict[int, list[list[int]]] = defaultdict(list)
        for label, known, *_ in examples:
            of_label[label].append(known[1:])
        rows, squares = self._rows, self._squares
        for label, every in of_label.items():
            often = Counter(chain.from_iterable(every))
            weights = {n: int(HEAD_START * UNIT * math.sqrt(n)) << SLOT * label for n in set(often.values())}
            for one, n in often.items():
                rows[one] += squares[one] * weights[n]

    def _teach(self, label: int, known: list[int], length: float) -> None:
        """Shift the weights of the labels whose score for an example is not what it should be."""
        slots = self._slots(known)
        right, slots[label] = slots[label], 0
        part = CORRECTION / length**2
        slack = int(SLACK * length * UNIT)
        wrong = [place for place, slot in enumerate(slots) if slot > ZERO + slack]
        shift = 0
        for place in wrong:
            shift -= int((slots[place] - ZERO) * part) << SLOT * place
        missing = int(length * UNIT) + ZERO - right
        if missing > slack:
            shift += int(missing * part) << SLOT * label
        if shift:
            rows, squares = self._rows, self._squares
            for one in known:
                rows[one] += squares[one] * shift


def _coarse(slot: int) -> int:
    """A weight as one printable character."""
    return MIDDLE + max(-MOST, min(MOST, round((slot - ZERO) / (1 << COARSE))))


def _by_chance(example: tuple[str, Sequence[str]]) -> int:
    """An order in which labels take turns, which teaches faster; one example more moves no other."""
    return crc32(" ".join(example[1][:4]).encode())


def features(words: Sequence[str]) -> list[str]:
    """The words of a folded text, how they start, and how neighbours start: endings differ, and there typos are."""
    if len(words) > MOST_WORDS:
        words = (*words[: MOST_WORDS // 2], *words[-MOST_WORDS // 2 :])
    long = [word for word in words if len(word) > 1]
    found = [f"{word}=" for word in long]
    found += [f"{one}{PAIR}{two}" for one, two in pairwise([word[:PAIRED] for word in words])]
    found += [word[:START] for word in long if len(word) >= START]
    return list(dict.fromkeys(found))
