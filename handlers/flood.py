"""Who asks too often: counted in memory for each person, so that one who taps without end holds up nobody else."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

PEOPLE = 10_000  # watched at a time; who was silent for longest goes first, and starts afresh
AT_ONCE = 60.0  # requests that somebody may make without a pause, more than anybody can read
A_SECOND = 4.0  # how fast that allowance grows again


class Flood:
    """One allowance for each person: so much at once, growing again by so much a second; `clock` gives seconds."""

    def __init__(
        self, at_once: float = AT_ONCE, a_second: float = A_SECOND, clock: Callable[[], float] = monotonic
    ) -> None:
        self._at_once = at_once
        self._a_second = a_second
        self._clock = clock
        self._people: OrderedDict[int, tuple[float, float]] = OrderedDict()  # what was left, and when

    def __len__(self) -> int:
        return len(self._people)

    def over(self, person: int, cost: float = 1) -> bool:
        """Take note of a request of this cost, and tell whether it is one too many."""
        now = self._clock()
        left, at = self._people.pop(person, (self._at_once, now))
        left = min(self._at_once, left + (now - at) * self._a_second)
        self._people[person] = (max(left - cost, 0.0), now)
        if len(self._people) > PEOPLE:
            self._people.popitem(last=False)
        return left < cost
