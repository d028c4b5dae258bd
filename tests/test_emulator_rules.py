"""The emulated Bot API refuses what Telegram refuses, in Telegram's words; every call goes over real HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from emulator_api import RawApi, StoppedClock, raw_api

from bot.preview import Person, World

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
    """Somebody who started the bot."""
    person = api.world.person()
    person.start()
    return person


def inline(*buttons: Json) -> Json:
    """One row of inline buttons."""
    return {"inline_keyboard": [list(buttons)]}


GO = {"text": "Go", "callback_data": "go"}

TEXTS = [
    ({}, "message text is empty"),
    ({"text": ""}, "message text is empty"),
    ({"text": " \n "}, "text must be non-empty"),
    ({"text": "\u200b\u200d\ufeff"}, "text must be non-empty"),
    ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
    ({"text": "x" * 4097}, "message is too long"),
    ({"text": "😢" * 2049}, "message is too long"),
    ({"text": "x" * 32_769}, "text is too long"),
    ({"text": "x", "parse_mode": "XML"}, "unsupported parse_mode"),
    ({"text": "<p>x", "parse_mode": "HTML"}, 'can\'t parse entities: Unsupported start tag "p" at byte offset 0'),
    ({"text": "x", "link_preview_options": "no"}, "can't parse link preview options JSON object"),
    ({"text": "x", "link_preview_options": [1]}, "object expected as link preview options"),
    ({"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 1}]}, "the emulator reads HTML only"),
    ({"text": "*x*", "parse_mode": "MarkdownV2"}, "the emulator reads HTML only"),
]


@pytest.mark.parametrize(("parameters", "error"), TEXTS)
async def test_text_refused(api: RawApi, aisha: Person, parameters: Json, error: str) -> None:
    """A text Telegram would not take is refused and does not reach the phone."""
    assert await api.error("sendMessage", chat_id=aisha.id, **parameters) == f"Bad Request: {error}"
    assert len(aisha.messages) == 1


@pytest.mark.parametrize("text", ["x" * 4096, "😢" * 2048, "<b>" + "x" * 4096 + "</b>", "&lt;" * 4096])
async def test_longest_text_passes(api: RawApi, aisha: Person, text: str) -> None:
    """4096 UTF-16 units pass, counted after the tags and entities are read."""
    await api.ok("sendMessage", chat_id=aisha.id, text=text, parse_mode="HTML")
    assert len(aisha.last.text.encode("utf-16-le")) == 4096 * 2


BUTTONS = [
    ({"text": "x", "web_app": {"url": "https://a.kz"}}, "the emulator knows no buttons with web_app"),
    ({"text": "x", "url": "tg:http://a.kz"}, "inline keyboard button URL 'tg:http://a.kz' is invalid: Wrong tg URL"),
    ({"text": "No action"}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    ({"callback_data": "x"}, "can't parse inline keyboard button: Can't find field \"text\""),
    ({"text": ["x"], "callback_data": "x"}, 'can\'t parse inline keyboard button: Field "text" must be of type String'),
    ("Go", "can't parse inline keyboard button: InlineKeyboardButton must be an Object"),
    ({"text": "Go", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
    ({"text": "Go", "callback_data": "ж" * 33}, "BUTTON_DATA_INVALID"),
    ({"text": "Copy", "copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
    ({"text": "Copy", "copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
    (
        {"text": "Copy", "copy_text": "x"},
        'can\'t parse inline keyboard button: Field "copy_text" must be of type Object',
    ),
    ({"text": "Call", "url": "tel:112"}, "inline keyboard button URL 'tel:112' is invalid: Wrong HTTP URL"),
    (
        {"text": "Call", "url": "tel:+77010000000"},
        "inline keyboard button URL 'tel:+77010000000' is invalid: Wrong port number specified in the URL",
    ),
    (
        {"text": "x", "url": "ftp://a.kz"},
        "inline keyboard button URL 'ftp://a.kz' is invalid: Unsupported URL protocol",
    ),
    (
        {"text": "x", "url": "https://a b.kz"},
        "inline keyboard button URL 'https://a b.kz' is invalid: Disallowed character in URL host",
    ),
    (
        {"text": "x", "callback_data": "x", "style": "pink"},
        "can't parse inline keyboard button: invalid button style specified",
    ),
]


@pytest.mark.parametrize(("button", "error"), BUTTONS)
async def test_button_refused(api: RawApi, aisha: Person, button: Json, error: str) -> None:
    """A button Telegram would not take makes the whole message fail."""
    assert await api.error("sendMessage", chat_id=aisha.id, text="x", reply_markup=inline(button)) == (
        f"Bad Request: {error}"
    )


MARKUPS = [
    ({"keyboard": [["x"]]}, "the emulator knows inline keyboards only"),
    ("no JSON", "can't parse reply keyboard markup JSON object"),
    ([], "object expected as reply markup"),
    ({"inline_keyboard": "x"}, 'field "inline_keyboard" must be of type Array'),
    ({"inline_keyboard": ["x"]}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
    ({"inline_keyboard": [[GO]] * 101}, "reply markup is too long"),
    ({"inline_keyboard": [[{"text": "ж" * 60, "callback_data": "x" * 64}]] * 60}, "reply markup is too long"),
]


@pytest.mark.parametrize(("markup", "error"), MARKUPS)
async def test_markup_refused(api: RawApi, aisha: Person, markup: Any, error: str) -> None:
    """A keyboard that is no keyboard, or too large, is refused."""
    answer = await api.error("sendMessage", chat_id=aisha.id, text="x", reply_markup=markup)
    assert answer == f"Bad Request: {error}"


async def test_button_fields_kept(api: RawApi, aisha: Person) -> None:
    """Of a button the known fields stay, the first action wins, links are rewritten, empty labels vanish."""
    buttons: list[Json] = [
        {"text": "A", "url": "HTTPS://Example.KZ", "callback_data": "x", "colour": "red"},
        {"text": "", "callback_data": "x"},
        {"text": "B", "copy_text": {"text": "x" * 256}},
        {"text": "C", "callback_data": "x" * 64, "style": "danger"},
    ]
    sent = await api.ok("sendMessage", chat_id=aisha.id, text="x", reply_markup=inline(*buttons))
    assert sent["reply_markup"]["inline_keyboard"] == [
        [{"text": "A", "url": "https://example.kz/"}, buttons[2], buttons[3]],
    ]


async def test_edit_refusals(api: RawApi, aisha: Person) -> None:
    """Editing nothing, another's message, a vanished one, too long a text or a file's text fails as with Telegram."""
    sent = await api.ok("sendMessage", chat_id=aisha.id, text="One", reply_markup=inline(GO))
    photo = await api.ok("sendPhoto", chat_id=aisha.id, photo="AgACfile", caption="Cat")
    forced = await api.ok("sendMessage", chat_id=aisha.id, text="One", reply_markup={"force_reply": True})
    cases = [
        (
            {"message_id": sent["message_id"], "text": "One", "reply_markup": inline(GO)},
            (
                "message is not modified: "
                "specified new message content and reply markup are exactly the same as a current content and reply "
                "markup of the message"
            ),
        ),
        ({"message_id": 999, "text": "Two"}, "message to edit not found"),
        ({"text": "Two"}, "message to edit not found"),
        ({"message_id": aisha.messages[0].id, "text": "Two"}, "message can't be edited"),
        ({"message_id": forced["message_id"], "text": "Two"}, "message can't be edited"),
        ({"message_id": sent["message_id"], "text": "x" * 4097}, "MESSAGE_TOO_LONG"),
        (
            {"message_id": sent["message_id"], "text": "Two", "reply_markup": {"remove_keyboard": True}},
            "inline keyboard expected",
        ),
        ({"message_id": photo["message_id"], "text": "Two"}, "there is no text in the message to edit"),
    ]
    for parameters, error in cases:
        assert await api.error("editMessageText", chat_id=aisha.id, **parameters) == f"Bad Request: {error}"
    assert await api.error("editMessageText", text="Two") == "Bad Request: message identifier is not specified"
    assert await api.error("editMessageCaption", chat_id=aisha.id, message_id=sent["message_id"], caption="x") == (
        "Bad Request: there is no caption in the message to edit"
    )


async def test_edit_changes_the_phone(api: RawApi, aisha: Person, clock: StoppedClock) -> None:
    """An edit shows in place, carries its date, and takes the buttons away unless they are sent again."""
    sent = await api.ok("sendMessage", chat_id=aisha.id, text="One", reply_markup=inline(GO))
    clock.forward(hours=100)  # a bot's own message can be edited however old it is
    edited = await api.ok("editMessageText", chat_id=aisha.id, message_id=sent["message_id"], text="Two")
    assert (aisha.last.text, aisha.last.buttons) == ("Two", [])
    assert (edited["date"], edited["edit_date"]) == (sent["date"], sent["date"] + 360_000)
    await api.ok("editMessageReplyMarkup", chat_id=aisha.id, message_id=sent["message_id"], reply_markup=inline(GO))
    assert [button.text for button in aisha.last.buttons] == ["Go"]


async def test_edit_to_nothing(api: RawApi, aisha: Person) -> None:
    """A text cannot be edited away, and a keyboard can be taken away alone."""
    sent = await api.ok("sendMessage", chat_id=aisha.id, text="One", reply_markup=inline(GO))
    place = {"chat_id": aisha.id, "message_id": sent["message_id"]}
    assert await api.error("editMessageText", **place, text="\u200b") == "Bad Request: text must be non-empty"
    await api.ok("editMessageReplyMarkup", **place)
    assert aisha.last.buttons == []


async def test_chat_and_bot_described(api: RawApi, aisha: Person) -> None:
    """A known chat and the bot itself can be asked for; an action is shown on the phone alone."""
    assert (await api.ok("getChat", chat_id=aisha.id))["first_name"] == aisha.identity["first_name"]
    assert (await api.ok("getMe"))["username"] == "qorgan_bot"
    with aisha.listen() as changes:
        assert await api.ok("sendChatAction", chat_id=aisha.id, action="typing") is True
        await api.ok("setMyName", name="Helper")
        await api.ok("deleteMessage", chat_id=aisha.id, message_id=aisha.messages[0].id)
    assert [changes.get_nowait().kind for _ in range(changes.qsize())] == ["typing", "profile", "deleted"]


async def test_caption_rules(api: RawApi, aisha: Person) -> None:
    """A caption may be empty or 1024 units long, can be edited, and no longer."""
    sent = await api.ok("sendPhoto", chat_id=aisha.id, photo="AgACfile", caption="x" * 1024)
    await api.ok("editMessageCaption", chat_id=aisha.id, message_id=sent["message_id"])
    assert aisha.last.text == ""
    error = await api.error("sendPhoto", chat_id=aisha.id, photo="AgACfile", caption="x" * 1025)
    assert error == "Bad Request: message caption is too long"
    empty = aiohttp.FormData({"chat_id": str(aisha.id)})
    empty.add_field("document", b"", filename="empty.txt")
    async with api.session.post(f"{api.url}/bot{api.world.token}/sendDocument", data=empty) as response:
        assert (await response.json())["description"] == "Bad Request: file must be non-empty"
    assert await api.error("sendDocument", chat_id=aisha.id) == "Bad Request: there is no document in the request"


async def test_delete_within_48_hours(api: RawApi, aisha: Person, clock: StoppedClock) -> None:
    """Both sides' messages can be deleted for 48 hours; a list with one older message is refused whole."""
    old = aisha.messages[0]
    clock.forward(hours=48)
    young = aisha.send("hello")
    clock.forward(seconds=1)
    error = "Bad Request: message can't be deleted for everyone"
    assert await api.error("deleteMessage", chat_id=aisha.id, message_id=old.id) == error
    assert await api.error("deleteMessages", chat_id=aisha.id, message_ids=[young.id, old.id]) == error
    assert await api.ok("deleteMessages", chat_id=aisha.id, message_ids=[young.id, 12_345]) is True
    assert aisha.messages == [old]
    again = await api.error("deleteMessage", chat_id=aisha.id, message_id=young.id)
    assert again == "Bad Request: message to delete not found"


