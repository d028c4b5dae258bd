"""What is learned beforehand: `python -m bench.pretrain` writes `flows/pretrained-*.txt` from the messages collected.

Those are the corpus and every set that is not locked. Run it when messages come to them, or when spelling or features
change; a test tells when it was forgotten.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain

from bench.matching import label_of, learnable
from flows.likeness import Likeness, features
from flows.matching import CRISIS, SMALL_TALK, TOPICS, WHOSE
from flows.pretrained import Pretrained, file_of
from flows.spelling import fold_each
from flows.whose import Whose

SEEN = 3
"""Messages that must have a feature: what only one or two have tells little, and takes as long to read."""


def pretrained() -> dict[str, Pretrained]:
    """Learn from every message that is not set aside."""
    known = learnable()
    found = _seen([features(words) for words in fold_each([message.text for message in known])])
    topics = ((label_of(one), words) for one, words in zip(known, found, strict=True))
    crises = [(one.another, words) for one, words in zip(known, found, strict=True) if one.label in CRISIS]
    return {
        TOPICS: Likeness(topics, {SMALL_TALK}).pretrained(len(known)),
        WHOSE: Whose(crises).pretrained(len(crises)),
    }


def _seen(found: list[list[str]]) -> list[list[str]]:
    often = Counter(chain.from_iterable(found))
    return [[one for one in every if often[one] >= SEEN] for every in found]


def main() -> None:
    """Write the files."""
    for name, learned in pretrained().items():
        file_of(name).write_text("".join(f"{line}\n" for line in learned.lines()), encoding="utf-8")


if __name__ == "__main__":
    main()
