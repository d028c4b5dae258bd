"""Content changed under the running bot: good versions are taken up whole, bad ones only logged."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from content_files import FILES, NOW, changed, said, write
from driver import Qorgan, running
from processes import checking, needs_list

from bot.content import Watch, begin, keep
from bot.preview import World
from bot.preview.person import PATIENCE
from bot.proof import OvertakenError, _output, proof
from bot.reload import HARMFUL, follow, keep_up
from flows import load
from flows.messages import MESSAGES
from flows.succession import misread

LOOK = 0.01
RENAMED = changed("flows/leak.yaml", f"title: {said('leak')}", f"title: {said('photo')}")
BROKEN = changed("flows/leak.yaml", "  - front-door", "\t- front-door")
NO_HELP = changed("flows/threats.yaml", "  - contacts: [police]\n", "")
Changes = Mapping[str, str | bytes | None]
CALM = changed("flows/crisis.yaml", "{mood: calm}", "{mood: serene}")
TUNE = changed("flows/crisis.yaml", "ask: mood", "ask: tune")
TUNE = {"flows/crisis.yaml": str(TUNE["flows/crisis.yaml"]).replace("{mood: calm}", "{tune: calm}")}
REORDERED: dict[str, Changes] = {
    "answers": changed("facts.yaml", "{id: calm, label", "{id: serene, label") | CALM,
    "facts": changed("facts.yaml", "- id: mood", "- id: tune") | TUNE,
    "languages": changed("settings.yaml", "[kk, ru, en]", "[ru, kk, en]"),
    "bits": changed("facts.yaml", "    answers", "    bits: 5\n    answers"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a small content folder."""
    return write(tmp_path / "content")


@asynccontextmanager
async def followed(world: World, folder: Path, *, passed: bool = True) -> AsyncIterator[Qorgan]:
    """Run the bot on what a start begins from, and follow the folder, whose content has passed or not."""
    watch, copy = Watch(folder), folder.parent / "good"
    if passed:
        keep(folder, copy, load(folder).version)
    async with running(world, folder.parent, catalog=begin(folder, copy, signed=False)[0]) as qorgan:
        task = asyncio.create_task(follow(qorgan.app, watch, copy, LOOK))
        try:
            yield qorgan
        finally:
            task.cancel()
            await asyncio.wait({task})


async def until(true: Callable[[], bool]) -> None:
    """Wait for something that nothing else tells, such as a line in the log."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - nothing tells it
            await asyncio.sleep(LOOK)


async def test_a_save_is_taken_up(world: World, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The next tap shows the new words, under a button made before, and the copy holds the new version."""
    caplog.set_level(logging.INFO)
    async with followed(world, folder) as qorgan:
        aisha = qorgan.phone("ru")
        await aisha.opens()
        await aisha.goes("ru menu")
        write(folder, RENAMED)
        await until(lambda: "taken up" in caplog.text)
        await aisha.goes("ru sos", "ru menu")
        assert "ru photo" in aisha.labels
        assert load(folder.parent / "good").version == load(folder).version
    assert "leak.yaml" not in caplog.text


@pytest.mark.parametrize(("changes", "rule"), [(BROKEN, "tab"), (NO_HELP, "no-contacts")])
async def test_a_bad_save_changes_nothing(
    world: World, folder: Path, caplog: pytest.LogCaptureFixture, changes: Changes, rule: str
) -> None:
    """The bot answers as before, the log has file, line and rule, and the mended version is taken up."""
    caplog.set_level(logging.INFO)
    async with followed(world, folder) as qorgan:
        before = qorgan.app.face.engine
        write(folder, changes)
        await until(lambda: "CANNOT BE USED" in caplog.text)
        assert qorgan.app.face.engine is before
        assert re.search(rf"ERROR .*flows/(leak|threats).yaml:\d+  {rule}", caplog.text)
        await qorgan.phone("ru").opens()
        write(folder, RENAMED)
        await until(lambda: "taken up" in caplog.text)


async def test_a_start_checks_what_has_not_passed(world: World, folder: Path) -> None:
    """At a first start the content is checked beside, and kept."""
    async with followed(world, folder, passed=False) as qorgan:
        await qorgan.phone("ru").opens()
        await until((folder.parent / "good").is_dir)
    assert load(folder.parent / "good").version == load(folder).version


