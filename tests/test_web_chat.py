"""The server side of the web chat: who gets in, who is who, what a window does and sees."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from talker import web_chat

from bot.preview import World, web, windows

Json = dict[str, Any]
MENU = {"inline_keyboard": [[{"text": "Далее", "callback_data": "next"}]]}


@pytest.fixture
async def address(world: World) -> AsyncIterator[str]:
    """Serve the page; gives its address."""
    async with web_chat(world) as address:
        yield address


@pytest.fixture
async def browser(address: str) -> AsyncIterator[aiohttp.ClientSession]:
    """Give a client that speaks to the page's server."""
    async with aiohttp.ClientSession(address) as session:
        yield session


async def told(socket: aiohttp.ClientWebSocketResponse, event: str) -> Json:
    """Read until the server tells of this event."""
    while True:
        heard: Json = await socket.receive_json(timeout=5)
        if heard["event"] == event:
            return heard


async def bot_calls(browser: aiohttp.ClientSession, world: World, method: str, **call: Any) -> Any:
    """Let the bot do one call."""
    async with browser.post(f"/bot{world.token}/{method}", json=call) as answer:
        return (await answer.json())["result"]


ADDRESSES = ["/", "/page/chat.js", "/chat", "/bot1:x/getMe"]


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize(
    "header",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "localhost@evil.example"},
        {"Host": "[::1"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
    ],
    ids=str,
)
async def test_strangers(browser: aiohttp.ClientSession, path: str, header: dict[str, str]) -> None:
    """A page of another name or site reaches neither the chat nor the emulated Telegram."""
    async with browser.get(path, headers=header) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]"])
async def test_own_names(browser: aiohttp.ClientSession, name: str) -> None:
    """This machine's own names get in, through any port."""
    async with browser.get("/", headers={"Host": f"{name}:9", "Origin": f"http://{name}:9"}) as answer:
        assert answer.status == 200


async def test_policy(browser: aiohttp.ClientSession) -> None:
    """The page may load, run and reach only what its own server gives."""
    async with browser.get("/") as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert not re.search(r"unsafe|https?:|\*", policy)


@pytest.mark.parametrize("file", sorted(web.PAGE.iterdir()), ids=lambda file: file.name)
def test_works_offline(file: Path) -> None:
    """No file of the page names another server, or runs text as markup or code."""
    text = file.read_text().replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://\w|innerHTML|insertAdjacentHTML|eval\(|style=\"|\son\w+=\"", text)


async def test_two_windows(browser: aiohttp.ClientSession, world: World) -> None:
    """Two windows are two people."""
    async with browser.ws_connect("/chat") as one, browser.ws_connect("/chat") as other:
        assert (await told(one, "chat"))["person"] != (await told(other, "chat"))["person"]
    assert len(world.people) == 2


async def test_reload(browser: aiohttp.ClientSession) -> None:
    """A window that comes back with its key is the same person with the same chat."""
    async with browser.ws_connect("/chat?language=kk") as socket:
        before = await told(socket, "chat")
        await socket.send_json({"do": "start"})
        sent = await told(socket, "sent")
    async with browser.ws_connect(f"/chat?key={before['key']}&language=en") as socket:
        after = await told(socket, "chat")
    assert (after["person"], after["language"], after["messages"]) == (before["person"], "kk", [sent["message"]])


async def test_strange_key(browser: aiohttp.ClientSession) -> None:
    """A key that this server never gave makes a new person, so that nobody gets another's chat."""
    async with browser.ws_connect("/chat?key=5000000001") as socket:
        assert (await told(socket, "chat"))["key"] != "5000000001"


