"""Sending under faults: the right screen appears for every tap, its button's clock stops, nobody else waits."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from counter_files import stored
from driver import Phone, Qorgan, word
from emulator_api import StoppedClock

from bot.preview import Button, Fault
from storage import file

HOW = {
    "flood": Fault("*", "flood", retry_after=1),
    "bad gateway": Fault("*", "html", code=502),
    "server error": Fault("*", "refuse", code=500, description="Internal Server Error"),
    "dropped before": Fault("*", "drop_before"),
    "dropped after": Fault("*", "drop_after"),
    "no JSON": Fault("*", "garbage"),
}


def order(qorgan: Qorgan, method: str, kind: str, times: int = 1) -> None:
    """Order a fault of a kind for a method."""
    fault = HOW[kind]
    qorgan.world.faults.add(
        Fault(method, fault.kind, times, retry_after=1, code=fault.code, description=fault.description)
    )


@pytest.mark.parametrize("kind", HOW)
@pytest.mark.parametrize("method", ["editMessageText", "answerCallbackQuery"])
async def test_a_failed_call_is_repeated(qorgan: Qorgan, aisha: Phone, method: str, kind: str) -> None:
    """A tap is answered and shown whatever went wrong with one call."""
    await aisha.opens()
    order(qorgan, method, kind)
    await aisha.goes(word("menu"))


@pytest.mark.parametrize("kind", HOW)
async def test_a_lost_message_leaves_no_double(qorgan: Qorgan, aisha: Phone, kind: str) -> None:
    """A message whose sending was never answered is sent again, and what may have come twice is deleted."""
    order(qorgan, "sendMessage", kind)
    await aisha.opens()
    await qorgan.quiet()
    assert len(aisha.person.messages) == 1


async def test_a_lost_message_goes_with_hide(qorgan: Qorgan, aisha: Phone) -> None:
    """Hide also deletes a message that came without our knowing."""
    first = await aisha.opens()
    order(qorgan, "sendMessage", "dropped after")
    order(qorgan, "sendMessage", "flood", times=100)
    aisha.person.send("привет")
    await aisha.person.until(lambda me: me.last is not first)
    await aisha.taps(word("hide"), first)
    await aisha.sees_only(word("hidden"))


async def test_the_newest_tap_wins(qorgan: Qorgan, aisha: Phone) -> None:
    """Of the screens that had to wait only the newest is sent, and every tap is answered."""
    first = await aisha.opens()
    order(qorgan, "editMessageText", "flood")
    before = qorgan.world.calls.get("editmessagetext", 0)
    taps = [aisha.person.tap(label, first) for label in [*aisha.labels[:3], word("menu")]]
    for tap in taps:
        await aisha.person.answer_to(tap)
    await qorgan.quiet()
    edits = qorgan.world.calls["editmessagetext"] - before
    await aisha.taps(word("menu"))
    assert edits == 2  # the one that was refused and the newest screen
    assert taps[-1].answer


async def test_taps_keep_their_order(qorgan: Qorgan, aisha: Phone) -> None:
    """However fast the taps come, the last one decides what is shown."""
    first = await aisha.opens()
    labels = [aisha.labels[0], aisha.labels[1], aisha.labels[2], word("menu")] * 5
    for label in labels:
        aisha.person.tap(label, first)
    await qorgan.quiet()
    last = await aisha.taps(word("menu"))
    assert last.answer
    assert last.answer.text == word("nothing-changed")


async def test_one_persons_wait_holds_up_nobody_else(qorgan: Qorgan, aisha: Phone) -> None:
    """While one chat has to wait half a minute for Telegram, another is answered."""
    first = await aisha.opens()
    qorgan.world.faults.add(Fault("editMessageText", "flood", chat_id=aisha.person.id, retry_after=30))
    before = first.text
    await aisha.taps(aisha.labels[0])
    dana = qorgan.phone("kk")
    await dana.opens()
    await dana.goes(word("menu", "kk"), word("help-now", "kk"))
    assert first.text == before


async def test_emergency_overtakes_a_wait(qorgan: Qorgan, aisha: Phone) -> None:
    """The emergency screen does not wait for what Telegram holds up."""
    await aisha.opens()
    qorgan.world.faults.add(Fault("editMessageText", "flood", retry_after=30))
    await aisha.taps(aisha.labels[0])
    await aisha.taps(word("help-now"))
    await aisha.sees("112")


GONE = ["Bad Request: message to edit not found", "Bad Request: message can't be edited", "Bad Request: whatever"]


@pytest.mark.parametrize("description", GONE)
async def test_a_message_that_cannot_be_edited_is_replaced(qorgan: Qorgan, aisha: Phone, description: str) -> None:
    """The screen comes as a new message and the old one goes."""
    first = await aisha.opens()
    qorgan.world.faults.add(Fault("editMessageText", "refuse", code=400, description=description))
    await aisha.taps(word("menu"))
    await aisha.person.until(lambda me: len(me.messages) == 1 and me.last.id > first.id)


async def test_a_tap_on_an_inaccessible_message_is_answered(aisha: Phone) -> None:
    """A message that the bot can no longer read has date 0; its button still leads somewhere."""
    first = await aisha.opens()
    tap = aisha.person.tap(word("menu"), first, inaccessible=True)
    await aisha.person.answer_to(tap)
    await aisha.person.until(lambda me: word("hide") in [button.text for button in me.last.buttons])


async def test_a_tap_on_a_deleted_message_brings_a_new_one(qorgan: Qorgan, aisha: Phone) -> None:
    """A message deleted meanwhile is replaced."""
    first = await aisha.opens()
    data = first.buttons[0].data
    qorgan.world.delete_message(first)
    aisha.person.tap(Button("", data), first)
    await aisha.person.until(lambda me: me.messages and me.last.id > first.id)


async def test_an_old_message_makes_room_for_a_new_one(aisha: Phone, clock: StoppedClock) -> None:
    """A live message over 40 hours old is replaced while it can still be deleted."""
    first = await aisha.opens()
    clock.forward(hours=41)
    await aisha.taps(word("menu"))
    await aisha.person.until(lambda me: len(me.messages) == 1 and me.last.id > first.id)


@pytest.mark.parametrize("leave", ["block", "deactivate"])
async def test_a_person_who_left_causes_no_noise(
    qorgan: Qorgan, aisha: Phone, leave: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A person who blocked the bot or left Telegram is forgotten without a line in the log."""
    await aisha.opens()
    caplog.clear()
    getattr(aisha.person, leave)()
    aisha.person.send("/menu")
    await qorgan.quiet()
    assert len(qorgan.app.face.traces) == 0
    assert [record for record in caplog.records if record.name.startswith("qorgan")] == []