MESSAGE_IDS = [
    (None, "message identifiers are not specified"),
    ([], "message identifiers are not specified"),
    (list(range(1, 102)), "too many message identifiers specified"),
    ("x", "can't parse message_ids JSON object"),
    ({"a": 1}, "expected an Array of message identifiers"),
    ([True], "message identifier must be a Number"),
    (["x"], "can't parse message identifier as a Number"),
    ([0], "invalid message identifier specified"),
]


@pytest.mark.parametrize(("message_ids", "error"), MESSAGE_IDS)
async def test_message_ids_refused(api: RawApi, aisha: Person, message_ids: Any, error: str) -> None:
    """A list for deleteMessages holds 1 to 100 positive numbers."""
    answer = await api.error("deleteMessages", chat_id=aisha.id, message_ids=message_ids)
    assert answer == f"Bad Request: {error}"


CHATS = [
    ("", "Bad Request: chat_id is empty"),
    ("404", "Bad Request: chat not found"),
    ("@nobody", "Bad Request: chat not found"),
    ("--5", "Bad Request: chat not found"),
    ("²", "Bad Request: chat not found"),
]


@pytest.mark.parametrize(("chat_id", "error"), CHATS)
async def test_chat_refused(api: RawApi, chat_id: str, error: str) -> None:
    """A chat the bot does not know cannot be written to."""
    assert await api.error("sendMessage", chat_id=chat_id, text="x") == error


