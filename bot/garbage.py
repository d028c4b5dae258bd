"""When Python looks for garbage that only it can find; a press makes none, but leaves drawn screens to be looked at."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

NEW_OBJECTS = 10_000
"""Made between two looks; with Python's 700 a press is a tenth slower."""


@contextmanager
def making_what_stays() -> Iterator[None]:
    """Import and load without looking, then leave all that was made out of it: a tenth of the start, later pauses."""
    gc.disable()
    yield
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
    gc.enable()
