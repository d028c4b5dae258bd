"""Logging: our lines in full, everybody else's by class name, nothing of an exception but its class and our frames."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from bot.log import SafeFormatter

SECRET = "canary"


def line(logger: str, text: str, error: BaseException | None = None) -> str:
    """Format one record."""
    told = (type(error), error, error.__traceback__) if error else None
    return SafeFormatter().format(logging.LogRecord(logger, logging.ERROR, "", 0, text, (SECRET,), told))


@pytest.mark.parametrize(
    ("logger", "told"), [("qorgan", True), ("qorgan.app", True), ("qorganic", False), ("aiogram.event", False)]
)
def test_only_our_lines_have_their_text(logger: str, told: bool) -> None:  # noqa: FBT001 - a case
    """The text of a foreign line is withheld."""
    assert (SECRET in line(logger, "said %s")) is told


def test_an_exception_shows_its_class_its_cause_and_our_frames() -> None:
    """An operator can find the place; nobody can find the person."""
    try:
        try:
            SafeFormatter().format(None)  # type: ignore[arg-type] # breaks inside our code
        except AttributeError as cause:
            raise ValueError(SECRET) from cause
    except ValueError as error:
        said = line("asyncio", "%s", error)
    assert SECRET not in said
    assert "ValueError from AttributeError" in said
    assert "tests/" not in said


@pytest.mark.parametrize(
    ("level", "shown"), [("DEBUG", "debug info warning error "), ("WARNING", "warning error "), ("ERROR", "error ")]
)
def test_the_level_is_for_our_lines(level: str, shown: str) -> None:
    """LOG_LEVEL chooses among our lines; foreign ones show from a warning on, without a clock time."""
    script = (
        f"import logging; from bot.log import set_up; set_up({level!r})\n"
        "for name in ('debug', 'info', 'warning', 'error'):\n"
        "    getattr(logging.getLogger('qorgan'), name)(name); getattr(logging.getLogger('aiogram'), name)('x')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    lines = [text for text in done.stderr.splitlines() if "qorgan" in text]
    assert "".join(f"{text.split(': ')[1]} " for text in lines) == shown
    assert not any("DEBUG aiogram" in text or "INFO aiogram" in text for text in done.stderr.splitlines())


LEAKS = {
    "a line that cannot be formatted": "logging.getLogger('qorgan').error('%d', 'canary')",
    "a destructor": "type('X', (), {'__del__': lambda self: {}['canary']})()",
    "the main thread": "raise ValueError('canary')",
    "a forgotten future": "import asyncio\nasync def main():\n"
    "    asyncio.get_running_loop().create_future().set_exception(ValueError('canary'))\nasyncio.run(main())",
}


@pytest.mark.parametrize("place", LEAKS)
def test_nothing_leaks_past_the_log(place: str) -> None:
    """Whatever Python prints by itself is printed without the exception's text."""
    script = f"import logging; from bot.log import set_up; set_up('DEBUG')\n{LEAKS[place]}\n"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert SECRET not in done.stderr
    assert "Error" in done.stderr or place.startswith("a line")


def test_a_crash_leaves_no_image_of_the_memory() -> None:
    """However the machine is set up, no core file is written: names and texts would stand in it."""
    script = (
        "import resource; from bot.log import set_up\n"
        "most = resource.getrlimit(resource.RLIMIT_CORE)[1]; resource.setrlimit(resource.RLIMIT_CORE, (most, most))\n"
        "set_up('INFO'); print(resource.getrlimit(resource.RLIMIT_CORE))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "(0, 0)\n"
