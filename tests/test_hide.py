"""Hiding: the visible message turns dull at once, everything else goes, nothing comes."""

from __future__ import annotations

from pathlib import Path

import pytest
from counter_files import stored
from driver import Phone, Qorgan, running, word

from bot.preview import Fault, World
from bot.preview.person import PATIENCE


async def test_the_hide_button_leaves_one_dull_message(qorgan: Qorgan, aisha: Phone) -> None:
    """Hide edits the tapped message into the dull text without buttons and deletes all others."""
    first = await aisha.opens()
    await aisha.types("привет")
    await aisha.taps(word("hide"), first)
    await aisha.sees_only(word("hidden"))
    assert not first.buttons
    assert qorgan.world.calls["sendmessage"] == 2


@pytest.mark.parametrize("written", ["/HIDE@qorgan_bot", "Скрыть!", "жасыр", "удали  ВСЕ"])
async def test_the_hide_command_leaves_one_dull_message(aisha: Phone, written: str) -> None:
    """/hide, also in words, does the same with the bot's newest message, and goes itself."""
    await aisha.opens()
    await aisha.types("привет")
    aisha.person.send(written)
    await aisha.sees_only(word("hidden"))


@pytest.mark.parametrize("how", ["button", "command"])
async def test_what_is_written_after_hiding_gets_an_answer(aisha: Phone, how: str) -> None:
    """Whoever hides right after an answer to typed words, and writes again, is not taken for somebody who goes on."""
    first = await aisha.opens()
    await aisha.types("я не хочу жить")
    if how == "button":
        aisha.person.tap(word("hide"), first)
    else:
        aisha.person.send("/hide")
    await aisha.sees_only(word("hidden"))
    await aisha.types("привет")


async def test_hide_with_nothing_known_removes_the_command(qorgan: Qorgan, aisha: Phone) -> None:
    """/hide after a restart says nothing and leaves nothing."""
    aisha.person.send("/hide")
    await qorgan.quiet()
    assert aisha.shown == []
    assert "sendmessage" not in qorgan.world.calls


@pytest.mark.parametrize(("how", "left"), [("button", [word("hidden")]), ("command", [])])
async def test_hide_after_a_restart_takes_what_stands_near(
    world: World, tmp_path: Path, how: str, left: list[str]
) -> None:
    """What memory no longer knows goes too, such as the answer beside the tapped message; other chats stay."""
    aisha, dana = Phone(world.person()), Phone(world.person())
    async with running(world, tmp_path):
        first = await aisha.opens()
        await dana.opens()
        await aisha.types("привет")
    before = dana.shown
    async with running(world, tmp_path):
        if how == "button":
            aisha.person.tap(word("hide"), first)
        else:
            aisha.person.send("/hide")
        await aisha.person.until(lambda _: aisha.shown == left)
    assert dana.shown == before


async def test_a_late_deletion_spares_the_next_screen(world: World, qorgan: Qorgan, aisha: Phone) -> None:
    """Hiding also deletes ids that it guesses; when it has to wait, one may be that of a message that came since."""
    await aisha.opens()
    await qorgan.quiet()
    world.faults.add(Fault("deleteMessages", "flood", retry_after=1))
    await aisha.taps(word("hide"))
    await aisha.sees(word("hidden"))
    again = await aisha.opens()
    await aisha.sees_only(again.text)


async def test_hide_comes_before_its_deletions(aisha: Phone) -> None:
    """The edit is the first thing that Telegram is asked for."""
    await aisha.opens()
    await aisha.types("привет")
    with aisha.person.listen() as changes:
        await aisha.taps(word("hide"))
        await aisha.sees_only(word("hidden"))
        kinds = [changes.get_nowait().kind for _ in range(changes.qsize())]
    assert [kind for kind in kinds if kind in {"edited", "deleted"}] == ["edited", "deleted"]


async def test_hiding_is_not_counted_and_forgets_the_language(qorgan: Qorgan, aisha: Phone, tmp_path: Path) -> None:
    """After hiding, nothing of the chat is known but the dull message."""
    await aisha.opens()
    await aisha.goes("Қазақша")
    await qorgan.quiet()
    await qorgan.counters.flush()
    before = stored(tmp_path / "qorgan.db")
    await aisha.taps(word("hide", "kk"))
    await qorgan.quiet()
    await qorgan.counters.flush()
    trace = qorgan.app.face.traces.of(aisha.person.id)
    assert stored(tmp_path / "qorgan.db") == before
    assert (trace.language, trace.ids()) == ("", [trace.live])


async def test_hide_overtakes_a_chat_that_has_to_wait(qorgan: Qorgan, aisha: Phone) -> None:
    """A tap held up by Telegram is passed over; hide does not wait for it and it does not come back."""
    await aisha.opens()
    qorgan.world.faults.add(Fault("editMessageText", "flood", retry_after=30))
    await aisha.taps(aisha.labels[0])
    await aisha.taps(word("hide"))
    await aisha.sees_only(word("hidden"))
    await qorgan.quiet()
    assert aisha.shown == [word("hidden")]


async def test_a_tap_beside_hide_does_not_bring_the_screen_back(qorgan: Qorgan, aisha: Phone) -> None:
    """A second finger on another button of the same message changes nothing."""
    first = await aisha.opens()
    label = aisha.labels[0]
    aisha.person.tap(word("hide"), first)
    aisha.person.tap(label, first)
    await aisha.sees_only(word("hidden"))
    await qorgan.quiet()
    assert aisha.shown == [word("hidden")]


async def test_a_command_after_hide_opens_the_bot_again(aisha: Phone) -> None:
    """Start works after hiding, and takes the dull message's place."""
    await aisha.opens()
    await aisha.taps(word("hide"))
    again = await aisha.opens()
    await aisha.sees_only(again.text)


async def test_one_message_that_cannot_be_deleted_does_not_save_the_rest(world: World, aisha: Phone) -> None:
    """A batch that Telegram refuses is deleted singly."""
    world.faults.add(Fault("deleteMessages", "flood", retry_after=1))
    world.faults.add(Fault("deleteMessages", "refuse", code=400, description="Bad Request: message can't be deleted"))
    for text in ("один", "два", "три"):
        aisha.person.send(text)
    await aisha.person.until(lambda me: me.messages and all(message.from_bot for message in me.messages))


async def test_hide_does_not_wait_for_a_slow_call(world: World, qorgan: Qorgan, aisha: Phone) -> None:
    """While an edit hangs, hide is shown beside it; when the edit lands at last, the message turns dull again."""
    first = await aisha.opens()
    world.faults.add(hanging := Fault("editMessageText", "slow", delay=PATIENCE))
    await aisha.taps(aisha.labels[0])
    aisha.person.tap(word("hide"), first)
    # Handed over by hand: polling would hold it back until the batch before it is answered, two seconds at most.
    qorgan.app.intake.take(world.updates.pending.pop().json())
    await aisha.sees(word("hidden"))
    hanging.over.set()
    await aisha.person.until(lambda _: first.text != word("hidden"))
    await aisha.sees_only(word("hidden"))
