"""Updates reach the bot as Telegram delivers them: by polling, of each kind, once more when asked."""

import asyncio
from typing import Any

import pytest
from aiogram.types import Update
from emulator_api import RawApi, StoppedClock, texts

from bot.preview import Person, media
from bot.preview.updates import TERMINATED_BY_POLL

Json = dict[str, Any]


async def test_offset_confirms(api: RawApi, somebody: Person) -> None:
    """Updates come again until an offset passes them; a negative offset keeps the newest alone."""
    for word in ("one", "two", "three", "four"):
        somebody.send(word)
    first = await api.ok("getUpdates", limit=2)
    assert texts(first) == ["one", "two"]
    assert texts(await api.ok("getUpdates", limit=1)) == ["one"]
    assert texts(await api.ok("getUpdates", offset=first[0]["update_id"] + 1, limit=1)) == ["two"]
    assert texts(await api.ok("getUpdates", offset=-1)) == ["four"]
    assert texts(await api.ok("getUpdates", offset=first[0]["update_id"] + 1000)) == ["four"]
    assert await api.ok("getUpdates", offset=first[0]["update_id"] + 4) == []


async def test_long_poll_wakes(api: RawApi, somebody: Person) -> None:
    """A waiting getUpdates answers as soon as somebody writes."""
    waiting = asyncio.create_task(api.ok("getUpdates", timeout=30))
    await api.world.updates.polled.wait()
    somebody.send("help")
    assert texts(await waiting) == ["help"]


async def test_second_poll_ends_the_first(api: RawApi, somebody: Person) -> None:
    """Of two waiting getUpdates the older is told of the conflict, the newer goes on."""
    older = asyncio.create_task(api.call("getUpdates", timeout=30))
    await api.world.updates.polled.wait()
    newer = asyncio.create_task(api.ok("getUpdates", timeout=30))
    assert await older == {
        "ok": False,
        "error_code": 409,
        "description": TERMINATED_BY_POLL,
    }
    await api.world.updates.polled.wait()
    somebody.send("x")
    assert texts(await newer) == ["x"]


async def test_kinds_asked_for(api: RawApi, somebody: Person) -> None:
    """Kinds not in allowed_updates are lost, the choice is remembered, an empty list means the default."""
    await api.ok("getUpdates", allowed_updates=["callback_query", "nonsense"])
    somebody.send("lost")
    assert await api.ok("getUpdates") == []
    await api.ok("getUpdates", allowed_updates=[])
    somebody.send("seen")
    assert texts(await api.ok("getUpdates")) == ["seen"]


async def test_updates_grow_old(api: RawApi, somebody: Person, clock: StoppedClock) -> None:
    """A tap that nobody fetched is gone after 150 seconds, a message after 24 hours."""
    await api.ok(
        "sendMessage",
        chat_id=somebody.id,
        text="x",
        reply_markup={"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]},
    )
    somebody.tap("A")
    somebody.send("x")
    clock.forward(seconds=150)
    assert [set(update) - {"update_id"} for update in await api.ok("getUpdates")] == [{"callback_query"}, {"message"}]
    clock.forward(seconds=1)
    assert texts(await api.ok("getUpdates")) == ["x"]
    clock.forward(hours=24)
    assert await api.ok("getUpdates") == []


async def test_redelivery_and_strange_updates(api: RawApi, somebody: Person) -> None:
    """A test can have an update delivered twice under one id, and hand over any body as an update."""
    somebody.send("x")
    (update,) = await api.ok("getUpdates")
    api.world.redeliver()
    assert await api.ok("getUpdates", offset=update["update_id"] + 1) == [update]
    assert await api.ok("getUpdates", offset=update["update_id"] + 1) == []
    strange = api.world.updates.push_raw({"message": {"text": 5}})
    assert await api.ok("getUpdates") == [{"update_id": strange, "message": {"text": 5}}]
    with pytest.raises(LookupError, match="Update 1 is not among"):
        api.world.redeliver(1)


async def test_tap_on_a_vanished_message(api: RawApi, somebody: Person) -> None:
    """A tap whose message the bot can no longer see comes with date 0; a crafted one with any data."""
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    sent = await api.ok("sendMessage", chat_id=somebody.id, text="x", reply_markup=markup)
    message = somebody.last
    somebody.tap("A", inaccessible=True)
    await api.ok("deleteMessage", chat_id=somebody.id, message_id=sent["message_id"])
    somebody.tap("A", message)
    for update in await api.ok("getUpdates"):
        shown = update["callback_query"]["message"]
        assert (shown["date"], shown["message_id"], set(shown)) == (0, message.id, {"date", "message_id", "chat"})
    with pytest.raises(LookupError, match="No button 'A' to tap"):
        somebody.tap("A")


async def test_blocking_is_told(api: RawApi, somebody: Person) -> None:
    """Blocking and starting again reach the bot as my_chat_member."""
    somebody.block()
    somebody.start("campaign")
    blocked, back, start = await api.ok("getUpdates")
    assert blocked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert back["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert start["message"]["text"] == "/start campaign"
    assert start["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


@pytest.mark.parametrize(
    ("kind", "status"), [("group", "member"), ("supergroup", "member"), ("channel", "administrator")]
)
async def test_bot_leaves_a_group(api: RawApi, somebody: Person, kind: Any, status: str) -> None:
    """A bot added to a group or channel hears of it, can leave, and then reaches it no more."""
    group = api.world.group(kind=kind)
    group.add_bot(somebody)
    added = Update.model_validate((await api.ok("getUpdates"))[0]).my_chat_member
    assert added is not None
    assert (added.new_chat_member.status, group.bot_inside) == (status, True)
    await api.ok("leaveChat", chat_id=group.chat.id)
    assert not group.bot_inside
    error = await api.error("sendMessage", chat_id=group.chat.id, text="x")
    assert error == f"Forbidden: bot is not a member of the {kind} chat"
    group.post(somebody, "unheard")
    assert all("unheard" not in str(update) for update in await api.ok("getUpdates"))


async def test_bot_thrown_out(api: RawApi, somebody: Person) -> None:
    """A bot that was thrown out is told so; others' posts it could never delete."""
    group = api.world.group(kind="channel")
    group.add_bot(somebody)
    post = group.post(somebody, "news")
    (_, update) = await api.ok("getUpdates")
    assert update["channel_post"]["sender_chat"]["id"] == group.chat.id
    error = await api.error("deleteMessage", chat_id=group.chat.id, message_id=post.id)
    assert error == "Bad Request: message can't be deleted"
    group.remove_bot(somebody)
    error = await api.error("sendMessage", chat_id=group.chat.id, text="x")
    assert (error, group.messages) == ("Forbidden: bot was kicked from the channel chat", [post])


@pytest.mark.parametrize(("kind", "content"), media.every_kind().items())
async def test_everything_a_person_can_send(api: RawApi, somebody: Person, kind: str, content: Json) -> None:
    """Every kind of message arrives with its field, alone and forwarded, fit for aiogram."""
    somebody.post(content)
    somebody.post(media.forwarded(content, date=1))
    for update in await api.ok("getUpdates"):
        field = {"payment": "successful_payment"}.get(kind, kind)
        message = Update.model_validate(update).message
        assert message is not None
        assert getattr(message, field) is not None
