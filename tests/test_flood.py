"""Somebody who taps and writes without end: others do not notice, the last tap counts, help is never held back."""

from __future__ import annotations

import asyncio

import pytest
from driver import Phone, Qorgan, word

from bot.preview.person import PATIENCE
from flows.screens import visible
from handlers import chat, flood
from handlers.face import READ_A_SECOND
from handlers.flood import AT_ONCE, PEOPLE, Flood

MANY = 300


class Watch:
    """A clock to be set."""

    now = 0.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


def test_an_allowance_is_used_up_and_grows_again() -> None:
    """After so many requests at once each further one is too many, until some time has passed."""
    clock = Watch()
    one = Flood(clock=clock)
    assert [one.over(1) for _ in range(int(AT_ONCE) + 2)] == [False] * int(AT_ONCE) + [True] * 2
    assert not one.over(2)
    clock.now += 1 / flood.A_SECOND
    assert (one.over(1), one.over(1)) == (False, True)


def test_a_large_request_needs_a_large_allowance() -> None:
    """Requests cost what they weigh; one that does not fit uses up what is left."""
    clock = Watch()
    one = Flood(10, 5, clock)
    assert [one.over(1, cost) for cost in (8, 2, 1)] == [False, False, True]
    clock.now += 1
    assert (one.over(1, 6), one.over(1, 1)) == (True, True)


def test_a_crowd_does_not_grow_the_memory() -> None:
    """Of a million people only the last ones are watched."""
    one = Flood()
    for person in range(PEOPLE * 3):
        one.over(person)
    assert len(one) == PEOPLE


def let_no_allowance_grow(qorgan: Qorgan) -> None:
    """Let no time pass for those who ask too often, however long a busy machine takes to read what they send."""
    face, clock = qorgan.app.face, Watch()
    face.flood, face.reading = Flood(clock=clock), Flood(READ_A_SECOND, READ_A_SECOND, clock)


async def taps_without_end(phone: Phone, qorgan: Qorgan) -> int:
    """Tap hundreds of times on changing buttons, and tell how many calls there had been before."""
    let_no_allowance_grow(qorgan)
    first = await phone.opens()
    await qorgan.quiet()
    before = sum(qorgan.world.calls.values())
    labels = [phone.labels[0], phone.labels[1], word("menu")]
    for number in range(MANY):
        phone.person.tap(labels[number % 3], first)
    await asyncio.sleep(0)
    return before


async def test_hundreds_of_taps_cost_few_calls_and_the_last_one_is_shown(qorgan: Qorgan, aisha: Phone) -> None:
    """Too many taps are neither answered nor counted one by one; what was tapped last stands there in the end."""
    before = await taps_without_end(aisha, qorgan)
    await qorgan.quiet()
    assert sum(qorgan.world.calls.values()) - before < MANY / 2
    menu = qorgan.app.face.engine.command("menu", "ru", now=qorgan.app.face.now())
    assert aisha.labels == [button.label for row in menu.screen.rows for button in row]


async def test_others_are_answered_while_one_taps_without_end(
    qorgan: Qorgan, aisha: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next person's screen comes before the flood's."""
    monkeypatch.setattr(chat, "SLOW_SECONDS", PATIENCE)
    await taps_without_end(aisha, qorgan)
    dana = qorgan.phone("kk")
    await dana.opens()
    await dana.goes(word("menu", "kk"))
    assert qorgan.app.face.chats.busy


@pytest.mark.parametrize(("button", "seen"), [("help-now", "112"), ("hide", word("hidden"))])
async def test_help_and_hide_are_never_held_back(qorgan: Qorgan, aisha: Phone, button: str, seen: str) -> None:
    """In the middle of a flood, emergency and hide come at once and are answered."""
    await taps_without_end(aisha, qorgan)
    tap = aisha.person.tap(word(button))
    await aisha.person.answer_to(tap)
    await aisha.sees(seen)


LONG = "Учительница просила принести справку, а я не знаю, куда идти, и у кого её взять. " * 24


def crisis(qorgan: Qorgan) -> str:
    """What somebody sees who writes of dying."""
    reply = qorgan.app.face.engine.understand("я не хочу жить", "ru", now=qorgan.app.face.now())
    return visible(reply.screen.text)


@pytest.mark.parametrize("place", ["alone", "middle", "end"])
async def test_words_of_danger_are_heard_in_a_flood(qorgan: Qorgan, aisha: Phone, place: str) -> None:
    """Somebody who writes without end and then of dying, also far down in a long message, gets the crisis screen."""
    before, after = {"alone": ("", ""), "middle": (LONG, LONG), "end": (LONG, "")}[place]
    await aisha.opens()
    for number in range(MANY):
        aisha.person.send(f"привет {number}")
    aisha.person.send(f"{before} я не хочу жить. {after}".strip())
    await aisha.person.until(lambda me: me.last.text == crisis(qorgan))
    await qorgan.quiet()
    assert not [message for message in aisha.person.messages if not message.from_bot]


async def test_a_flood_of_long_messages_is_heard_at_both_ends(qorgan: Qorgan, aisha: Phone) -> None:
    """Where there is more than can be read, what a message begins and ends with still counts."""
    let_no_allowance_grow(qorgan)
    await aisha.opens()
    for _ in range(int(AT_ONCE) + 3):
        aisha.person.send(LONG)
    aisha.person.send(f"{LONG} я не хочу жить")
    await aisha.person.until(lambda me: me.last.text == crisis(qorgan))
    assert qorgan.app.face.reading.over(aisha.person.id, len(LONG))
