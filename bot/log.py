"""Logging that cannot name a person: our own lines in full, everybody else's by class name only.

aiogram's exceptions carry chat ids in their text, asyncio prints the exception of a forgotten task, a warning of
aiogram quotes a whole update. So the text of a foreign line is never built, at any level, and no exception's text,
of whomever, is printed. Lines bear no clock time: a time beside an error could be matched with a person's phone;
a supervisor such as systemd adds its own where the operator wants that.
"""

from __future__ import annotations

import logging
import resource
import sys
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

OURS = "qorgan"
ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "handlers", "flows", "storage")

log = logging.getLogger(OURS)


def set_up(level: str) -> None:
    """Send every log line, warning and uncaught exception of the process to stderr in the safe form.

    A crash leaves no image of the memory on the disk: it would hold what people have just written.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(SafeFormatter())
    # Foreign lines below a warning say nothing once their text is withheld, and cost time at every tap.
    logging.basicConfig(level=max(logging.WARNING, getattr(logging, level)), handlers=[handler], force=True)
    log.setLevel(level)
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False  # a line that cannot be formatted would be printed with its arguments
    sys.excepthook = _uncaught
    sys.unraisablehook = lambda hook: _report("unraisable", hook.exc_value)
    threading.excepthook = lambda hook: _report("thread", hook.exc_value)


class SafeFormatter(logging.Formatter):
    """One line for each record, with the class and our own frames of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's level and name, with its text only when it is ours."""
        said = record.getMessage() if _is_ours(record) else "(text withheld)"
        line = f"{record.levelname} {record.name}: {said}"
        error = record.exc_info[1] if record.exc_info else None
        return f"{line} [{describe(error)}]" if error else line


def describe(error: BaseException) -> str:
    """An exception without its text: its class, its causes, and the lines of our code it came through."""
    chain = [type(error).__name__]
    cause = error.__cause__ or error.__context__
    while cause and len(chain) < 4:  # noqa: PLR2004 - deeper causes explain nothing more
        chain.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return " ".join([" from ".join(chain), *_our_frames(error.__traceback__)])


def _our_frames(trace: TracebackType | None) -> list[str]:
    places = []
    for frame, line in traceback.walk_tb(trace):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in PACKAGES:
            places.append(f"{path.relative_to(ROOT)}:{line}")
    return places[-5:]


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name == OURS or record.name.startswith(f"{OURS}.")


def _report(where: str, error: BaseException | None) -> None:
    log.error("uncaught in %s", where, exc_info=error)


def _uncaught(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    _report("the main thread", error)
