"""Nothing of a person is left anywhere: canaries are planted in all that the bot receives, then every byte is searched.

The bot runs as a process of its own at the most talkative level, and is sabotaged in one place after the other.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from driver import Phone, content, word
from warm_start import start

from bot.preview import Button, Fault, Person, World, media, serve
from bot.preview.faults import Kind
from bot.preview.person import PATIENCE
from flows.loader import HERE

ID, COORDINATOR = 7_368_551_249, 7_368_551_360
NAME, USERNAME, PHONE = "Канарейка", "canary_user", "+77013456781"
TEXT, FILE = "канарейка поёт", media.FILE_ID
BAD = {"message": {"message_id": "x", "text": TEXT, "chat": {"id": ID, "first_name": NAME}}}
UNKNOWN = {"quantum_message": {"text": TEXT, "from": {"id": ID, "username": USERNAME}}}

# Python put into the bot's process before it starts: each raises or says something of the person where it hurts.
SABOTAGE = {
    "nothing": "",
    "the engine": (
        "from flows import Engine\n"
        "def fail(self, *told, **more): raise RuntimeError(repr(sys._getframe(1).f_locals))\n"
        "Engine.tap = Engine.typed = Engine.start = Engine.understand = fail"
    ),
    "handlers, sender, tasks, threads, warnings": (
        "from handlers.chat import Chat\n"
        "from handlers.chats import Chats\n"
        "from handlers.face import Face\n"
        "import asyncio, logging, threading, warnings\n"
        "receive = Face.receive\n"
        "async def fail(text): raise RuntimeError(text)\n"
        "def noisy(self, message):\n"
        "    text = message.model_dump_json()\n"
        "    asyncio.create_task(fail(text))\n"
        "    threading.Thread(target=lambda: {}[text]).start()\n"
        "    logging.getLogger('aiohttp.client').error('%s', text)\n"
        "    warnings.warn(text)\n"
        "    logging.getLogger('qorgan').error('%d', text)\n"
        "    return receive(self, message)\n"
        "Face.receive = noisy\n"
        "Chats.settled = lambda self, chat_id: fail(f'{chat_id}')\n"
        "Chat._put = lambda self, work: fail(f'{self.id} {work.text}')"
    ),
    "the fetch": (
        "from bot.poller import Poller\ndef take(self, batch): raise RuntimeError(repr(batch))\nPoller._take = take"
    ),
}
# One protection broken at a time: where it stands, what then goes wrong (of SABOTAGE), and the break.
NOISE = "handlers, sender, tasks, threads, warnings"
AFTER_SET_UP = (
    "import bot.log, logging, sys, threading, warnings\n"
    "safely = bot.log.set_up\n"
    "def set_up(level):\n"
    "    safely(level)\n"
    "    {}\n"
    "bot.log.set_up = set_up"
)
BROKEN = {
    "foreign lines are printed with their text": (NOISE, "import bot.log\nbot.log._is_ours = lambda record: True"),
    "an exception is printed with its text": ("the engine", "import bot.log\nbot.log.describe = repr"),
    "an exception ends the bot as Python prints it": (
        "the fetch",
        AFTER_SET_UP.format("sys.excepthook = sys.__excepthook__"),
    ),
    "an exception in a thread is printed as by Python": (
        NOISE,
        AFTER_SET_UP.format("threading.excepthook = threading.__excepthook__"),
    ),
    "a warning is printed as by Python": (NOISE, AFTER_SET_UP.format("logging.captureWarnings(False)")),
    "a line that cannot be formatted shows its arguments": (
        NOISE,
        AFTER_SET_UP.format("logging.raiseExceptions = True"),
    ),
    "the names that may be counted are anything": (
        "nothing",
        (
            "import storage.counters\nfrom flows import Engine\n"
            "storage.counters._plain = str\nEngine._linked = lambda self, payload: (payload, None)"
        ),
    ),
    "a message is kept in a temporary file": (
        "nothing",
        (
            "import tempfile\nfrom handlers.face import Face\nreceive = Face.receive\n"
            "def keep(self, message):\n"
            "    open(tempfile.mkstemp()[0], 'wb').write(message.text.encode()) if message.text else None\n"
            "    return receive(self, message)\n"
            "Face.receive = keep"
        ),
    ),
    "an id is logged as a hash": (
        "nothing",
        (
            "import hashlib, logging\nfrom handlers.traces import Traces\nadd = Traces.add\n"
            "def tell(self, chat_id, *told):\n"
            "    logging.getLogger('qorgan').info(hashlib.sha256(str(chat_id).encode()).hexdigest())\n"
            "    add(self, chat_id, *told)\n"
            "Traces.add = tell"
        ),
    ),
}
START = "import sys\nsys.argv = ['qorgan', 'run']\n{sabotage}\nfrom bot.cli import main\nmain()\n"


def forms() -> Iterator[bytes]:
    """Every form a canary could take: as it is, as an integer in bytes, hashed."""
    for text in (str(ID), str(COORDINATOR), NAME, USERNAME, PHONE, PHONE[1:], TEXT, FILE):
        yield from (text.encode(), text.encode("utf-16-le"), ascii(text)[1:-1].encode())
        for algorithm in ("md5", "sha1", "sha256"):
            digest = hashlib.new(algorithm, text.encode())
            yield from (digest.digest(), digest.hexdigest().encode())
    yield f"{ID:x}".encode()
    yield from (ID.to_bytes(size, order) for size in (5, 6, 8) for order in ("big", "little"))


def found(folder: Path, *outputs: bytes) -> list[bytes]:
    """Search the outputs and every file for canaries."""
    haystack = b"\n".join([*outputs, *(path.read_bytes() for path in folder.rglob("*") if path.is_file())])
    return [form for form in forms() if form in haystack]


def play(world: World, flood: int = 0) -> None:
    """Do everything a person can do, with canaries in all of it, whether the bot answers or not."""
    person = world.person("ru", id=ID, first_name=NAME, username=USERNAME)
    sent = person.post({"text": f"/start {TEXT}"})
    contents = [{"text": TEXT}, media.contact(PHONE, NAME), media.photo(TEXT), *media.every_kind().values()]
    for one in [*contents, media.forwarded({"text": TEXT}, date=1, first_name=NAME)]:
        person.post(one)
    person.edit(sent, TEXT)
    screen = world.add_message(person.chat, world.profile.user(), {"text": TEXT}, from_bot=True)
    for data in (TEXT, "xru", "1CD..zO0AwW", ""):
        person.tap(Button("", data), screen)
        person.tap(Button("", data), screen, inaccessible=True)
    for number in range(flood):
        person.tap(Button("", f"x{number}"), screen)
        person.send(f"{TEXT} {number}")
    for update in (BAD, UNKNOWN):
        world.updates.push_raw(update)
    world.group().add_bot(person)
    person.send("/hide")
    person.block()


def order_faults(world: World) -> None:
    """Let calls fail in every way, also with words about the person."""
    kinds: tuple[Kind, ...] = ("garbage", "drop_after", "html")
    for kind in kinds:
        world.faults.add(Fault("*", kind))
    world.faults.add(Fault("sendMessage", "flood"))
    for method in ("sendMessage", "editMessageText", "answerCallbackQuery", "deleteMessages", "leaveChat"):
        world.faults.add(Fault(method, "refuse", code=400, description=f"Bad Request: {ID} {NAME} {TEXT}"))


async def ended(
    world: World, folder: Path, sabotage: str, *, crash: bool = False, walk: Callable[[], Awaitable[None]] | None = None
) -> bytes:
    """Run the bot through the play until it has taken everything, and end it; returns what it printed."""
    async with serve(world) as url:
        settings = {"BOT_TOKEN": world.token, "BOT_API_URL": url, "LOG_LEVEL": "DEBUG", "TMPDIR": str(folder)}
        process = await start(
            *("-c", START.format(sabotage=sabotage)),
            cwd=folder,
            env=os.environ | settings | {"PYTHONASYNCIODEBUG": "1"},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        reading = asyncio.create_task(process.communicate())
        try:
            await has_taken_all(world, reading)
            if walk:
                await walk()
        finally:
            if process.returncode is None:
                process.kill() if crash else process.terminate()
        return (await reading)[0]


def has_run_before(folder: Path) -> None:
    """Spare a bot the checks of its content, which take longer than all else: it passed them the last time."""
    shutil.copytree(HERE, folder / "data" / "content-good")


async def has_taken_all(world: World, reading: asyncio.Task[Any]) -> None:
    """Wait until the bot has begun and every update is confirmed, or the bot has ended; no event tells of either."""
    while not reading.done() and (world.updates.pending or "getupdates" not in world.calls):  # noqa: ASYNC110
        await asyncio.sleep(0.02)


@pytest.mark.parametrize("place", SABOTAGE)
async def test_nothing_of_a_person_is_left(tmp_path: Path, place: str) -> None:
    """No log line, output, database or temporary file has a canary in any form, after a crash either."""
    world = World()
    has_run_before(tmp_path)
    play(world, flood=100)
    order_faults(world)
    printed = await ended(world, tmp_path, SABOTAGE[place], crash=place != "nothing")
    assert found(tmp_path, printed) == []
    assert b"Error" in printed
    assert world.calls.get("getfile") is None


@pytest.mark.parametrize("place", BROKEN)
async def test_breaking_one_protection_is_found(tmp_path: Path, place: str) -> None:
    """The search sees the person as soon as any one protection is gone."""
    world, (sabotage, broken) = World(), BROKEN[place]
    has_run_before(tmp_path)
    play(world)
    printed = await ended(world, tmp_path, f"{SABOTAGE[sabotage]}\n{broken}")
    assert found(tmp_path, printed)


def first_button(person: Person) -> Button | None:
    """Find a button that leads somewhere under the newest message."""
    return next((button for message in person.messages[-1:] for button in message.buttons if button.data), None)


async def visit_every_flow(phone: Phone) -> None:
    """Open each situation, page and lesson by its link, and tap what is there."""
    await phone.opens(TEXT)
    for flow in content().flows:
        await phone.types(f"/start {flow}")
        button = await phone.person.until(first_button)
        phone.person.tap(button)
    await phone.types("/menu")
    await phone.goes(word("help-now"))
    await phone.types(TEXT)


async def ask_for_numbers(coordinator: Phone) -> None:
    """Look at the statistics as a coordinator, and at each page of theirs."""
    shown = await coordinator.types("/stats")
    for button in shown.buttons[1:4]:
        coordinator.person.tap(button, shown)


async def change_content(folder: Path) -> None:
    """Change a text and wait until the running bot has taken it up."""
    changed, taken = folder / "content" / "menu.yaml", folder / "data" / "content-good" / "menu.yaml"
    changed.write_bytes(changed.read_bytes() + b"# changed\n")
    async with asyncio.timeout(PATIENCE):
        while not (taken.exists() and taken.read_bytes() == changed.read_bytes()):  # noqa: ASYNC110 - a file tells it
            await asyncio.sleep(0.05)


async def test_nothing_of_a_walk_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same after visits to every flow, a coordinator's questions and a change of content; counts are written."""
    for place in ("content", "data/content-good"):  # it has passed before, so that only the change is checked
        shutil.copytree(HERE, tmp_path / place)
    monkeypatch.setenv("CONTENT_DIR", str(tmp_path / "content"))
    monkeypatch.setenv("COORDINATOR_IDS", str(COORDINATOR))
    world = World()
    phone = Phone(world.person("ru", id=ID, first_name=NAME, username=USERNAME))
    coordinator = Phone(world.person("ru", id=COORDINATOR, first_name=NAME, username=f"{USERNAME}_2"))

    async def walk() -> None:
        await visit_every_flow(phone)
        await ask_for_numbers(coordinator)
        await change_content(tmp_path)
        await phone.opens(TEXT)

    printed = await ended(world, tmp_path, "", walk=walk)
    assert (tmp_path / "data" / "qorgan.db").stat().st_size > 0
    assert found(tmp_path, printed) == []


@pytest.mark.parametrize("form", [str(ID).encode(), f"{ID:x}".encode(), hashlib.sha256(NAME.encode()).digest()])
def test_a_canary_would_be_found(tmp_path: Path, form: bytes) -> None:
    """The search sees a canary in a file."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "qorgan.db-wal").write_bytes(b"\x00" + form + b"\x00")
    assert form in found(tmp_path)
