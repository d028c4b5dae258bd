"""What a person sees of the bot: commands, taps, typed messages, groups."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from counter_files import stored
from driver import Phone, Qorgan, content, word
from emulator_api import StoppedClock

from bot.preview import Button, Message, media
from flows.engine import COMMANDS

SHOWN = [name for name in COMMANDS if name != "hide"]


async def test_start_shows_the_first_screen_and_removes_the_command(aisha: Phone) -> None:
    """Start brings one silent message without a link preview, and the command is gone."""
    first = await aisha.opens()
    await aisha.sees_only(first.text)
    assert (first.silent, first.link_preview) == (True, False)


@pytest.mark.parametrize("text", ["/{}", "/{}@qorgan_bot", "/{} payload"])
@pytest.mark.parametrize("name", SHOWN)
async def test_a_command_brings_a_new_message_and_removes_the_old(aisha: Phone, name: str, text: str) -> None:
    """A command's screen is a new message, visible also to somebody who cleared the chat; nothing else is left."""
    before = await aisha.opens()
    after = await aisha.types(text.format(name.upper() if name == "menu" else name))
    await aisha.sees_only(after.text)
    assert after.id > before.id


async def test_a_tap_changes_the_message_in_place(qorgan: Qorgan, aisha: Phone) -> None:
    """A tap edits the one live message."""
    first = await aisha.opens()
    await aisha.goes(word("menu"))
    await qorgan.quiet()
    assert [message.id for message in aisha.person.messages] == [first.id]


async def test_a_tap_that_changes_nothing_gets_a_toast(qorgan: Qorgan, aisha: Phone) -> None:
    """Menu on the menu edits nothing and says so."""
    await aisha.opens()
    await aisha.goes(word("menu"))
    edits = qorgan.world.calls["editmessagetext"]
    tap = await aisha.taps(word("menu"))
    assert tap.answer
    assert tap.answer.text == word("nothing-changed")
    assert qorgan.world.calls["editmessagetext"] == edits


async def test_a_double_tap_is_one_request(qorgan: Qorgan, aisha: Phone, tmp_path: Path) -> None:
    """Two taps on one button count once, and both are answered."""
    front_door = await aisha.opens("threats")
    taps = [aisha.person.tap(front_door.buttons[3]) for _ in range(2)]
    for tap in taps:
        await aisha.person.answer_to(tap)
    await qorgan.quiet()
    assert await qorgan.counters.flush()
    steps = {key[2]: n for key, n in stored(tmp_path / "qorgan.db").items() if key[1] == "step"}
    assert list(steps.values()) == [1, 1]


async def test_a_redelivered_tap_does_nothing(qorgan: Qorgan, aisha: Phone) -> None:
    """An update that Telegram delivers again is passed over."""
    await aisha.opens()
    await aisha.goes(word("menu"))
    await qorgan.quiet()
    calls = qorgan.world.calls
    before = calls["editmessagetext"], calls["answercallbackquery"]
    qorgan.world.redeliver()
    await qorgan.quiet()
    assert (calls["editmessagetext"], calls["answercallbackquery"]) == before


@pytest.mark.parametrize("data", ["", "x", "xzz", "1CAENKTmAu4", "\u0442" * 20, "menu:main", "A" * 64, "\u202e<b>"])
async def test_a_foreign_button_lands_softly(aisha: Phone, data: str) -> None:
    """Damaged and foreign callback data show a screen with buttons, never an error."""
    first = await aisha.opens()
    await aisha.goes(word("menu"))
    aisha.person.tap(Button("", data), first)
    await aisha.person.until(lambda me: me.last.buttons)


@pytest.mark.parametrize(
    ("code", "language"), [("ru", "ru"), ("kk-KZ", "kk"), ("en-GB", "en"), ("de", "both"), ("", "both")]
)
async def test_the_first_screen_speaks_the_phones_language(qorgan: Qorgan, code: str, language: str) -> None:
    """The phone's language is spoken where it is ours, else Kazakh and Russian together."""
    first = await qorgan.phone(code).opens()
    assert content().say(content().start, language).split("\n")[0] in first.text


async def test_a_chosen_language_is_kept_for_commands(aisha: Phone) -> None:
    """After choosing Kazakh on a Russian phone, a command answers in Kazakh."""
    await aisha.opens()
    await aisha.goes("Қазақша")
    await aisha.types("/menu")
    assert word("hide", "kk") in aisha.labels


SENT: dict[str, dict[str, Any]] = media.every_kind() | {
    "text": {"text": "меня зовут Айша"},
    "unknown command": {"text": "/stats"},
    "forwarded": media.forwarded({"text": "чужое"}, date=1),
    "pinned": {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}},
}


@pytest.mark.parametrize("kind", SENT)
async def test_whatever_is_sent_is_removed_and_answered(qorgan: Qorgan, aisha: Phone, kind: str) -> None:
    """Anything sent is deleted and answered beside the live message, which keeps its place."""
    first = await aisha.opens()
    answer = await aisha.sends(SENT[kind])
    await qorgan.quiet()
    assert [message.id for message in aisha.person.messages] == [first.id, answer.id]
    assert answer.silent
    assert qorgan.world.calls.get("getfile") is None


