"""How the emulated Bot API is called, what it refuses besides messages, and what it keeps of the bot itself."""

from typing import Any

import aiohttp
import pytest
from emulator_api import RawApi

from bot.preview import Person

Json = dict[str, Any]


async def test_chat_and_bot_described(api: RawApi, somebody: Person) -> None:
    """A known chat and the bot itself can be asked for; an action is shown on the phone alone."""
    assert (await api.ok("getChat", chat_id=somebody.id))["first_name"] == somebody.identity["first_name"]
    assert (await api.ok("getMe"))["username"] == "qorgan_bot"
    with somebody.listen() as changes:
        assert await api.ok("sendChatAction", chat_id=somebody.id, action="typing") is True
        await api.ok("setMyName", name="Helper")
        await api.ok("deleteMessage", chat_id=somebody.id, message_id=somebody.messages[0].id)
    assert [changes.get_nowait().kind for _ in range(changes.qsize())] == ["typing", "profile", "deleted"]


COMMANDS = [
    ("x", "can't parse commands JSON object"),
    ({}, "expected an Array of BotCommand"),
    ([1], "can't parse BotCommand: expected an Object"),
    ([{"command": "a"}], "can't parse BotCommand: Can't find field \"description\""),
    ([{"command": " ", "description": "d"}], "command must be non-empty"),
    ([{"command": "a" * 33, "description": "d"}], "command length must not exceed 32"),
    ([{"command": "Menu", "description": "d"}], "BOT_COMMAND_INVALID"),
    ([{"command": "мәзір", "description": "d"}], "BOT_COMMAND_INVALID"),
    ([{"command": "a", "description": " "}], "command description must be non-empty"),
    ([{"command": "a", "description": "d" * 257}], "command description length must not exceed 256"),
    ([{"command": "a", "description": "d"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
]


@pytest.mark.parametrize(("commands", "error"), COMMANDS)
async def test_commands_refused(api: RawApi, commands: Any, error: str) -> None:
    """Commands keep Telegram's form."""
    assert await api.error("setMyCommands", commands=commands) == f"Bad Request: {error}"


async def test_profile_by_language(api: RawApi) -> None:
    """Names, descriptions and commands are kept by language; only the texts fall back to the common one."""
    longest = {"command": "m" * 32, "description": "d" * 256}
    given = [{"command": "/menu", "description": " Menu "}, longest]
    await api.ok("setMyCommands", commands=given, language_code="kk")
    assert await api.ok("getMyCommands", language_code="kk") == [{"command": "menu", "description": "Menu"}, longest]
    assert await api.ok("getMyCommands") == []
    await api.ok("deleteMyCommands", language_code="kk")
    assert await api.ok("getMyCommands", language_code="kk") == []
    await api.ok("setMyDescription", description="Common")
    await api.ok("setMyDescription", description="Жалпы", language_code="kk")
    assert await api.ok("getMyDescription", language_code="kk") == {"description": "Жалпы"}
    assert await api.ok("getMyDescription", language_code="en") == {"description": "Common"}
    await api.ok("setMyDescription", language_code="kk")
    assert await api.ok("getMyDescription", language_code="kk") == {"description": "Common"}


@pytest.mark.parametrize(
    ("method", "field", "limit"),
    [("Name", "name", 64), ("Description", "description", 512), ("ShortDescription", "short_description", 120)],
)
async def test_profile_limits(api: RawApi, method: str, field: str, limit: int) -> None:
    """The bot's texts have their lengths, and a language is two letters."""
    await api.ok(f"setMy{method}", **{field: "x" * limit})
    assert await api.ok(f"getMy{method}") == {field: "x" * limit}
    assert "is too long" in await api.error(f"setMy{method}", **{field: "x" * (limit + 1)})
    assert await api.error(f"getMy{method}", language_code="kaz") == "Bad Request: invalid language code specified"


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("bot{token}/sendTelegram", 404, "Not Found: method not found"),
        ("bot4242424242:wrong/getMe", 401, "Unauthorized"),
        ("botwrong/getMe", 401, "Unauthorized: invalid token specified"),
        ("bot0:x/getMe", 401, "Unauthorized: invalid token specified"),
        ("file/bot{token}/photos/1.jpg", 404, "Not Found"),
        ("bot{token}", 404, "Not Found"),
        ("", 404, "Not Found"),
    ],
)
async def test_addresses(api: RawApi, path: str, status: int, description: str) -> None:
    """Unknown methods, tokens and paths are refused with the official server's words and status."""
    async with api.session.get(f"{api.url}/{path.format(token=api.world.token)}") as response:
        assert response.status == status
        assert await response.json() == {"ok": False, "error_code": status, "description": description}


@pytest.mark.parametrize("how", ["query", "form", "multipart", "json"])
async def test_every_way_to_call(api: RawApi, somebody: Person, how: str) -> None:
    """The same call comes by query, form, multipart or JSON, its method in any case."""
    url = f"{api.url}/bot{api.world.token}/sendmessage"
    fields = {"chat_id": str(somebody.id), "text": "Сәлем", "disable_notification": "true"}
    form = aiohttp.FormData(fields, default_to_multipart=how == "multipart")
    body = {"query": {"params": fields}, "json": {"json": fields}}.get(how, {"data": form})
    async with api.session.post(url, **body) as response:
        assert (await response.json())["ok"]
    assert (somebody.last.text, somebody.last.silent) == ("Сәлем", True)


async def test_body_that_is_no_json(api: RawApi) -> None:
    """A body that claims to be JSON and is not is refused."""
    headers = {"Content-Type": "application/json"}
    async with api.session.post(f"{api.url}/bot{api.world.token}/getMe", data=b"[", headers=headers) as response:
        assert response.status == 400


@pytest.mark.parametrize(
    ("method", "parameters", "error"),
    [
        ("sendChatAction", {"action": "dancing"}, "Bad Request: wrong parameter action in request"),
        ("leaveChat", {}, "Bad Request: can't leave private chats"),
        ("setMyCommands", {"scope": "x"}, "Bad Request: can't parse BotCommandScope JSON object"),
        (
            "setMyCommands",
            {"scope": {"type": "x"}},
            "Bad Request: can't parse BotCommandScope: Unsupported type specified",
        ),
        ("deleteMessage", {}, "Bad Request: message identifier is not specified"),
        ("deleteMessage", {"chat_id": ""}, "Bad Request: chat identifier is not specified"),
        ("setWebhook", {"url": "nowhere"}, "Bad Request: invalid webhook URL specified"),
        (
            "setWebhook",
            {"url": "http://a.kz", "secret_token": "a b"},
            "Bad Request: secret token contains unallowed characters",
        ),
        ("setWebhook", {"url": "http://a.kz", "secret_token": "a" * 257}, "Bad Request: secret token is too long"),
    ],
)
async def test_other_refusals(api: RawApi, somebody: Person, method: str, parameters: Json, error: str) -> None:
    """The remaining refusals, one by one."""
    assert await api.error(method, **{"chat_id": somebody.id, **parameters}) == error
