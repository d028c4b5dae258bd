"""A Python started without the seconds that importing aiogram takes: `start`.

A process that has imported it waits for orders and makes a copy of itself for each. Whoever gives the order is a small
program that stands for the copy: it lends its streams, passes signals on, and ends as the copy does. Our own code is
imported by the copy, as ever.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

LONGEST = 1 << 17
"""Bytes of an order: arguments, folder and environment."""


async def start(*arguments: str, **how: Any) -> asyncio.subprocess.Process:
    """Start Python with `-m MODULE …` or `-c CODE`; `how` is as for asyncio.create_subprocess_exec."""
    orders = _waiting()[0].fileno()
    standing = (sys.executable, "-IS", __file__, str(orders), *arguments)
    return await asyncio.create_subprocess_exec(*standing, pass_fds=[orders], **how)


@cache
def _waiting() -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """Where orders go, and the process that takes them until nobody is left who could give one."""
    ours, theirs = socket.socketpair()
    with theirs:
        return ours, subprocess.Popen([sys.executable, __file__], stdin=theirs.fileno())


def stand(orders: socket.socket, arguments: list[str]) -> None:
    """Order a copy, and end as it ends."""
    ours, theirs = socket.socketpair()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: ours.send(bytes([number])))
    order = json.dumps([arguments, str(Path.cwd()), dict(os.environ)])
    socket.send_fds(orders, [order.encode()], [0, 1, 2, theirs.fileno()])
    theirs.close()
    code = int(ours.recv(LONGEST))
    if code < 0:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    sys.exit(code)


def take(orders: socket.socket) -> list[str]:
    """Wait for orders; only the copies come back from here, each with its arguments."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # those who attend to the copies end by themselves
    while True:
        order, files, *_ = socket.recv_fds(orders, LONGEST, 4)
        if not order:
            sys.exit()
        if os.fork() == 0:
            break
        for file in files:
            os.close(file)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    orders.close()
    line = socket.socket(fileno=files.pop())
    if copy := os.fork():
        attend(line, copy)
    line.close()
    for stream, file in enumerate(files):
        os.dup2(file, stream)
        os.close(file)
    arguments, folder, environment = json.loads(order)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    return list(arguments)


def attend(line: socket.socket, copy: int) -> None:
    """Pass signals on to a copy until it ends, and tell with which code. It does not outlive who stands for it."""

    def pass_on() -> None:
        with suppress(ProcessLookupError):  # it has just ended
            while number := line.recv(1):
                os.kill(copy, number[0])
            os.kill(copy, signal.SIGKILL)

    threading.Thread(target=pass_on, daemon=True).start()
    _, status = os.waitpid(copy, 0)
    with suppress(BrokenPipeError):  # nobody stands for it any more
        line.send(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


if __name__ == "__main__":
    if sys.argv[1:]:
        stand(socket.socket(fileno=int(sys.argv[1])), sys.argv[2:])
    import aiogram  # noqa: F401 # the seconds

    gc.freeze()  # what no copy looks at is never copied
    option, what, *rest = take(socket.socket(fileno=0))
    sys.argv, sys.path[0] = [option, *rest], ""
    if option == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(what)  # noqa: S102 # at the top, where Python ends a program that fails as it always does