async def test_people_out_of_reach(api: RawApi, aisha: Person) -> None:
    """Nothing reaches someone who never wrote, blocked the bot or left Telegram; deleting works after a block."""
    stranger = api.world.person()
    assert await api.error("sendMessage", chat_id=stranger.id, text="x") == "Bad Request: chat not found"
    sent = await api.ok("sendMessage", chat_id=aisha.id, text="x")
    aisha.block()
    place = {"chat_id": aisha.id, "message_id": sent["message_id"]}
    blocked = "Forbidden: bot was blocked by the user"
    assert await api.error("sendMessage", chat_id=aisha.id, text="x") == blocked
    assert await api.error("editMessageText", **place, text="y") == blocked
    assert await api.error("sendChatAction", chat_id=aisha.id, action="typing") == blocked
    assert await api.ok("deleteMessage", **place)
    aisha.deactivate()
    assert await api.error("sendMessage", chat_id=aisha.id, text="x") == "Forbidden: user is deactivated"


OLD_QUERY = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_callback_answered_once_and_in_time(api: RawApi, aisha: Person, clock: StoppedClock) -> None:
    """A tap is answered once, within 15 seconds, in at most 200 characters."""
    await api.ok("sendMessage", chat_id=aisha.id, text="x", reply_markup=inline(GO))
    first, late = aisha.tap("Go"), aisha.tap("go")
    assert await api.error("answerCallbackQuery", callback_query_id=first.id, text="x" * 201) == (
        "Bad Request: MESSAGE_TOO_LONG"
    )
    await api.ok("answerCallbackQuery", callback_query_id=first.id, text="Done", show_alert=True)
    assert first.answer is not None
    assert (first.answer.text, first.answer.show_alert) == ("Done", True)
    clock.forward(seconds=16)
    for query_id in (first.id, late.id, "17", ""):
        assert await api.error("answerCallbackQuery", callback_query_id=query_id) == OLD_QUERY
    assert late.answer is None


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
async def test_every_way_to_call(api: RawApi, aisha: Person, how: str) -> None:
    """The same call comes by query, form, multipart or JSON, its method in any case."""
    url = f"{api.url}/bot{api.world.token}/sendmessage"
    fields = {"chat_id": str(aisha.id), "text": "Сәлем", "disable_notification": "true"}
    form = aiohttp.FormData(fields, default_to_multipart=how == "multipart")
    body = {"query": {"params": fields}, "json": {"json": fields}}.get(how, {"data": form})
    async with api.session.post(url, **body) as response:
        assert (await response.json())["ok"]
    assert (aisha.last.text, aisha.last.silent) == ("Сәлем", True)


