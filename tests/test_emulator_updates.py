"""Updates reach the bot as Telegram delivers them: by polling, by webhook, once more when asked, and with faults."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiogram.types import Update
from aiohttp import web
from emulator_api import RawApi, StoppedClock, raw_api

from bot.preview import Fault, Person, World, media
from bot.preview.person import PATIENCE
from bot.preview.updates import TERMINATED_BY_POLL

Json = dict[str, Any]


@pytest.fixture
def clock() -> StoppedClock:
    """Time that a test moves by hand."""
    return StoppedClock()


@pytest.fixture
async def api(clock: StoppedClock) -> AsyncIterator[RawApi]:
    """A served world with nobody in it."""
    async with raw_api(World(clock)) as api:
        yield api


@pytest.fixture
def aisha(api: RawApi) -> Person:
    """Somebody whose start was already fetched."""
    person = api.world.person()
    person.start()
    api.world.updates.pending.clear()
    return person


def texts(updates: list[Json]) -> list[str]:
    """The texts of message updates."""
    return [update["message"]["text"] for update in updates]


async def test_offset_confirms(api: RawApi, aisha: Person) -> None:
    """Updates come again until an offset passes them; a negative offset keeps the newest alone."""
    for word in ("one", "two", "three", "four"):
        aisha.send(word)
    first = await api.ok("getUpdates", limit=2)
    assert texts(first) == ["one", "two"]
    assert texts(await api.ok("getUpdates", limit=1)) == ["one"]
    assert texts(await api.ok("getUpdates", offset=first[0]["update_id"] + 1, limit=1)) == ["two"]
    assert texts(await api.ok("getUpdates", offset=-1)) == ["four"]
    assert texts(await api.ok("getUpdates", offset=first[0]["update_id"] + 1000)) == ["four"]
    assert await api.ok("getUpdates", offset=first[0]["update_id"] + 4) == []


async def test_long_poll_wakes(api: RawApi, aisha: Person) -> None:
    """A waiting getUpdates answers as soon as somebody writes."""
    waiting = asyncio.create_task(api.ok("getUpdates", timeout=30))
    await api.world.updates.polled.wait()
    aisha.send("help")
    assert texts(await waiting) == ["help"]


async def test_second_poll_ends_the_first(api: RawApi, aisha: Person) -> None:
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
    aisha.send("x")
    assert texts(await newer) == ["x"]


async def test_kinds_asked_for(api: RawApi, aisha: Person) -> None:
    """Kinds not in allowed_updates are lost, the choice is remembered, an empty list means the default."""
    await api.ok("getUpdates", allowed_updates=["callback_query", "nonsense"])
    aisha.send("lost")
    assert await api.ok("getUpdates") == []
    await api.ok("getUpdates", allowed_updates=[])
    aisha.send("seen")
    assert texts(await api.ok("getUpdates")) == ["seen"]


async def test_updates_grow_old(api: RawApi, aisha: Person, clock: StoppedClock) -> None:
    """A tap that nobody fetched is gone after 150 seconds, a message after 24 hours."""
    await api.ok(
        "sendMessage",
        chat_id=aisha.id,
        text="x",
        reply_markup={"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]},
    )
    aisha.tap("A")
    aisha.send("x")
    clock.forward(seconds=150)
    assert [set(update) - {"update_id"} for update in await api.ok("getUpdates")] == [{"callback_query"}, {"message"}]
    clock.forward(seconds=1)
    assert texts(await api.ok("getUpdates")) == ["x"]
    clock.forward(hours=24)
    assert await api.ok("getUpdates") == []


async def test_redelivery_and_strange_updates(api: RawApi, aisha: Person) -> None:
    """A test can have an update delivered twice under one id, and hand over any body as an update."""
    aisha.send("x")
    (update,) = await api.ok("getUpdates")
    api.world.redeliver()
    assert await api.ok("getUpdates", offset=update["update_id"] + 1) == [update]
    assert await api.ok("getUpdates", offset=update["update_id"] + 1) == []
    strange = api.world.updates.push_raw({"message": {"text": 5}})
    assert await api.ok("getUpdates") == [{"update_id": strange, "message": {"text": 5}}]
    with pytest.raises(LookupError, match="Update 1 is not among"):
        api.world.redeliver(1)


async def test_tap_on_a_vanished_message(api: RawApi, aisha: Person) -> None:
    """A tap whose message the bot can no longer see comes with date 0; a crafted one with any data."""
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    sent = await api.ok("sendMessage", chat_id=aisha.id, text="x", reply_markup=markup)
    message = aisha.last
    aisha.tap("A", inaccessible=True)
    await api.ok("deleteMessage", chat_id=aisha.id, message_id=sent["message_id"])
    aisha.tap("A", message)
    for update in await api.ok("getUpdates"):
        shown = update["callback_query"]["message"]
        assert (shown["date"], shown["message_id"], set(shown)) == (0, message.id, {"date", "message_id", "chat"})
    with pytest.raises(LookupError, match="No button 'A' to tap"):
        aisha.tap("A")


async def test_blocking_is_told(api: RawApi, aisha: Person) -> None:
    """Blocking and starting again reach the bot as my_chat_member."""
    aisha.block()
    aisha.start("campaign")
    blocked, back, start = await api.ok("getUpdates")
    assert blocked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert back["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert start["message"]["text"] == "/start campaign"
    assert start["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


@pytest.mark.parametrize(
    ("kind", "status"), [("group", "member"), ("supergroup", "member"), ("channel", "administrator")]
)
async def test_bot_leaves_a_group(api: RawApi, aisha: Person, kind: Any, status: str) -> None:
    """A bot added to a group or channel hears of it, can leave, and then reaches it no more."""
    group = api.world.group(kind=kind)
    group.add_bot(aisha)
    added = Update.model_validate((await api.ok("getUpdates"))[0]).my_chat_member
    assert added is not None
    assert (added.new_chat_member.status, group.bot_inside) == (status, True)
    await api.ok("leaveChat", chat_id=group.chat.id)
    assert not group.bot_inside
    error = await api.error("sendMessage", chat_id=group.chat.id, text="x")
    assert error == f"Forbidden: bot is not a member of the {kind} chat"
    group.post(aisha, "unheard")
    assert all("unheard" not in str(update) for update in await api.ok("getUpdates"))


async def test_bot_thrown_out(api: RawApi, aisha: Person) -> None:
    """A bot that was thrown out is told so; others' posts it could never delete."""
    group = api.world.group(kind="channel")
    group.add_bot(aisha)
    post = group.post(aisha, "news")
    (_, update) = await api.ok("getUpdates")
    assert update["channel_post"]["sender_chat"]["id"] == group.chat.id
    error = await api.error("deleteMessage", chat_id=group.chat.id, message_id=post.id)
    assert error == "Bad Request: message can't be deleted"
    group.remove_bot(aisha)
    error = await api.error("sendMessage", chat_id=group.chat.id, text="x")
    assert (error, group.messages) == ("Forbidden: bot was kicked from the channel chat", [post])


