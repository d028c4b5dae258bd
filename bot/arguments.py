"""What can be written after `qorgan stats`, `report`, `backup` and `restore`. Cheap to import: help is to be quick."""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction

STATISTICS = ("stats", "report", "backup", "restore")
FORMATS = ("table", "csv", "json", "xlsx")
PERIODS = """\
periods:
  2026-11          a month, without the days of the campaign
  campaign-2026    the campaign
  2026-Q4, 2026    a quarter or a year: the sum of its months and the campaign
  2026-W48         a week: the number of requests alone, as for whatever is not over yet

Numbers from 0 to 9 are shown as <10, all others are rounded to 5. They are requests, not people."""


def declare_statistics(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Add the commands that read and keep the counters."""
    stats = _declare(commands, "stats", "print the anonymous counts", PERIODS)
    stats.add_argument("--by", metavar="TOPIC", help="flow, language, source, step, contact, …; all when left out")
    stats.add_argument("--format", choices=FORMATS, default=FORMATS[0], help="table when left out")
    stats.add_argument("-o", "--output", type=Path, metavar="FILE", help="a file; the terminal when left out")
    report = _declare(commands, "report", "write a period's report as a page to read and print", PERIODS)
    report.add_argument("-o", "--output", type=Path, metavar="FILE", default=Path("report.html"), help="report.html")
    for parser in (stats, report):
        parser.add_argument("--period", metavar="PERIOD", help="the month or campaign that ended last when left out")
        parser.add_argument("--lang", metavar="LANGUAGE", help="ru, kk or en; the terminal's when left out")
    backup = _declare(commands, "backup", "copy the counters to a file, also while the bot runs")
    backup.add_argument("file", type=Path, nargs="?", metavar="FILE", help="beside the counters when left out")
    restore = _declare(commands, "restore", "put a backup in the place of the counters; the bot must not be running")
    restore.add_argument("file", type=Path, metavar="FILE", help="the backup")


def _declare(commands: _SubParsersAction[ArgumentParser], name: str, text: str, more: str = "") -> ArgumentParser:
    said = f"{text[0].upper()}{text[1:]}."
    form = RawDescriptionHelpFormatter
    return commands.add_parser(name, help=text, description=said, epilog=more, formatter_class=form)