async def test_body_that_is_no_json(api: RawApi) -> None:
    """A body that claims to be JSON and is not is refused."""
    headers = {"Content-Type": "application/json"}
    async with api.session.post(f"{api.url}/bot{api.world.token}/getMe", data=b"[", headers=headers) as response:
        assert response.status == 400


async def test_marks_of_a_message(api: RawApi, aisha: Person) -> None:
    """Silence, protection and the missing preview are seen by the person and told back to the bot."""
    options = {"is_disabled": True, "colour": "red"}
    sent = await api.ok(
        "sendMessage",
        chat_id=aisha.id,
        text="https://egov.kz",
        disable_notification=True,
        protect_content=True,
        link_preview_options=options,
    )
    assert (aisha.last.silent, aisha.last.protected, aisha.last.link_preview) == (True, True, False)
    assert sent["has_protected_content"] is True
    assert sent["link_preview_options"] == {"is_disabled": True}
    await api.ok("sendMessage", chat_id=aisha.id, text="https://egov.kz")
    assert aisha.last.link_preview


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
async def test_other_refusals(api: RawApi, aisha: Person, method: str, parameters: Json, error: str) -> None:
    """The remaining refusals, one by one."""
    assert await api.error(method, **{"chat_id": aisha.id, **parameters}) == error
