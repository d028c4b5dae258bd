"""The bot as a process of its own, started without the seconds that importing aiogram takes.

Run as a program it imports aiogram and then waits for orders: each becomes a copy of the process, which imports our
code afresh. It ends with whoever started it.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

LONGEST = 1 << 17
"""Bytes of an order: the code and the whole environment."""


class WarmStart:
    """Starts processes."""

    def __init__(self, orders: socket.socket) -> None:
        self._orders = orders

    def start(self, code: str, folder: Path, environment: Mapping[str, str]) -> tuple[int, BinaryIO]:
        """Run Python in a folder: the process's id, and all that it prints until its end."""
        printed, theirs = os.pipe()
        order = json.dumps({"code": code, "folder": str(folder), "environment": dict(environment)})
        socket.send_fds(self._orders, [order.encode()], [theirs])
        os.close(theirs)
        return int(self._orders.recv(LONGEST)), os.fdopen(printed, "rb")


@contextmanager
def warm_start() -> Iterator[WarmStart]:
    """Begin to wait for orders, and end with them."""
    ours, theirs = socket.socketpair()
    with subprocess.Popen([sys.executable, __file__], stdin=theirs.fileno()), theirs, ours:
        theirs.close()
        yield WarmStart(ours)


def taken(orders: socket.socket) -> str:
    """Wait for orders for ever; only the copies come back from here, in their folder, each with its code."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
    while True:
        order, files, *_ = socket.recv_fds(orders, LONGEST, 1)
        if not order:
            sys.exit()
        if not (process := os.fork()):
            break
        os.close(files[0])
        orders.send(str(process).encode())
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for stream in (1, 2):
        os.dup2(files[0], stream)
    told = json.loads(order)
    os.chdir(told["folder"])
    os.environ.clear()
    os.environ.update(told["environment"])
    return str(told["code"])


if __name__ == "__main__":
    import aiogram  # noqa: F401 # the seconds

    code = taken(socket.socket(fileno=0))
    exec(code)  # noqa: S102 # at the top, where Python ends a program that fails as it always does
