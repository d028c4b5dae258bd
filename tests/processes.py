"""The processes that check a content folder, as the system lists them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest

LISTED = Path("/proc")
needs_list = pytest.mark.skipif(not LISTED.is_dir(), reason="no list of processes in /proc")
needs_two = pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="with one processor a check begins no processes")


def checking(folder: Path) -> int:
    """How many there are: one while it reads the content, and with it those that it begins to check what it read."""
    found = 0
    for command in LISTED.glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has just ended
            found += str(folder).encode() in command.read_bytes()
    return found