async def test_a_burst_gets_one_answer_that_the_highest_rank_decides(qorgan: Qorgan, aisha: Phone) -> None:
    """Messages within seconds are answered once; a picture among them changes the answer in place."""
    await aisha.opens()
    answer = await aisha.types("привет")
    before = answer.text
    aisha.person.send("ещё")
    aisha.person.post(media.photo())
    aisha.person.send("и ещё")
    await aisha.person.until(lambda _: answer.text != before)
    await qorgan.quiet()
    assert len(aisha.person.messages) == 2
    assert aisha.person.last is answer


async def test_the_next_burst_gets_an_answer_of_its_own(qorgan: Qorgan, aisha: Phone, clock: StoppedClock) -> None:
    """After the burst a new message brings a new answer, and the old answer goes."""
    first = await aisha.opens()
    await aisha.types("привет")
    clock.forward(seconds=31)
    second = await aisha.types("вы здесь?")
    await qorgan.quiet()
    assert [message.id for message in aisha.person.messages] == [first.id, second.id]


async def test_a_tap_after_typing_leaves_one_message(aisha: Phone) -> None:
    """The answer stands until the next tap anywhere."""
    first = await aisha.opens()
    await aisha.types("привет")
    await aisha.taps(word("menu"), first)
    await aisha.person.until(lambda me: me.messages == [first])


async def test_an_edited_message_is_removed(qorgan: Qorgan, aisha: Phone) -> None:
    """Editing does not bring a text back."""
    sent = aisha.person.send("первое")
    qorgan.world.faults.outage = False
    aisha.person.edit(sent, "второе")
    await qorgan.quiet()
    assert "второе" not in aisha.shown


async def deliver_late(qorgan: Qorgan, aisha: Phone, clock: StoppedClock, text: str) -> Message:
    """Write a text that reaches the bot a quarter of an hour later, and wait until it is removed."""
    late = aisha.person.send(text)
    update = qorgan.world.updates.pending.pop()
    clock.forward(minutes=16)
    qorgan.world.updates.push_raw(update.body)
    await aisha.person.until(lambda _: late.deleted)
    await qorgan.quiet()
    return late


@pytest.mark.parametrize(("text", "new"), [("привет", 0), ("/menu", 0), ("я не хочу жить", 1)])
async def test_a_late_message_brings_nothing_new_unless_a_life_is_at_stake(
    qorgan: Qorgan, aisha: Phone, clock: StoppedClock, text: str, new: int
) -> None:
    """After an outage nothing lights up the phone but the answer to words of danger or dying."""
    await aisha.opens()
    late = await deliver_late(qorgan, aisha, clock, text)
    assert len([message for message in aisha.person.messages if message.id > late.id]) == new


async def test_late_messages_are_not_told_one_by_one(
    qorgan: Qorgan, aisha: Phone, clock: StoppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    """The log tells that messages come late, and never how many or when."""
    caplog.set_level("INFO")
    await aisha.opens()
    for _ in range(3):
        await deliver_late(qorgan, aisha, clock, "привет")
    assert sum("15 minutes" in line for line in caplog.messages) == 1


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_a_group_is_left_without_a_word(qorgan: Qorgan, aisha: Phone, kind: Any) -> None:
    """Added to a group or channel, the bot goes at once and says nothing."""
    group = qorgan.world.group(kind=kind)
    group.add_bot(aisha.person)
    await qorgan.quiet()
    assert group.chat.membership == "left"
    assert "sendmessage" not in qorgan.world.calls


async def test_coordinators_are_not_counted(qorgan: Qorgan, aisha: Phone, tmp_path: Path) -> None:
    """A coordinator's own requests leave the counters alone."""
    qorgan.app.face.coordinators = {aisha.person.id}
    await aisha.opens()
    await aisha.goes(*aisha.labels[:1])
    await qorgan.quiet()
    await qorgan.phone().opens()
    await qorgan.quiet()
    await qorgan.counters.flush()
    assert sum(n for key, n in stored(tmp_path / "qorgan.db").items() if key[1] == "opened") == 1


FAILING = {"tap": "", "start": "/start", "understand": "привет"}


@pytest.mark.parametrize(("part", "text"), FAILING.items())
async def test_a_failing_handler_leads_to_the_menu(
    qorgan: Qorgan, aisha: Phone, monkeypatch: pytest.MonkeyPatch, part: str, text: str
) -> None:
    """A failure of ours shows the menu, removes what was typed and stops the button's clock."""
    await aisha.opens()
    monkeypatch.setattr(qorgan.app.face.engine, part, None)
    await (aisha.types(text) if text else aisha.goes(aisha.labels[0]))
    await qorgan.quiet()
    menu = qorgan.app.face.engine.command("menu", "ru", now=qorgan.app.face.now())
    assert aisha.labels == [button.label for row in menu.screen.rows for button in row]
    assert [message for message in aisha.person.messages if not message.from_bot] == []


async def test_a_message_in_a_group_makes_the_bot_leave(qorgan: Qorgan, aisha: Phone) -> None:
    """Added while it was not running, the bot leaves at the first message."""
    group = qorgan.world.group()
    group.add_bot(aisha.person)
    qorgan.world.updates.pending.clear()
    group.post(aisha.person, "/start@qorgan_bot")
    await qorgan.quiet()
    assert group.chat.membership == "left"
    assert "sendmessage" not in qorgan.world.calls


async def test_a_blocked_bot_forgets_the_person(qorgan: Qorgan, aisha: Phone) -> None:
    """Blocking makes the bot forget the chat."""
    await aisha.opens()
    aisha.person.block()
    await qorgan.quiet()
    assert len(qorgan.app.face.traces) == 0
