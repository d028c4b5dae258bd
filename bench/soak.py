"""Minutes of mixed load with faults: `python -m bench.soak [--minutes 10]`. The bot runs as a process of its own.

Dozens of people tap, write, send pictures, hide and come back, while calls fail in every way. In the middle Telegram is
gone for a tenth of the time. At the end a table tells what became of every tap.

Before that every file there is to take away is asked for once: the libraries that make files are loaded with the first
one, and keep what they loaded. That is a first use, not growth, and has a line of its own in the table.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.memory import MEGABYTE
from bench.table import Row, show
from bot.preview import Button, CallbackTap, Fault, Message, Person, World, media, serve
from bot.preview.faults import Kind
from flows import Engine, load
from flows.papers import Memo
from flows.position import Position
from flows.steps import Memos

PEOPLE = 30
PAUSE = (0.3, 2.0)  # seconds between two things that somebody does
KINDS: tuple[Kind, ...] = ("flood", "html", "drop_before", "drop_after", "garbage", "slow")
METHODS = ("sendMessage", "editMessageText", "answerCallbackQuery", "deleteMessages")
REFUSALS = (
    ("editMessageText", "message to edit not found"),
    ("editMessageText", "message can't be edited"),
    ("deleteMessages", "message can't be deleted"),
)
FILES = 150  # MB kept by what makes files
GROWN = 10  # MB, for the screens of buttons not pressed before
WARM_SECONDS = 120.0  # at most, for all files
IN_TIME = 15.0  # seconds within which a tap is answered, whatever fails
WARM = 0.2  # of the time goes by before memory is looked at


@dataclass
class Seen:
    """What is noted while it runs."""

    taps: list[tuple[float, CallbackTap]] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    files: int = 0  # made before memory is looked at
    kept: float = 0.0  # MB that this took
    gone: tuple[float, float] = (0.0, 0.0)  # when Telegram went and came back
    calls_while_gone: int = 0


async def soak(minutes: float) -> list[Row]:
    """Run it and sum it up."""
    world, seen = World(), Seen()
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "log"
        async with serve(world) as url:
            process = await _start(world, url, folder, output)
            try:
                await _play(world, seen, process.pid, minutes * 60)
                process.terminate()
                code = await process.wait()
            finally:
                if process.returncode is None:
                    process.kill()
        log = await asyncio.to_thread(output.read_text)
        return _rows(seen, world, log, code)


async def _play(world: World, seen: Seen, pid: int, seconds: float) -> None:
    """Let people do what they do for so many seconds, and be answered."""
    people = [world.person("ru") for _ in range(PEOPLE)]
    await _warm_up(people, pid, seen)
    end = time.monotonic() + seconds
    acting = [_act(person, end, seen, number) for number, person in enumerate(people)]
    await asyncio.gather(*acting, _fail(world, end), _look(pid, end, seen), _outage(world, seconds, seen))
    await asyncio.sleep(IN_TIME)


async def _start(world: World, url: str, folder: str, output: Path) -> asyncio.subprocess.Process:
    settings = {
        "BOT_TOKEN": world.token,
        "BOT_API_URL": url,
        "LOG_LEVEL": "INFO",
        "DATABASE_PATH": f"{folder}/counts.db",
    }
    here = str(Path(__file__).parent.parent)
    with output.open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"), env=os.environ | settings, cwd=here, stdout=log, stderr=log
        )
    while "getupdates" not in world.calls:  # noqa: ASYNC110 - another process does it
        await asyncio.sleep(0.05)
    return process


def _files() -> list[str]:
    """The data of a button for each file there is to take away, in each language it comes in."""
    engine = Engine(load())
    steps = ((flow, placed) for flow in engine.catalog.flows.values() for placed in flow.steps)
    flow, place = next((flow, placed) for flow, placed in steps if isinstance(placed.step, Memos))
    start = Position("ru", flow.code, place.code, "file", "forward", facts=engine.catalog.facts.none)
    return [
        engine.draw.codec.pack(start._replace(language=language, argument=code))
        for code, paper in engine.draw.paper_by_code.items()
        for language in (engine.catalog.languages if isinstance(paper, Memo) else ("ru",))
    ]


async def _warm_up(people: list[Person], pid: int, seen: Seen) -> None:
    """Let everybody open the bot and each file be made once, and note what that took."""
    for person in people:
        person.start()
    for person in people:
        await person.until(_screen, WARM_SECONDS)
    before, files = _megabytes(pid), await asyncio.to_thread(_files)
    async with asyncio.timeout(WARM_SECONDS):
        await asyncio.gather(*(_take(person, files[place::PEOPLE]) for place, person in enumerate(people)))
    seen.files, seen.kept = len(files), _megabytes(pid) - before


async def _take(person: Person, files: list[str]) -> None:
    """Ask for each file until it comes: a person is sent one at a time."""
    screen = _screen(person)
    for had, data in enumerate(files, len(person.messages)):
        while len(person.messages) <= had:
            person.tap(Button("", data), screen)
            with suppress(TimeoutError):
                await person.until(lambda me, had=had: len(me.messages) > had)  # type: ignore[misc] # bound here


def _screen(person: Person) -> Message | None:
    return next((message for message in person.messages if message.from_bot), None)


async def _act(person: Person, end: float, seen: Seen, seed: int) -> None:
    """Do what people do, until the end."""
    chance = random.Random(seed)  # noqa: S311 - to be repeated
    person.start()
    while time.monotonic() < end:
        await asyncio.sleep(chance.uniform(*PAUSE))
        buttons = [button for message in person.messages[-1:] for button in message.buttons if button.data]
        what = chance.random()
        if buttons and what < 0.85:  # noqa: PLR2004 - most of the time
            seen.taps.append((time.monotonic(), person.tap(chance.choice(buttons))))
        elif what < 0.95:  # noqa: PLR2004 - now and then
            person.send(
                chance.choice(["привет", "мне угрожают", "я не хочу жить", "/menu", "/hide", "\u202e\u200b<b>"])
            )
        else:
            person.post(media.photo())
        if not person.messages:
            person.start()


async def _fail(world: World, end: float) -> None:
    chance = random.Random(0)  # noqa: S311 - to be repeated
    while time.monotonic() < end:
        await asyncio.sleep(chance.uniform(0.2, 1.0))
        if world.faults.outage:
            continue
        if chance.random() < 0.1:  # noqa: PLR2004 - rarely: each one holds up everybody, and a tap is valid for 15 s
            world.faults.add(Fault("getUpdates", chance.choice(KINDS), delay=1.0))
        world.faults.add(Fault(chance.choice(METHODS), chance.choice(KINDS), delay=chance.uniform(0.1, 3.0)))
        if chance.random() < 0.3:  # noqa: PLR2004 - three in ten
            method, said = chance.choice(REFUSALS)
            world.faults.add(Fault(method, "refuse", code=400, description=f"Bad Request: {said}"))


def _megabytes(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / MEGABYTE


async def _look(pid: int, end: float, seen: Seen) -> None:
    begun = time.monotonic()
    while (now := time.monotonic()) < end:
        if now - begun > WARM * (end - begun):
            seen.memory.append(_megabytes(pid))
        await asyncio.sleep(1)


async def _outage(world: World, seconds: float, seen: Seen) -> None:
    await asyncio.sleep(seconds * 0.5)
    before, went = sum(world.calls.values()), time.monotonic()
    world.outage()
    await asyncio.sleep(seconds * 0.1)
    world.restore()
    seen.gone, seen.calls_while_gone = (went, time.monotonic()), sum(world.calls.values()) - before


def _rows(seen: Seen, world: World, log: str, code: int) -> list[Row]:
    went, back = seen.gone
    ordinary = [tap for at, tap in seen.taps if not went - IN_TIME < at < back + IN_TIME]
    unanswered = sum(tap.answer is None for tap in ordinary)
    levels = Counter(re.findall(r"^(ERROR|WARNING)", log, re.MULTILINE))
    kinds = Counter(re.findall(r"^ERROR .*$", log, re.MULTILINE)).most_common(2)
    quarter = max(len(seen.memory) // 4, 1)
    grown = statistics.median(seen.memory[-quarter:]) - statistics.median(seen.memory[:quarter])
    rate = seen.calls_while_gone / max(back - went, 1.0)
    note = f"{len(ordinary):,} taps, {sum(world.calls.values()):,} calls, {len(world.updates.pending)} updates left"
    return [
        Row("taps without an answer, outside the outage", unanswered, 0, note),
        Row("MB kept after making each file once", seen.kept, FILES, f"{seen.files} files"),
        Row(
            "MB more in the last quarter than in the first",
            grown,
            GROWN,
            f"at most {max(seen.memory):.0f} MB",
        ),
        Row("errors in the log", levels["ERROR"], 0, f"{levels['WARNING']} warnings {kinds or ''}"),
        Row("calls a second for each person while Telegram is gone", rate / PEOPLE, 1),
        Row("exit code of the bot", code, 0),
    ]


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description="Minutes of mixed load with faults.")
    arguments.add_argument("--minutes", type=float, default=10.0)
    rows = asyncio.run(soak(arguments.parse_args().minutes))
    print(show(rows))
    sys.exit(not all(row.reached for row in rows))
