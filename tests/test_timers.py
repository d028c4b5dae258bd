"""Hiding by itself: switched on by a button, put off by every sign of life, done at once when the bot ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from driver import Phone, Qorgan, running, word

from bot import app
from bot.preview import World
from handlers import timers
from handlers.timers import Timers

LATER = "hide-later"


async def switched_on(phone: Phone) -> None:
    """Go to the page about hiding and press the button there."""
    await phone.opens()
    await phone.types("/help")
    await phone.goes(word("next"))
    tap = await phone.taps(word(LATER))
    assert tap.answer
    assert tap.answer.text == word("hides-later")


@pytest.fixture
def hidden() -> list[int]:
    """Give a list of the chats that were hidden."""
    return []


@pytest.fixture
def kept(hidden: list[int]) -> Timers:
    """Give timers that note what they hide."""
    return Timers(hidden.append)


async def test_a_chat_hides_by_itself(monkeypatch: pytest.MonkeyPatch, qorgan: Qorgan, aisha: Phone) -> None:
    """When nothing is pressed for the time given, the chat looks as after Hide, and nothing came."""
    monkeypatch.setattr(timers, "SECONDS", 0.3)
    await switched_on(aisha)
    sent = qorgan.world.calls["sendmessage"]
    await aisha.sees_only(word("hidden"))
    assert (qorgan.world.calls["sendmessage"], len(qorgan.app.face.timers)) == (sent, 0)


async def test_hiding_by_hand_switches_it_off(qorgan: Qorgan, aisha: Phone) -> None:
    """After Hide nothing is left to be hidden."""
    await switched_on(aisha)
    assert len(qorgan.app.face.timers) == 1
    await aisha.taps(word("hide"))
    await aisha.sees_only(word("hidden"))
    assert len(qorgan.app.face.timers) == 0


async def test_all_hide_when_the_bot_ends(world: World, tmp_path: Path) -> None:
    """A bot that is stopped first hides what it promised to hide."""
    async with running(world, tmp_path) as qorgan:
        aisha = qorgan.phone()
        await switched_on(aisha)
    assert aisha.shown == [word("hidden")]


async def test_an_outage_does_not_hold_up_the_end(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be hidden while Telegram is gone stays: the button says that it can fail."""
    monkeypatch.setattr(app, "STOP_SECONDS", 0.4)
    async with running(world, tmp_path) as qorgan:
        aisha = qorgan.phone()
        await switched_on(aisha)
        world.outage()
    assert aisha.shown != [word("hidden")]


@pytest.mark.parametrize("sign", ["menu", "text"])
async def test_every_sign_of_life_puts_it_off(
    monkeypatch: pytest.MonkeyPatch, qorgan: Qorgan, aisha: Phone, sign: str
) -> None:
    """A tap or a message begins the ten minutes anew."""
    again: list[int] = []
    await switched_on(aisha)
    monkeypatch.setattr(qorgan.app.face.timers, "switch_on", again.append)
    await (aisha.goes(word("menu")) if sign == "menu" else aisha.types("привет"))
    assert again == [aisha.person.id]


async def test_only_what_is_switched_on_is_put_off(kept: Timers) -> None:
    """A sign of life switches nothing on."""
    kept.put_off(1)
    assert len(kept) == 0


async def test_the_number_is_bounded(monkeypatch: pytest.MonkeyPatch, kept: Timers, hidden: list[int]) -> None:
    """When there are too many, the one due first hides at once; the others stay."""
    monkeypatch.setattr(timers, "CHATS", 2)
    for chat_id in (1, 2, 1, 3):
        kept.switch_on(chat_id)
    assert (hidden, len(kept)) == ([2], 2)
    kept.fire_all()
    assert hidden == [2, 1, 3]
