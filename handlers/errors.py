"""What happens when our own code fails: one line for the operator without anything of the person, and life goes on."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger("qorgan.handlers")


@contextmanager
def contained(where: str) -> Iterator[None]:
    """Report an exception by class and place instead of letting it out: its text may carry a chat id."""
    try:
        yield
    except Exception:
        log.exception("%s failed", where)  # without the text: see bot/log.py