FAULTS = [
    (Fault("sendMessage", "flood", retry_after=7), 429, "Too Many Requests: retry after 7"),
    (Fault("*", "refuse", code=403, description="Forbidden: x"), 403, "Forbidden: x"),
    (Fault("sendMessage", "html"), 502, None),
    (Fault("sendMessage", "html", code=500), 500, None),
]


@pytest.mark.parametrize(("fault", "status", "description"), FAULTS)
async def test_refusing_fault(api: RawApi, aisha: Person, fault: Fault, status: int, description: str | None) -> None:
    """An ordered refusal happens as often as ordered and leaves the chat as it was."""
    api.world.faults.add(fault)
    url, call = f"{api.url}/bot{api.world.token}/sendMessage", {"chat_id": aisha.id, "text": "x"}
    async with api.session.post(url, json=call) as response:
        assert response.status == status
        if description:
            assert (await response.json())["description"] == description
        else:
            assert response.content_type == "text/html"
    assert len(aisha.messages) == 1
    await api.ok("sendMessage", **call)
    assert api.world.calls["sendmessage"] == 2


@pytest.mark.parametrize(("kind", "messages"), [("drop_before", 1), ("drop_after", 2)])
async def test_dropped_connection(api: RawApi, aisha: Person, kind: Any, messages: int) -> None:
    """A connection drops before or after the message was sent; another chat is not touched."""
    api.world.faults.add(Fault("sendMessage", kind, chat_id=aisha.id))
    other = api.world.person()
    other.start()
    await api.ok("sendMessage", chat_id=other.id, text="x")
    with pytest.raises(aiohttp.ClientError):
        await api.ok("sendMessage", chat_id=aisha.id, text="x")
    assert len(aisha.messages) == messages


async def test_garbage_and_slow_answers(api: RawApi, aisha: Person) -> None:
    """An answer can be no JSON, though the message was sent; or come late."""
    api.world.faults.add(Fault("sendMessage", "garbage"))
    with pytest.raises(ValueError, match="Expecting value"):
        await api.ok("sendMessage", chat_id=aisha.id, text="x")
    assert aisha.last.text == "x"
    api.world.faults.add(Fault("sendMessage", "slow", delay=0.05))
    before = asyncio.get_running_loop().time()
    await api.ok("sendMessage", chat_id=aisha.id, text="late")
    assert (aisha.last.text, asyncio.get_running_loop().time() - before >= 0.05) == ("late", True)


