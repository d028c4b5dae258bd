"""The `qorgan` command as an operator runs it."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from content_files import changed, write
from counter_files import stored
from driver import Phone
from warm_start import start

from bot.preview import World, serve
from bot.preview.person import PATIENCE
from flows.countable import CONTENT
from flows.loader import HERE

UNSET = {"BOT_TOKEN": "", "CONTENT_DIR": "", "BOT_API_URL": "", "LANG": "C.UTF-8"}


def qorgan(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder and wait for its end."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=os.environ | UNSET | settings,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Copy the content and break two files."""
    folder = tmp_path / "content"
    shutil.copytree(HERE, folder)
    (folder / "menu.yaml").write_text("start:\n\t- x\n", encoding="utf-8")
    (folder / "facts.yaml").write_text("facts: [", encoding="utf-8")
    return folder


def test_help_teaches(tmp_path: Path) -> None:
    """The help says what the bot is, every command, and how to begin."""
    done = qorgan(tmp_path, "--help")
    assert done.returncode == 0
    assert all(word in done.stdout for word in ("Telegram", "run", "preview", "check", "stats", ".env.example"))


@pytest.mark.parametrize("arguments", [[], ["dance"], ["run", "fast"]])
def test_wrong_usage_is_refused(tmp_path: Path, arguments: list[str]) -> None:
    """An unknown command ends with usage and code 2."""
    done = qorgan(tmp_path, *arguments)
    assert done.returncode == 2
    assert "usage: qorgan" in done.stderr