async def test_what_changed_while_the_bot_was_down_is_taken_up(
    world: World, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A restart begins from what has passed, and comes to the new content the way a save does."""
    caplog.set_level(logging.INFO)
    keep(folder, folder.parent / "good", load(folder).version)
    write(folder, RENAMED)
    async with followed(world, folder, passed=False) as qorgan:
        await until(lambda: "taken up" in caplog.text)
        assert qorgan.app.face.engine.catalog.version == load(folder).version


@pytest.mark.parametrize("changes", [NO_HELP, BROKEN, *REORDERED.values()], ids=["no help", "broken", *REORDERED])
async def test_a_restart_brings_in_nothing_that_a_running_bot_refuses(
    world: World, folder: Path, caplog: pytest.LogCaptureFixture, changes: Changes
) -> None:
    """What would leave somebody without help, or read old buttons wrongly, is refused after a restart too."""
    good = load(folder).version
    keep(folder, folder.parent / "good", good)
    write(folder, changes)
    async with followed(world, folder, passed=False) as qorgan:
        await until(lambda: "CANNOT BE USED" in caplog.text)
        assert qorgan.app.face.engine.catalog.version == good
    assert load(folder.parent / "good").version == good


async def test_no_update_is_lost_while_content_changes(world: World, folder: Path) -> None:
    """Everybody who taps during a change is answered."""
    async with followed(world, folder) as qorgan:
        people = [qorgan.phone("ru") for _ in range(20)]
        await asyncio.gather(*(one.opens() for one in people))
        before = qorgan.app.face.engine
        write(folder, RENAMED)
        while qorgan.app.face.engine is before:
            await asyncio.gather(*(one.goes("ru menu", "ru back") for one in people))


@pytest.mark.parametrize("what", REORDERED)
def test_what_would_misread_old_buttons_is_told(folder: Path, tmp_path: Path, what: str) -> None:
    """An answer, a language or a field that has lost its place: "no" could become "yes"."""
    found = misread(load(folder), load(write(tmp_path / "new", REORDERED[what])))
    assert {problem.rule for problem in found} == {"order-changed"} <= HARMFUL


def test_every_harm_is_a_rule() -> None:
    """A rule that is renamed would keep no version out any more."""
    assert MESSAGES.keys() >= HARMFUL


def test_what_is_appended_is_no_harm(folder: Path, tmp_path: Path) -> None:
    """New facts and answers at the end leave old buttons as they were."""
    more = FILES["facts.yaml"] + f"  - id: paid\n    about: case\n    question: {said('paid')}\n"
    more += f"    answers: [{{id: yes, label: {said('yes')}}}]\n"
    assert list(misread(load(folder), load(write(tmp_path / "new", {"facts.yaml": more})))) == []


async def test_a_proof_is_of_the_version_that_was_loaded(folder: Path) -> None:
    """What was found in content that has changed since is told of nothing."""
    before = load(folder).version
    assert await proof(folder, before, NOW) == []
    write(folder, RENAMED)
    with pytest.raises(OvertakenError):
        await proof(folder, before, NOW)


@needs_list
async def test_a_proof_that_is_given_up_ends(folder: Path) -> None:
    """Neither the process nor those it began go on when the next save comes."""
    task = asyncio.create_task(proof(folder, "any", NOW))
    await until(lambda: checking(folder) > 0)
    task.cancel()
    await asyncio.wait({task})
    await until(lambda: not checking(folder))


def test_a_check_outlives_the_bot_in_silence(folder: Path) -> None:
    """When the bot was killed, nobody reads what was found."""
    read, write = os.pipe()
    os.close(read)
    check = [sys.executable, "-m", "flows.checks.apart", str(folder), NOW.isoformat()]
    done = subprocess.run(check, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (-signal.SIGPIPE, b"")


def test_a_proof_given_up_leaves_no_open_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither when its process has ended before one that it began: an error in the log, once the loop has ended."""
    lone = tmp_path / "lone"
    outliving = f"while kill -0 %d 2>/dev/null; do sleep .01; done; touch {lone}; sleep .3"
    (tmp_path / "parent.py").write_text(
        f"import os, subprocess\nsubprocess.Popen({outliving!r} % os.getpid(), shell=True)", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)

    async def given_up() -> None:
        task = asyncio.create_task(_output("parent"))
        await until(lone.exists)
        task.cancel()
        await asyncio.wait({task})

    asyncio.run(given_up())
    gc.collect()  # pytest makes an error of what is closed only now


@needs_list
async def test_following_ends_after_the_check_that_is_under_way(qorgan: Qorgan, folder: Path) -> None:
    """Cancelled, it leaves no task behind, which the end of the event loop would cancel once more."""
    task = asyncio.create_task(keep_up(qorgan.app, Watch(folder), folder.parent / "good", signed=False))
    await until(lambda: checking(folder) > 0)
    task.cancel()
    await asyncio.wait({task})
    assert "follow" not in {getattr(other.get_coro(), "__name__", "") for other in asyncio.all_tasks()}


def test_files_are_taken_once_they_rest(folder: Path) -> None:
    """A change is told once, and not while files are still being written."""
    watch = Watch(folder)
    assert not watch.moved()
    for words in ("first", "and then second"):
        write(folder, {"events.yaml": f"events: [] # {words}\n"})
        assert not watch.moved()
    assert [watch.moved(), watch.moved()] == [True, False]
