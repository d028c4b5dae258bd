"""The checks of changed content, in a process of their own: neither people nor the editor's next save wait for them."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from flows import Problem
from flows.checks.apart import heard


class OvertakenError(Exception):
    """The content has changed since it was loaded: what was found is of another version."""


async def proof(folder: Path, version: str, now: datetime) -> list[Problem]:
    """Every finding of every check about this version of a folder's content. Cancelled, it ends the process.

    Raises OvertakenError when the folder is of another version by now, ValueError when the process failed.
    """
    found_version, problems = heard(await _output("flows.checks.apart", str(folder), now.isoformat()))
    if found_version != version:
        raise OvertakenError
    return problems


async def _output(module: str, *arguments: str) -> bytes:
    """What a module of ours writes when it is run. Ctrl-C is for the bot, which then ends that process and its own."""
    ours = os.pathsep.join(path for path in sys.path if path)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", module, *arguments),
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": ours, "BOT_TOKEN": ""},
        start_new_session=True,
    )
    try:
        return (await process.communicate())[0]
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):  # it has just ended
                os.killpg(process.pid, signal.SIGKILL)
        await process.communicate()  # to the end of its output: a pipe left open would outlive the event loop