async def go(qorgan: Qorgan, method: str) -> None:
    """Let Telegram be gone, and the bot call a method in vain."""
    qorgan.world.outage()
    before = qorgan.world.calls.get(method, 0)
    while qorgan.world.calls.get(method, 0) < before + 2:  # noqa: ASYNC110 - no event tells it
        await asyncio.sleep(0.01)


async def test_an_outage_ends_with_the_right_screen(qorgan: Qorgan, aisha: Phone) -> None:
    """A tap made just before Telegram goes away is shown when it is back."""
    await aisha.opens()
    with aisha.person.listen() as changes:
        qorgan.world.faults.add(Fault("editMessageText", "drop_before"))
        await aisha.taps(word("help-now"))
        await go(qorgan, "editmessagetext")
        qorgan.world.restore()
        while (await changes.get()).kind != "edited":
            pass
    await aisha.sees("112")


async def act_in_an_outage(qorgan: Qorgan, clock: StoppedClock) -> list[Phone]:
    """Let people write while Telegram is gone and tap a quarter of an hour later, and see all of it come out right."""
    asking, dying, tapping, hiding = people = [qorgan.phone() for _ in range(4)]
    for phone in people:
        await phone.opens()
    await go(qorgan, "getupdates")
    asking.person.send("привет")
    dying.person.send("я не хочу жить")
    clock.forward(minutes=16)
    tapping.person.tap(word("help-now"))
    hiding.person.tap(word("hide"))
    qorgan.world.restore()
    await tapping.sees("112")
    await hiding.sees_only(word("hidden"))
    await dying.person.until(lambda me: [message.from_bot for message in me.messages] == [True, True])
    await qorgan.quiet()
    return people


async def test_an_outage_with_a_disk_that_refuses(
    qorgan: Qorgan, clock: StoppedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All have what they asked for, an old text is gone without an answer, and every request is counted once."""
    monkeypatch.setattr(file, "BUSY_SECONDS", 0.01)
    assert await qorgan.counters.flush(prove=True)
    with closing(sqlite3.connect(tmp_path / "qorgan.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        asking, *_ = await act_in_an_outage(qorgan, clock)
        assert not await qorgan.counters.flush()
    assert await qorgan.counters.flush()
    counted = Counter({key[1]: n for key, n in stored(tmp_path / "qorgan.db").items()})
    assert [message.from_bot for message in asking.person.messages] == [True]
    assert [counted[event] for event in ("opened", "emergency", "typed")] == [4, 1, 1]
