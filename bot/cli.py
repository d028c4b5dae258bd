"""The `qorgan` command. Each command imports what it needs when it runs: importing aiogram alone takes seconds."""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING

from bot.arguments import EDITING, PRINTING, STATISTICS, declare_editing, declare_printing, declare_statistics
from bot.garbage import making_what_stays

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bot.settings import Settings
    from flows import Problem

CLEAN, FOUND, UNUSABLE = 0, 1, 2
INTERRUPTED, CUT_SHORT = 130, 141  # as shells say it: 128 and the number of SIGINT, of SIGPIPE
LEAVE_SECONDS = 1.0  # for what Python does at the end of a process, once the bot has ended

ABOUT = """\
Qorgan is an anonymous Telegram bot for people in Kazakhstan hit by digital violence. It leads them, by buttons alone,
through what to do next, shows the hotline that fits, and keeps nothing about them."""
EXAMPLES = """\
examples:
  qorgan run                        answer people in Telegram; without BOT_TOKEN, the same as qorgan preview
  qorgan preview                    try the bot in a web chat at http://127.0.0.1:8080; needs no token
  PREVIEW_PORT=9000 qorgan preview  the same on another port
  qorgan check                      check every text and step under content/ and say what to mend, with file and line
  qorgan diff HEAD                  say in words what changed in the content since the last commit
  qorgan export html                write every screen in all languages as one page, for reviewers
  qorgan export readability         how long and how hard the screens are to read, and which to write shorter
  qorgan translate export --to kk   write a spreadsheet for a translator; translate import takes it back
  qorgan sign                       list what nobody has signed yet
  qorgan match "меня шантажируют"   say which situations would be offered for a message, and why
  qorgan leaflet --flow threats     write a poster and a picture with the bot's QR code
  qorgan papers                     write every letter and statement as a file to print
  qorgan stats --period 2026-11     print how often each kind of help was asked for; no person is in it
  qorgan report --lang kk           write the report of the last month as a page
  qorgan backup                     copy the counters, also while the bot runs

Settings come from the environment and from a file .env in the current folder; .env.example explains each of them.
Exit codes: 0 all is well, 1 the check found something to mend, 2 settings, content or counters cannot be used."""
COMMANDS = {
    "run": "answer people in Telegram until Ctrl-C or SIGTERM",
    "preview": "open a web chat to try the bot in, without Telegram",
}


def main() -> None:
    """Run the command named on the command line and exit with its code."""
    parser = argparse.ArgumentParser(
        prog="qorgan", description=ABOUT, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", metavar="command", required=True)
    for name, text in COMMANDS.items():
        commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
    declare_editing(commands)
    declare_printing(commands)
    declare_statistics(commands)
    try:
        code = _perform(parser.parse_args())
        sys.stdout.flush()
    except KeyboardInterrupt:  # before the bot could take it
        code = INTERRUPTED
    except BrokenPipeError:  # `qorgan check | head`: whoever reads has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = CUT_SHORT
    except OSError as error:
        if error.filename is None:  # about none of the files named by whoever called
            raise
        code = _refuse([f"{error.filename}: {error.strerror}"])
    sys.exit(code)


def _perform(arguments: argparse.Namespace) -> int:
    from bot.settings import SettingsError, read_settings

    try:
        settings = read_settings()
        if arguments.command in STATISTICS:
            return _statistics(arguments, settings)
        if arguments.command in PRINTING:
            return _printing(arguments, settings)
        if arguments.command in EDITING:
            return _editing(arguments, settings)
        return {"run": _run, "preview": _preview}[arguments.command](settings)
    except SettingsError as error:
        return _refuse(error.problems)


def _run(settings: Settings) -> int:
    from bot.content import Watch, begin, unsigned
    from bot.log import set_up
    from flows import ContentError

    if not settings.bot_token.get_secret_value():
        print("BOT_TOKEN is not set: a web chat takes the place of Telegram.", flush=True)
        return _preview(settings)
    set_up(settings.log_level)
    watch, copy = Watch(_content(settings)), settings.database_path.with_name("content-good")
    try:
        catalog, home = begin(watch.folder, copy, signed=settings.require_signed)
    except ContentError as error:
        return _refuse(_say(error.problems))
    if settings.require_signed and (refused := unsigned(catalog, home, required=True)):
        return _refuse([refused])
    with making_what_stays():
        from bot import app
        from bot.poller import RefusedError
        from bot.reload import keep_up
    following = partial(keep_up, watch=watch, copy=copy, signed=settings.require_signed)

    async def serving() -> None:
        await app.serve(settings, catalog, following)
        _leave_in(LEAVE_SECONDS)

    try:
        asyncio.run(serving())
    except RefusedError as error:
        return _refuse([str(error)])
    except ContentError as error:
        return _refuse(_say(error.problems))
    return CLEAN


def _leave_in(seconds: float) -> None:
    """End the process by then: Python waits for its threads, and one of them may wait for a disk that never answers."""
    leaving = threading.Timer(seconds, os._exit, [CLEAN])
    leaving.daemon = True
    leaving.start()


def _preview(settings: Settings) -> int:
    from bot.content import Watch
    from bot.log import set_up
    from flows import ContentError, load

    set_up(settings.log_level)
    watch = Watch(_content(settings))
    try:
        catalog = load(watch.folder)
    except ContentError as error:
        return _refuse(_say(error.problems))
    with making_what_stays():
        from bot import trial
    asyncio.run(trial.serve(settings, catalog, watch, partial(print, flush=True)))
    return CLEAN


def _editing(arguments: argparse.Namespace, settings: Settings) -> int:
    gc.disable()  # a command that ends in a second or two needs no collection
    from bot import editing
    from flows import ContentError

    tongue = arguments.lang or _tongue()
    try:
        return editing.perform(arguments, _content(settings), tongue)
    except ContentError as error:
        return _refuse(problem.say(tongue) for problem in error.problems)
    except editing.REFUSED as error:
        return _refuse([str(error)])


def _printing(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot import printing
    from flows import ContentError

    try:
        print(printing.perform(arguments, _content(settings), settings.bot_username))
    except ContentError as error:
        return _refuse(_say(error.problems))
    except printing.OrderError as error:
        return _refuse([str(error)])
    return CLEAN


def _statistics(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot import statistics
    from flows import ContentError

    try:
        print(statistics.perform(arguments, settings))
    except ContentError as error:
        return _refuse(_say(error.problems))
    except statistics.REFUSED as error:
        return _refuse([str(error)])
    return CLEAN


def _content(settings: Settings) -> Path:
    from flows.loader import HERE

    return settings.content_dir or HERE


def _tongue() -> str:
    """Russian where the terminal speaks Russian or Kazakh, else English."""
    return "ru" if os.environ.get("LANG", "")[:2] in {"ru", "kk"} else "en"


def _say(problems: Iterable[Problem]) -> list[str]:
    return [problem.say(_tongue()) for problem in problems]


def _refuse(lines: Iterable[str]) -> int:
    print(*lines, sep="\n", file=sys.stderr)
    return UNUSABLE