async def test_no_room(browser: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """One window more than are kept is refused while all are open, and gets in once one has closed."""
    monkeypatch.setattr(windows, "WINDOWS_KEPT", 1)
    async with browser.ws_connect("/chat") as socket:
        await told(socket, "chat")
        async with browser.get("/chat") as refused:
            assert refused.status == 503
    async with browser.ws_connect("/chat") as socket:
        assert await told(socket, "chat")


@pytest.mark.parametrize("raw", ["", "[]", '{"do": "fly"}', '{"do": "text", "text": "' + "x" * 4097 + '"}'])
async def test_malformed_gesture(browser: aiohttp.ClientSession, raw: str) -> None:
    """A gesture that no page of ours sends is passed over, and the next one is taken."""
    async with browser.ws_connect("/chat") as socket:
        await socket.send_str(raw)
        await socket.send_json({"do": "start"})
        assert (await told(socket, "sent"))["message"]["text"] == "/start"


async def test_bot_shows(browser: aiohttp.ClientSession, world: World) -> None:
    """A window sees all that the bot does to its chat."""
    async with browser.ws_connect("/chat") as socket:
        chat_id = (await told(socket, "chat"))["person"]
        await socket.send_json({"do": "start"})
        await told(socket, "sent")
        await bot_calls(browser, world, "sendChatAction", chat_id=chat_id, action="typing")
        assert (await told(socket, "action"))["action"] == "typing"
        await bot_calls(browser, world, "sendMessage", chat_id=chat_id, text="<b>1</b>", parse_mode="HTML")
        assert (await told(socket, "sent"))["message"]["entities"] == [{"type": "bold", "offset": 0, "length": 1}]
        await bot_calls(browser, world, "editMessageText", chat_id=chat_id, message_id=2, text="2", reply_markup=MENU)
        edited = (await told(socket, "edited"))["message"]
        assert (edited["edited"], edited["keyboard"][0][0]["data"]) == (True, "next")
        await bot_calls(browser, world, "deleteMessage", chat_id=chat_id, message_id=2)
        assert (await told(socket, "deleted"))["id"] == 2


async def test_callback_answer(browser: aiohttp.ClientSession, world: World) -> None:
    """The answer to a tap comes back to the button that was tapped."""
    async with browser.ws_connect("/chat") as socket:
        chat_id = (await told(socket, "chat"))["person"]
        await socket.send_json({"do": "start"})
        await told(socket, "sent")
        await bot_calls(browser, world, "sendMessage", chat_id=chat_id, text="?", reply_markup=MENU)
        world.updates.pending.clear()
        await socket.send_json({"do": "tap", "message": 2, "text": "next"})
        [update] = await bot_calls(browser, world, "getUpdates", timeout=5)
        tap = update["callback_query"]["id"]
        await bot_calls(browser, world, "answerCallbackQuery", callback_query_id=tap, text="!", show_alert=True)
        answer = await told(socket, "answered")
    assert answer == {"event": "answered", "message": 2, "data": "next", "text": "!", "alert": True}


async def test_phone_language(browser: aiohttp.ClientSession, world: World) -> None:
    """The bot's name, description and commands follow the language of the phone, also while the window is open."""
    world.profile.set_text("name", "", "Qorgan")
    world.profile.set_text("name", "kk", "Қорған")
    world.profile.set_commands("default", "", '[{"command": "all", "description": "?"}]')
    world.profile.set_commands("all_private_chats", "kk", '[{"command": "kk", "description": "?"}]')
    async with browser.ws_connect("/chat?language=kk") as socket:
        bots = [(await told(socket, "chat"))["bot"]]
        for language in ("en", ""):
            await socket.send_json({"do": "language", "text": language})
            bots.append((await told(socket, "chat"))["bot"])
        await bot_calls(browser, world, "setMyName", name="New")
        bots.append((await told(socket, "chat"))["bot"])
    assert [bot["name"] for bot in bots] == ["Қорған", "Qorgan", "Qorgan", "New"]
    assert [bot["commands"][0]["command"] for bot in bots] == ["kk", "all", "all", "all"]


async def test_file(browser: aiohttp.ClientSession, world: World) -> None:
    """A file of the bot can be fetched by the window it was sent to, and by no other."""
    async with browser.ws_connect("/chat") as socket, browser.ws_connect("/chat") as other:
        chat, others = await told(socket, "chat"), await told(other, "chat")
        await socket.send_json({"do": "start"})
        await told(socket, "sent")
        form = aiohttp.FormData({"chat_id": str(chat["person"])})
        form.add_field("document", b"<script>", filename="letter.html", content_type="text/html")
        await browser.post(f"/bot{world.token}/sendDocument", data=form)
        sent = (await told(socket, "sent"))["message"]
        assert sent["attachment"] == {"kind": "document", "name": "letter.html", "phone": "", "size": 8, "file": True}
        async with browser.get(f"/file/{chat['key']}/{sent['id']}") as file:
            assert (await file.read(), file.headers["Content-Disposition"]) == (b"<script>", "attachment")
        async with browser.get(f"/file/{others['key']}/{sent['id']}") as file:
            assert file.status == 404


async def test_end_of_server(world: World) -> None:
    """An open window does not hold up the end of the server."""
    async with aiohttp.ClientSession() as session:
        async with web_chat(world) as address:
            socket = await session.ws_connect(f"{address}/chat")
            await told(socket, "chat")
        assert (await socket.receive(timeout=1)).type is aiohttp.WSMsgType.CLOSE
        await socket.close()
