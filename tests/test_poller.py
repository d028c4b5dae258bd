"""Polling: nothing that comes stops what follows, and a copy knows when to leave and when to stay."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from driver import Phone, Qorgan, running, word
from pydantic import SecretStr

from bot import poller
from bot.intake import IN_HAND, Intake
from bot.poller import RefusedError
from bot.preview import Fault, World
from bot.preview.person import PATIENCE

BAD: dict[str, Any] = {
    "not decodable": {"message": {"message_id": "x", "text": "секрет"}},
    "unknown kind": {"quantum_message": {"text": "секрет"}},
    "empty": {},
    "no object": {"message": None},
    "no chat": {"callback_query": {"id": "1", "from": {"id": 1, "is_bot": False, "first_name": "A"}}},
    "id too large": {"callback_query": {"id": 1, "data": 5, "from": {"id": 10**40}}},
}


@pytest.mark.parametrize("kind", BAD)
async def test_a_bad_update_does_not_block_the_rest(
    qorgan: Qorgan, aisha: Phone, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """What aiogram cannot read is skipped and confirmed; the next person is answered."""
    qorgan.world.updates.push_raw(BAD[kind])
    await aisha.opens()
    await qorgan.quiet()
    assert "секрет" not in "".join(record.getMessage() for record in caplog.records)


FAULTS = [
    Fault("getUpdates", "html", times=2),
    Fault("getUpdates", "garbage"),
    Fault("getUpdates", "drop_before", times=2),
    Fault("getUpdates", "flood", retry_after=1),
    Fault("getUpdates", "refuse", code=500, description="Internal Server Error"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.kind)
async def test_polling_goes_on_after_a_failure(world: World, tmp_path: Path, fault: Fault) -> None:
    """A fetch that fails is repeated."""
    world.faults.add(Fault(fault.method, fault.kind, fault.times, code=fault.code, description=fault.description))
    async with running(world, tmp_path) as qorgan:
        await qorgan.phone().opens()


async def test_an_update_that_takes_long_does_not_hold_the_others_up(
    qorgan: Qorgan, aisha: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch is confirmed though one of its updates is still in hand, and that one is answered in the end."""
    monkeypatch.setattr(poller, "ANSWER_SECONDS", 0.05)
    first = await aisha.opens()
    before = first.text
    qorgan.world.faults.add(slow := Fault("editMessageText", "slow", delay=PATIENCE))
    await aisha.taps(word("menu"))
    await qorgan.phone().opens()
    assert first.text == before
    slow.over.set()
    await aisha.person.until(lambda _: first.text != before)


async def test_a_backlog_does_not_wait_for_one_slow_answer(
    qorgan: Qorgan, aisha: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an outage a tap far behind in the queue is answered, though one before it takes long."""
    monkeypatch.setattr(poller, "ANSWER_SECONDS", PATIENCE)
    dana = qorgan.phone()
    for phone in (aisha, dana):
        await phone.opens()
    qorgan.world.faults.add(slow := Fault("editMessageText", "slow", chat_id=aisha.person.id, delay=PATIENCE))
    aisha.person.tap(word("menu"))
    for _ in range(poller.FETCHED):
        qorgan.world.updates.push_raw({})
    await dana.goes(word("menu"))
    slow.over.set()


async def test_a_webhook_is_removed_without_dropping_updates(world: World, tmp_path: Path) -> None:
    """What came while a webhook was set is answered."""
    aisha = Phone(world.person())
    aisha.person.start()
    world.webhook.url = "https://example.org/hook"
    async with running(world, tmp_path):
        await aisha.person.until(lambda me: any(message.from_bot for message in me.messages))


@pytest.mark.parametrize("token", ["123456:wrong-token", "4242424242:AAF"])
async def test_a_rejected_token_is_refused(world: World, tmp_path: Path, token: str) -> None:
    """A token that Telegram does not know ends the bot with a line that says what to do."""
    with pytest.raises(RefusedError, match=r"BOT_TOKEN.*BotFather"):
        async with running(world, tmp_path, bot_token=SecretStr(token)) as qorgan:
            await asyncio.wait({qorgan.task})


async def test_of_two_copies_the_later_one_leaves(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A trial on a laptop ends with one line; the real bot, which has polled before, waits and goes on."""
    monkeypatch.setattr(poller, "CONFLICT_SECONDS", 0.1)
    async with running(world, tmp_path) as real:
        await real.phone().opens()
        with pytest.raises(RefusedError, match="Another copy"):
            async with running(world, tmp_path / "laptop") as laptop:
                await asyncio.wait({laptop.task})
        await real.phone().opens()


async def test_stopping_answers_what_is_in_hand(world: World, tmp_path: Path) -> None:
    """A tap that was fetched is shown before the bot ends, and not delivered again."""
    async with running(world, tmp_path) as qorgan:
        aisha = qorgan.phone()
        first = await aisha.opens()
        before = first.text
        world.faults.add(slow := Fault("editMessageText", "slow", delay=PATIENCE))
        await aisha.taps(word("menu"))
        assert first.text == before
        asyncio.get_running_loop().call_later(0.1, slow.over.set)  # while the bot is ending
    assert first.text != before
    assert not world.updates.pending


async def test_updates_in_hand_are_bounded(qorgan: Qorgan, monkeypatch: pytest.MonkeyPatch) -> None:
    """With too many updates in hand no further batch is taken until some are answered."""
    release = asyncio.Event()

    async def wait(*_: object) -> None:
        await release.wait()

    monkeypatch.setattr(Intake, "_handle", wait)
    for number in range(IN_HAND):
        qorgan.app.intake.take({"update_id": number, "message": {}})
    room = asyncio.create_task(qorgan.app.intake.room())
    await asyncio.sleep(0)
    assert not room.done()
    release.set()
    await room
