"""Seconds from the start of the process to the first getUpdates, against a bare aiogram bot; and of small commands."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

from bench.bare import TOKEN
from bench.table import Row

ROUNDS = 5
QORGAN = Path(sys.executable).with_name("qorgan")
BARE = """
import asyncio, os
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["BOT_API_URL"]))
asyncio.run(Dispatcher().start_polling(Bot(os.environ["BOT_TOKEN"], session=session)))
"""
ME = b'{"ok":true,"result":{"id":42,"is_bot":true,"first_name":"Q","username":"q_bot"}}'


def run() -> list[Row]:
    """The extra seconds of our start, and what `--help` and `check` take."""
    with _telegram() as (url, asked), tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"BOT_TOKEN": TOKEN, "BOT_API_URL": url, "DATABASE_PATH": f"{folder}/counts.db"}
        ours, bare = [], []
        for _ in range(ROUNDS):
            ours.append(_until_asked([str(QORGAN), "run"], environment, asked))
            bare.append(_until_asked([sys.executable, "-c", BARE], environment, asked))
    extra = statistics.median(ours) - statistics.median(bare)
    note = f"{statistics.median(ours):.2f} s, bare {statistics.median(bare):.2f} s"
    return [
        Row("seconds more to the first getUpdates", extra, 0.5, note),
        Row("seconds of qorgan --help", _seconds("--help"), 0.3),
        Row("seconds of qorgan check", _seconds("check"), 2.0),
    ]


@contextmanager
def _telegram() -> Iterator[tuple[str, Event]]:
    """A server that knows the bot, and tells when it is asked for updates."""
    asked = Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.path.endswith("getUpdates"):
                asked.set()
                time.sleep(0.2)
            body = ME if self.path.endswith("getMe") else b'{"ok":true,"result":[]}'
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):  # the bot is stopped while it waits
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()


def _until_asked(command: list[str], environment: dict[str, str], asked: Event) -> float:
    asked.clear()
    begin = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        came = asked.wait(60)
        took = time.perf_counter() - begin
        process.kill()
    if not came:
        raise RuntimeError(f"{command[0]} never asked for updates")
    return took


def _seconds(argument: str) -> float:
    command = [str(QORGAN), argument]
    runs = (_timed(lambda: subprocess.run(command, check=False, capture_output=True)) for _ in range(ROUNDS))
    return statistics.median(runs)


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
