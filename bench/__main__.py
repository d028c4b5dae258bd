"""`make bench`: all figures, or those named: `python -m bench press memory`. `python -m bench.soak` runs by itself."""

from __future__ import annotations

import importlib
import sys

from bench.table import show

PARTS = ("memory", "press", "start", "http", "counting", "fuzz")
"""Memory first: what other parts have freed would be taken for it again, and no growth be seen."""


def main() -> int:
    """Measure, print, and fail when a figure misses its limit."""
    missed = False
    for name in sys.argv[1:] or PARTS:
        rows = importlib.import_module(f"bench.{name}").run()
        print(show(rows), flush=True)
        missed = missed or not all(row.reached for row in rows)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