@pytest.mark.parametrize("command", ["--help", "check", "stats"])
def test_aiogram_is_imported_only_where_it_is_needed(tmp_path: Path, command: str) -> None:
    """Help, check and stats start without the seconds that aiogram takes."""
    script = (
        "import atexit, sys; atexit.register(lambda: print('aiogram' in sys.modules, file=sys.stderr));"
        f"sys.argv = ['qorgan', '{command}']; from bot.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=os.environ | UNSET | {"CONTENT_DIR": str(write(tmp_path / "content"))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.splitlines()[-1] == "False"


@pytest.mark.parametrize("command", ["run", "preview", "check", "stats"])
def test_wrong_settings_are_said_without_a_traceback(tmp_path: Path, command: str) -> None:
    """A malformed token is one line and code 2, whatever the command."""
    done = qorgan(tmp_path, command, BOT_TOKEN="12345")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("BOT_TOKEN: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["run", "preview", "check"])
def test_broken_content_is_said_at_once_and_nothing_starts(tmp_path: Path, broken: Path, command: str) -> None:
    """Every finding is printed with file and line, and the code is 2."""
    done = qorgan(tmp_path, command, CONTENT_DIR=str(broken), BOT_TOKEN="42:abcdef")
    assert done.returncode == 2
    assert "menu.yaml:2  tab" in done.stderr
    assert "facts.yaml:" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_content_folder_is_said(tmp_path: Path) -> None:
    """The line names the folder and the setting."""
    done = qorgan(tmp_path, "check", CONTENT_DIR="nowhere")
    assert done.returncode == 2
    assert "nowhere" in done.stderr
    assert "CONTENT_DIR" in done.stderr


@pytest.mark.parametrize(
    ("options", "terminal", "said"),
    [((), "ru_RU.UTF-8", "табуляция"), ((), "C", "a tab"), (("--lang", "ru"), "C", "табуляция")],
)
def test_findings_are_in_the_language_asked_for_or_the_terminals(
    tmp_path: Path, broken: Path, options: tuple[str, ...], terminal: str, said: str
) -> None:
    """What keeps content from being loaded is told as any other finding is."""
    done = qorgan(tmp_path, "check", *options, CONTENT_DIR=str(broken), LANG=terminal)
    assert said in done.stderr


def test_a_reader_that_has_enough_ends_a_command_in_silence(tmp_path: Path) -> None:
    """`qorgan export rules | head` closes the pipe before all is written."""
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "bot", "export", "rules"]
    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | UNSET, stdout=write, stderr=subprocess.PIPE, check=False
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


def test_stats_without_counters_say_so(tmp_path: Path) -> None:
    """A missing counter file is a plain sentence and code 2."""
    done = qorgan(tmp_path, "stats")
    assert done.returncode == 2
    assert "DATABASE_PATH" in done.stderr


def names(folder: Path) -> list[str]:
    """List a folder."""
    return [path.name for path in folder.iterdir()]


@asynccontextmanager
async def kept(beginning: Awaitable[Process]) -> AsyncIterator[Process]:
    """Give a process that outlives neither the test nor its patience."""
    process = await beginning
    try:
        async with asyncio.timeout(PATIENCE):
            yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


def around(folder: Path, settings: dict[str, str]) -> dict[str, Any]:
    """Where the command stands, what it is told, and where it prints."""
    pipes = {"stdout": asyncio.subprocess.PIPE, "stderr": asyncio.subprocess.PIPE}
    return {"cwd": folder, "env": os.environ | UNSET | settings, **pipes}


def started(folder: Path, *arguments: str, **settings: str) -> AbstractAsyncContextManager[Process]:
    """Start the command without waiting for its end."""
    return kept(start("-m", "bot", *arguments, **around(folder, settings)))


def started_cold(folder: Path, *arguments: str, **settings: str) -> AbstractAsyncContextManager[Process]:
    """Start the command as an operator does, with nothing imported beforehand."""
    command = (sys.executable, "-m", "bot", *arguments)
    return kept(asyncio.create_subprocess_exec(*command, **around(folder, settings)))


async def test_run_answers_until_it_is_told_to_stop(tmp_path: Path) -> None:
    """The bot answers through the server named by BOT_API_URL, writes its counts and ends with code 0."""
    world = World()  # the clock of this machine, which is the process's too
    aisha = Phone(world.person())
    async with (
        serve(world) as url,
        started_cold(tmp_path, "run", BOT_TOKEN=world.token, BOT_API_URL=url) as process,
    ):
        aisha.person.start()
        await aisha.person.until(lambda me: len(me.messages) == 1 and me.messages[0].from_bot)
        for _ in range(9):
            await aisha.opens()
        process.terminate()
        _, errors = await process.communicate()
    assert (process.returncode, b"Traceback" in errors) == (0, False)
    counted = {key[1:]: n for key, n in stored(tmp_path / "data" / "qorgan.db").items() if key[1] != CONTENT}
    assert counted == {("opened", "", "ru"): 10}


async def test_a_disk_that_never_answers_stops_neither_help_nor_the_end(tmp_path: Path) -> None:
    """With a pipe in the counter file's place, which nobody writes to, people are answered and SIGTERM ends the bot."""
    (tmp_path / "data").mkdir()
    os.mkfifo(tmp_path / "data" / "qorgan.db")
    world = World()
    aisha = Phone(world.person())
    async with serve(world) as url, started(tmp_path, "run", BOT_TOKEN=world.token, BOT_API_URL=url) as process:
        aisha.person.start()
        await aisha.person.until(lambda me: len(me.messages) == 1 and me.messages[0].from_bot)
        process.terminate()
        _, errors = await process.communicate()
    assert (process.returncode, b"The disk did not answer in time" in errors) == (0, True)


async def test_the_health_pages_are_served_where_a_port_is_set(tmp_path: Path, unused_tcp_port: int) -> None:
    """A supervisor can ask the running bot."""
    world, told = World(), {"HEALTH_PORT": str(unused_tcp_port)}
    async with (
        serve(world) as url,
        started(tmp_path, "run", BOT_TOKEN=world.token, BOT_API_URL=url, **told),
        aiohttp.ClientSession(f"http://127.0.0.1:{unused_tcp_port}") as session,
    ):
        await world.updates.polled.wait()
        async with session.get("/healthz") as answer:
            assert await answer.json() == {"alive": True}


async def test_a_rejected_token_ends_run_with_one_line(world: World, tmp_path: Path) -> None:
    """Telegram's refusal is one line and a code that is not 0."""
    token = "1234:not-the-one"
    async with serve(world) as url, started(tmp_path, "run", BOT_TOKEN=token, BOT_API_URL=url) as process:
        _, errors = await process.communicate()
    assert process.returncode == 2
    assert errors.decode().startswith("BOT_TOKEN: ")
    assert errors.count(b"\n") == 1


async def test_first_content_that_would_fail_people_ends_run(tmp_path: Path) -> None:
    """What only the checks find comes after the start; with no content from before to fall back on, the bot ends."""
    folder = write(tmp_path / "content", changed("flows/threats.yaml", "  - contacts: [police]\n", ""))
    told = {"BOT_TOKEN": (world := World()).token, "CONTENT_DIR": str(folder)}
    async with serve(world) as url, started(tmp_path, "run", BOT_API_URL=url, **told) as process:
        _, errors = await process.communicate()
    assert process.returncode == 2
    assert re.search(r"^scenarios/all.yaml:\d+  scenario  ", errors.decode(), re.MULTILINE)


async def test_run_starts_from_the_last_good_content(tmp_path: Path, broken: Path) -> None:
    """With broken content the bot still answers, from its copy, and says loudly why."""
    shutil.copytree(HERE, tmp_path / "data" / "content-good")
    world = World()
    aisha = Phone(world.person())
    told = {"BOT_TOKEN": world.token, "CONTENT_DIR": str(broken)}
    async with serve(world) as url, started(tmp_path, "run", BOT_API_URL=url, **told) as process:
        aisha.person.start()
        await aisha.person.until(lambda me: len(me.messages) == 1 and me.messages[0].from_bot)
        assert process.stderr
        errors = await process.stderr.readuntil(b"CANNOT BE USED")
        process.terminate()
        await process.communicate()
    assert "Started from the last content that passed" in errors.decode()
    assert "menu.yaml:2  tab" in errors.decode()


@pytest.mark.parametrize(("command", "number"), [("preview", signal.SIGTERM), ("run", signal.SIGINT)])
async def test_without_a_token_a_web_chat_is_served(tmp_path: Path, command: str, number: signal.Signals) -> None:
    """The address is printed once the chat can be opened, and nothing is left behind."""
    async with started(tmp_path, command, PREVIEW_PORT="0", TMPDIR=str(tmp_path)) as process:
        assert process.stdout
        while b"http://127.0.0.1:" not in (line := await process.stdout.readline()):
            assert line
        process.send_signal(number)
        _, errors = await process.communicate()
    assert (process.returncode, names(tmp_path)) == (0, []), errors


async def test_a_taken_port_is_said(tmp_path: Path) -> None:
    """A port in use is one line that names the setting."""
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, started(tmp_path, "preview", PREVIEW_PORT=str(port)) as process:
        _, errors = await process.communicate()
    assert process.returncode == 2
    assert errors.decode().startswith("PREVIEW_PORT: ")
