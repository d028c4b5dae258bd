"""Content changed under the running bot: good versions are taken up whole, bad ones only logged."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from content_files import FILES, NOW, changed, said, write
from driver import Qorgan, running

from bot.content import Watch
from bot.preview import World
from bot.reload import examine, follow
from flows import load

LOOK = 0.01
RENAMED = changed("flows/leak.yaml", f"title: {said('leak')}", f"title: {said('photo')}")
BROKEN = changed("flows/leak.yaml", "  - front-door", "\t- front-door")
NO_HELP = changed("flows/threats.yaml", "  - contacts: [police]\n", "")
Changes = Mapping[str, str | bytes | None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a small content folder."""
    return write(tmp_path / "content")


@asynccontextmanager
async def followed(world: World, folder: Path) -> AsyncIterator[Qorgan]:
    """Run the bot on the folder's content, and watch it."""
    watch = Watch(folder)
    async with running(world, folder.parent, catalog=load(folder)) as qorgan:
        task = asyncio.create_task(follow(qorgan.app, watch, folder.parent / "good", LOOK))
        try:
            yield qorgan
        finally:
            task.cancel()
            await asyncio.wait({task})


async def until_logged(caplog: pytest.LogCaptureFixture, text: str) -> None:
    """Wait for a line in the log."""
    async with asyncio.timeout(10):
        while text not in caplog.text:  # noqa: ASYNC110 - nothing else tells it
            await asyncio.sleep(LOOK)


async def test_a_save_is_taken_up(world: World, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The next tap shows the new words, under a button made before, and the copy holds the new version."""
    caplog.set_level(logging.INFO)
    async with followed(world, folder) as qorgan:
        aisha = qorgan.phone("ru")
        await aisha.opens()
        await aisha.goes("ru menu")
        write(folder, RENAMED)
        await until_logged(caplog, "taken up")
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
        await until_logged(caplog, "CANNOT BE USED")
        assert qorgan.app.face.engine is before
        assert re.search(rf"flows/(leak|threats).yaml:\d+  {rule}", caplog.text)
        await qorgan.phone("ru").opens()
        write(folder, RENAMED)
        await until_logged(caplog, "taken up")


async def test_no_update_is_lost_while_content_changes(world: World, folder: Path) -> None:
    """Everybody who taps during a change is answered."""
    async with followed(world, folder) as qorgan:
        people = [qorgan.phone("ru") for _ in range(20)]
        await asyncio.gather(*(one.opens() for one in people))
        before = qorgan.app.face.engine
        write(folder, RENAMED)
        while qorgan.app.face.engine is before:
            await asyncio.gather(*(one.goes("ru menu", "ru back") for one in people))


CALM = changed("flows/crisis.yaml", "{mood: calm}", "{mood: serene}")
TUNE = changed("flows/crisis.yaml", "ask: mood", "ask: tune")
TUNE = {"flows/crisis.yaml": str(TUNE["flows/crisis.yaml"]).replace("{mood: calm}", "{tune: calm}")}
REORDERED: dict[str, Changes] = {
    "answers": changed("facts.yaml", "{id: calm, label", "{id: serene, label") | CALM,
    "facts": changed("facts.yaml", "- id: mood", "- id: tune") | TUNE,
    "languages": changed("settings.yaml", "[kk, ru, en]", "[ru, kk, en]"),
    "bits": changed("facts.yaml", "    answers", "    bits: 5\n    answers"),
}


@pytest.mark.parametrize("what", REORDERED)
def test_what_would_misread_old_buttons_is_kept_out(folder: Path, tmp_path: Path, what: str) -> None:
    """An answer, a language or a field that has lost its place keeps the version out: "no" could become "yes"."""
    present = load(folder)
    catalog, problems = examine(write(tmp_path / "new", REORDERED[what]), present, NOW)
    assert catalog is None
    assert "order-changed" in {problem.rule for problem in problems}


def test_what_is_appended_comes_in(folder: Path, tmp_path: Path) -> None:
    """New facts and answers at the end leave old buttons as they were."""
    more = FILES["facts.yaml"] + f"  - id: paid\n    about: case\n    question: {said('paid')}\n"
    more += f"    answers: [{{id: yes, label: {said('yes')}}}]\n"
    catalog, problems = examine(write(tmp_path / "new", {"facts.yaml": more}), load(folder), NOW)
    assert catalog, problems


def test_files_are_taken_once_they_rest(folder: Path) -> None:
    """A change is told once, and not while files are still being written."""
    watch = Watch(folder)
    assert not watch.moved()
    for words in ("first", "and then second"):
        write(folder, {"events.yaml": f"events: [] # {words}\n"})
        assert not watch.moved()
    assert [watch.moved(), watch.moved()] == [True, False]
