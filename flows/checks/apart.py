"""The checks as a process of their own: `python -m flows.checks.apart FOLDER MOMENT` writes what it finds as JSON.

For programs that have other things to do: a second or two of work keeps nobody waiting there.
"""

from __future__ import annotations

import json
import signal
import sys
from datetime import datetime
from pathlib import Path

from flows.checks.together import findings_together
from flows.loader import load
from flows.problems import ContentError, Problem


def said(version: str, problems: list[Problem]) -> str:
    """A version of the content and what was found in it, for `heard`."""
    return json.dumps([version, [[one.file, one.line, one.rule, one.values] for one in problems]])


def heard(written: bytes) -> tuple[str, list[Problem]]:
    """What `said` told. Raises ValueError when it is something else."""
    version, problems = json.loads(written)
    return version, [
        Problem(file, line, rule, tuple((key, value) for key, value in values)) for file, line, rule, values in problems
    ]


def main() -> None:
    """Check a folder; of content that cannot be loaded tell no version, and what the loader says."""
    folder, now = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
    try:
        catalog = load(folder)
        told = said(catalog.version, findings_together(catalog, folder, now=now))
    except ContentError as error:
        told = said("", error.problems)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # the process that asked was killed: end as silently
    print(told)  # noqa: T201  # to the process that asked


if __name__ == "__main__":
    main()
