"""The bot's name, descriptions and commands, as a person's phone shows them."""

from __future__ import annotations

from pathlib import Path

import pytest
from driver import Qorgan, content, running

from bot import poller
from bot.preview import Fault, World
from bot.preview.faults import Kind
from bot.preview.updates import LONG_POLL_MAX
from bot.profile import set_profile
from flows.engine import COMMANDS

SETTERS = ["setmyname", "setmydescription", "setmyshortdescription", "setmycommands"]


async def test_the_profile_is_set_in_every_language(qorgan: Qorgan) -> None:
    """Name, descriptions and commands are set for our languages, and in two languages for other phones."""
    await set_profile(qorgan.app.bot, content(), "")
    for language in (None, *content().languages):
        commands = await qorgan.app.bot.get_my_commands(language_code=language)
        assert [command.command for command in commands] == list(COMMANDS)
    name = await qorgan.app.bot.get_my_name(language_code="kk")
    assert name.name == content().label(content().interface["profile-name"], "kk")


async def test_the_profile_is_set_though_nobody_writes(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever opens the bot right after its first start finds the commands."""
    monkeypatch.setattr(poller, "POLL_SECONDS", LONG_POLL_MAX)
    monkeypatch.setattr(poller, "FIRST_SECONDS", 1)
    aisha = world.person()
    async with running(world, tmp_path):
        await aisha.until(lambda _: "setmycommands" in world.calls, LONG_POLL_MAX - 10)


async def test_what_is_right_already_is_not_set_again(qorgan: Qorgan) -> None:
    """A second start changes nothing: Telegram allows few changes a day."""
    await set_profile(qorgan.app.bot, content(), "Заметки")
    before = [qorgan.world.calls[method] for method in SETTERS]
    await set_profile(qorgan.app.bot, content(), "Заметки")
    assert [qorgan.world.calls[method] for method in SETTERS] == before


@pytest.mark.parametrize("kind", ["flood", "html", "drop_before"])
async def test_a_profile_that_cannot_be_set_is_no_obstacle(world: World, tmp_path: Path, kind: Kind) -> None:
    """The bot answers though Telegram refuses its name."""
    world.faults.add(Fault("getMyName", kind))
    async with running(world, tmp_path) as qorgan:
        aisha = qorgan.phone()
        await aisha.opens()
        await aisha.types("/menu")


@pytest.mark.parametrize("kind", ["html", "drop_before", "drop_after", "garbage"])
@pytest.mark.parametrize("method", ["getMyName", "setMyName", "setMyCommands"])
async def test_a_passing_failure_leaves_nothing_unset(qorgan: Qorgan, method: str, kind: Kind) -> None:
    """A bot would go by its old name until the next start."""
    qorgan.world.faults.add(Fault(method, kind))
    await set_profile(qorgan.app.bot, content(), "")
    for language in (None, *content().languages):
        commands = await qorgan.app.bot.get_my_commands(language_code=language)
        assert [command.command for command in commands] == list(COMMANDS)


async def test_hours_are_not_waited_for(qorgan: Qorgan, caplog: pytest.LogCaptureFixture) -> None:
    """When Telegram asks for hours before the next change of name, the bot says so and goes on."""
    qorgan.world.faults.add(Fault("setMyName", "flood", retry_after=7200))
    await set_profile(qorgan.app.bot, content(), "")
    assert "could not be brought up to date" in caplog.text
