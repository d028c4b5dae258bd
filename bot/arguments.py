"""What can be written after each command that takes more than its name. Cheap to import: help is to be quick."""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction

STATISTICS = ("stats", "report", "backup", "restore")
EDITING = ("check", "diff", "export", "translate", "sign", "match")
PRINTING = ("leaflet", "papers")
TRADES = ("content", "law", "psychology", "language")
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


def declare_editing(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Add the commands of editors, translators and reviewers."""
    check = _declare(commands, "check", "check every text and step under content/")
    check.add_argument("--release", action="store_true", help="also name what is unsigned, too old or unsourced")
    check.add_argument(
        "--format", choices=("text", "github"), default="text", help="github: findings in a pull request"
    )
    diff = _declare(commands, "diff", "say in words what changed in the content since a version in git")
    diff.add_argument("revision", metavar="REV", help="a commit, branch or tag, such as HEAD or main~3")
    export = _declare(commands, "export", "write every screen as a page to review, how hard screens are to read, …")
    export.add_argument("what", choices=("html", "readability", "schema", "rules"))
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="html: review.html, others: the terminal")
    sign = _declare(commands, "sign", "list what nobody has signed yet, or sign an area you have read")
    sign.add_argument("area", nargs="?", metavar="AREA", help="such as flows/crisis, contacts or law")
    sign.add_argument("--as", dest="role", choices=TRADES, default=TRADES[0], help="your trade; content when left out")
    sign.add_argument("--language", metavar="LANGUAGE", help="with --as language: the language you have read")
    match = _declare(commands, "match", "say how the bot would understand a message, and why")
    match.add_argument("text", metavar="TEXT", help='what a person might write, in quotes: "меня шантажируют"')
    for parser in (check, diff, export, sign, match, _declare_translate(commands)):
        parser.add_argument("--lang", choices=("ru", "en"), help="of the messages; the terminal's when left out")


def _declare_translate(commands: _SubParsersAction[ArgumentParser]) -> ArgumentParser:
    translate = _declare(commands, "translate", "give translators a spreadsheet of all texts, and take it back in")
    ways = translate.add_subparsers(dest="what", metavar="way", required=True)
    out = _declare(ways, "export", "write the spreadsheet for a language, missing and stale texts first")
    out.add_argument("--to", metavar="LANGUAGE", required=True, help="the language to translate into, such as kk")
    out.add_argument("-o", "--output", type=Path, metavar="FILE", default=Path("sheet.xlsx"), help="sheet.xlsx")
    back = _declare(ways, "import", "write a spreadsheet's translations into the content")
    back.add_argument("sheet", type=Path, metavar="FILE", help="the spreadsheet")
    _declare(ways, "record", "note which source text each translation was made from")
    accept = _declare(ways, "accept", "note that stale translations are right as they are")
    accept.add_argument("names", nargs="+", metavar="TEXT", help="such as flows/image-leak.yaml#steps/proof/title")
    return translate


def declare_printing(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Add the commands that write what is printed and handed out."""
    leaflet = _declare(commands, "leaflet", "write posters and pictures with a QR code, lesson plans and talks")
    leaflet.add_argument("--flow", metavar="FLOW", help="what about, such as image-leak, for-school or for-work")
    leaflet.add_argument("--all", action="store_true", help="the whole set")
    leaflet.add_argument("--source", metavar="WORD", help="where it will hang, such as school: the link tells it")
    leaflet.add_argument("--bot", metavar="NAME", help="the bot's name in t.me/…; BOT_USERNAME when left out")
    leaflet.add_argument("--campaign", action="store_true", help="in orange, with the dates of the 16 days")
    papers = _declare(commands, "papers", "write every letter and statement as a file to print and lay out")
    for parser in (leaflet, papers):
        parser.add_argument("--lang", metavar="LANGUAGE", help="kk, ru or en; all when left out")
        parser.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="a folder named as the command")


def _declare(commands: _SubParsersAction[ArgumentParser], name: str, text: str, more: str = "") -> ArgumentParser:
    said = f"{text[0].upper()}{text[1:]}."
    form = RawDescriptionHelpFormatter
    return commands.add_parser(name, help=text, description=said, epilog=more, formatter_class=form)
