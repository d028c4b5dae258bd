"""Whose crisis a message tells of: learned from what is said by people in one and by those near them.

In doubt the phrases that name somebody decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flows.likeness import NOTHING, Likeness, features
from flows.phrases import Hit, around
from flows.pretrained import Pretrained

MINE, ANOTHERS = "mine", "another's"
CLEAR = 0.3
"""How much more like the crises of one's own or of others a text must be to need no phrase that names somebody."""
NEAR = 6
"""Words between a crisis and the person it befalls: "my friend writes that she …"."""


class Whose:
    """Knows how people tell of their own crises and how of others'."""

    def __init__(self, examples: Iterable[tuple[bool, Sequence[str]]], pretrained: Pretrained = NOTHING) -> None:
        """Learn from (whether it is somebody else's, features)."""
        labelled = ((ANOTHERS if others else MINE, found) for others, found in examples)
        self._likeness = Likeness(labelled, pretrained=pretrained)

    def pretrained(self, messages: int) -> Pretrained:
        """All that was learned, to begin from elsewhere."""
        return self._likeness.pretrained(messages)

    def is_anothers(self, words: Sequence[str], alarms: list[Hit], mine: list[Hit], others: list[Hit]) -> bool:
        """Whether the alarms in a text are somebody else's, given the phrases that name the writer and others."""
        scores = self._likeness.scores(features(around(words, alarms)))
        lead = scores.get(ANOTHERS, 0.0) - scores.get(MINE, 0.0)
        if abs(lead) >= CLEAR and len(words) > 1:  # one word tells of nobody else
            return lead > 0
        if any(_is_near(alarm, mine) for alarm in alarms):
            return False  # "my brother hits me"
        return all(_is_near(alarm, others) for alarm in alarms) if alarms else bool(others)


def _is_near(hit: Hit, others: list[Hit]) -> bool:
    return any(one.first - NEAR <= hit.end and hit.first <= one.end + NEAR for one in others)
