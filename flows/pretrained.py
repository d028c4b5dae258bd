"""What was learned beforehand, from far more messages than there is time to learn from at each start.

`make pretrain` writes it from `tests/messages`; content adds to it each time it is loaded. A file holds how many
messages it was, the features, what each weighs in the length of a text (a line each), and for each label a line with
one printable character a feature: how much it speaks for that label.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

MIDDLE, MOST = ord("O"), 46
"""The character of weight 0, and the greatest weight up or down from it that is still a printable one."""
BETWEEN = "\t"


@dataclass(frozen=True, slots=True, repr=False)
class Pretrained:
    """How many messages it was, the square of each feature, and for each label a character a feature, in that order."""

    messages: int
    squares: Mapping[str, int]
    weights: Mapping[str, bytes]

    def only(self, labels: Collection[str]) -> Pretrained:
        """The same without all other labels."""
        return replace(self, weights={label: row for label, row in self.weights.items() if label in labels})

    def lines(self) -> Iterator[str]:
        """The file, line by line."""
        yield str(self.messages)
        yield BETWEEN.join(self.squares)
        yield BETWEEN.join(map(str, self.squares.values()))
        yield from (f"{label}{BETWEEN}{row.decode('ascii')}" for label, row in self.weights.items())


def file_of(name: str) -> Path:
    """Where it is kept what a classifier begins from."""
    return Path(__file__).with_name(f"pretrained-{name}.txt")


def read(name: str) -> Pretrained:
    """What `make pretrain` wrote."""
    messages, features, squares, *rows = file_of(name).read_text(encoding="utf-8").splitlines()
    weights = (row.split(BETWEEN) for row in rows)
    return Pretrained(
        int(messages),
        dict(zip(features.split(BETWEEN), map(int, squares.split(BETWEEN)), strict=True)),
        {label: row.encode("ascii") for label, row in weights},
    )