async def test_outage(api: RawApi, aisha: Person) -> None:
    """During an outage every connection breaks, a waiting poll too; afterwards the updates are still there."""
    waiting = asyncio.create_task(api.ok("getUpdates", timeout=30))
    await api.world.updates.polled.wait()
    api.world.outage()
    with pytest.raises(aiohttp.ClientError):
        await waiting
    aisha.send("in the dark")
    with pytest.raises(aiohttp.ClientError):
        await api.ok("getMe")
    api.world.restore()
    assert texts(await api.ok("getUpdates")) == ["in the dark"]


async def test_rate_limits(api: RawApi, aisha: Person, clock: StoppedClock) -> None:
    """Switched on, the limits let a short burst pass, then about one message a second and chat."""
    api.world.faults.rate_limits = True
    for _ in range(3):
        await api.ok("sendMessage", chat_id=aisha.id, text="x")
    refused = await api.call("sendMessage", chat_id=aisha.id, text="x")
    assert (refused["error_code"], refused["parameters"]) == (429, {"retry_after": 1})
    clock.forward(seconds=1)
    await api.ok("sendMessage", chat_id=aisha.id, text="x")
    people = [api.world.person() for _ in range(40)]
    for person in people:
        person.start()
    answers = [await api.call("sendMessage", chat_id=person.id, text="x") for person in people]
    assert 25 < sum(answer["ok"] for answer in answers) < 35


class Receiver:
    """A bot's webhook: its address, what it gets, and the statuses it still answers with."""

    def __init__(self) -> None:
        self.url = ""
        self.got: asyncio.Queue[tuple[str, Json]] = asyncio.Queue()
        self.statuses: list[int] = []

    async def take(self, request: web.Request) -> web.Response:
        """Take one delivery."""
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        self.got.put_nowait((secret, await request.json()))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A webhook that waits for updates."""
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def test_webhook(api: RawApi, aisha: Person, receiver: Receiver) -> None:
    """A webhook gets what waits and what comes, with its secret, again and in order after a failure."""
    receiver.statuses.append(500)
    api.world.webhook.first_delay = 0.01
    aisha.send("before")
    await api.ok("setWebhook", url=receiver.url, secret_token="s3cret")
    aisha.send("after")
    got = [await receiver.got.get() for _ in range(3)]
    assert [secret for secret, _ in got] == ["s3cret"] * 3
    assert texts([update for _, update in got]) == ["before", "before", "after"]
    assert (await api.ok("getWebhookInfo"))["url"] == receiver.url
    assert "while webhook is active" in await api.error("getUpdates")
    await api.ok("deleteWebhook", drop_pending_updates=True)
    aisha.send("polled")
    assert texts(await api.ok("getUpdates")) == ["polled"]


async def test_webhook_ends_polling(api: RawApi, aisha: Person, receiver: Receiver) -> None:
    """Setting a webhook ends a waiting poll; while it fails, updates stay and getWebhookInfo says why."""
    receiver.statuses += [404] * 50
    api.world.webhook.first_delay = 0.01
    waiting = asyncio.create_task(api.error("getUpdates", timeout=30))
    await api.world.updates.polled.wait()
    await api.ok("setWebhook", url=receiver.url)
    assert await waiting == "Conflict: terminated by setWebhook request"
    aisha.send("x")
    await receiver.got.get()
    await receiver.got.get()
    info = await api.ok("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 404 Not Found"
    assert info["pending_update_count"] == 1
    await api.ok("deleteWebhook")
    assert texts(await api.ok("getUpdates")) == ["x"]


async def test_webhook_out_of_reach(api: RawApi, aisha: Person, unused_tcp_port: int) -> None:
    """A webhook where nobody listens keeps the update; pending ones can be dropped with it."""
    api.world.webhook.first_delay = 0.001
    await api.ok("setWebhook", url=f"http://127.0.0.1:{unused_tcp_port}/", allowed_updates=["message"])
    aisha.send("x")
    async with asyncio.timeout(PATIENCE):
        while "last_error_message" not in (info := await api.ok("getWebhookInfo")):
            pass
    assert (info["last_error_message"], info["pending_update_count"]) == ("Webhook connection closed", 1)
    await api.ok("setWebhook", url="", drop_pending_updates=True)
    assert await api.ok("getUpdates") == []


@pytest.mark.parametrize(("kind", "content"), media.every_kind().items())
async def test_everything_a_person_can_send(api: RawApi, aisha: Person, kind: str, content: Json) -> None:
    """Every kind of message arrives with its field, alone and forwarded, fit for aiogram."""
    aisha.post(content)
    aisha.post(media.forwarded(content, date=1))
    for update in await api.ok("getUpdates"):
        field = {"payment": "successful_payment"}.get(kind, kind)
        message = Update.model_validate(update).message
        assert message is not None
        assert getattr(message, field) is not None
