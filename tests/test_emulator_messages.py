"""Messages are refused where Telegram refuses them, in its words, and shown as it shows them; all over real HTTP."""

from typing import Any

import aiohttp
import pytest
from emulator_api import RawApi, StoppedClock

from bot.preview import Person

Json = dict[str, Any]


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
async def test_text_refused(api: RawApi, somebody: Person, parameters: Json, error: str) -> None:
    """A text Telegram would not take is refused and does not reach the phone."""
    assert await api.error("sendMessage", chat_id=somebody.id, **parameters) == f"Bad Request: {error}"
    assert len(somebody.messages) == 1


@pytest.mark.parametrize("text", ["x" * 4096, "😢" * 2048, "<b>" + "x" * 4096 + "</b>", "&lt;" * 4096])
async def test_longest_text_passes(api: RawApi, somebody: Person, text: str) -> None:
    """4096 UTF-16 units pass, counted after the tags and entities are read."""
    await api.ok("sendMessage", chat_id=somebody.id, text=text, parse_mode="HTML")
    assert len(somebody.last.text.encode("utf-16-le")) == 4096 * 2


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
async def test_button_refused(api: RawApi, somebody: Person, button: Json, error: str) -> None:
    """A button Telegram would not take makes the whole message fail."""
    assert await api.error("sendMessage", chat_id=somebody.id, text="x", reply_markup=inline(button)) == (
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
async def test_markup_refused(api: RawApi, somebody: Person, markup: Any, error: str) -> None:
    """A keyboard that is no keyboard, or too large, is refused."""
    answer = await api.error("sendMessage", chat_id=somebody.id, text="x", reply_markup=markup)
    assert answer == f"Bad Request: {error}"


async def test_button_fields_kept(api: RawApi, somebody: Person) -> None:
    """Of a button the known fields stay, the first action wins, links are rewritten, empty labels vanish."""
    buttons: list[Json] = [
        {"text": "A", "url": "HTTPS://Example.KZ", "callback_data": "x", "colour": "red"},
        {"text": "", "callback_data": "x"},
        {"text": "B", "copy_text": {"text": "x" * 256}},
        {"text": "C", "callback_data": "x" * 64, "style": "danger"},
    ]
    sent = await api.ok("sendMessage", chat_id=somebody.id, text="x", reply_markup=inline(*buttons))
    assert sent["reply_markup"]["inline_keyboard"] == [
        [{"text": "A", "url": "https://example.kz/"}, buttons[2], buttons[3]],
    ]


async def test_edit_refusals(api: RawApi, somebody: Person) -> None:
    """Editing nothing, another's message, a vanished one, too long a text or a file's text fails as with Telegram."""
    sent = await api.ok("sendMessage", chat_id=somebody.id, text="One", reply_markup=inline(GO))
    photo = await api.ok("sendPhoto", chat_id=somebody.id, photo="AgACfile", caption="Cat")
    forced = await api.ok("sendMessage", chat_id=somebody.id, text="One", reply_markup={"force_reply": True})
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
        ({"message_id": somebody.messages[0].id, "text": "Two"}, "message can't be edited"),
        ({"message_id": forced["message_id"], "text": "Two"}, "message can't be edited"),
        ({"message_id": sent["message_id"], "text": "x" * 4097}, "MESSAGE_TOO_LONG"),
        (
            {"message_id": sent["message_id"], "text": "Two", "reply_markup": {"remove_keyboard": True}},
            "inline keyboard expected",
        ),
        ({"message_id": photo["message_id"], "text": "Two"}, "there is no text in the message to edit"),
    ]
    for parameters, error in cases:
        assert await api.error("editMessageText", chat_id=somebody.id, **parameters) == f"Bad Request: {error}"
    assert await api.error("editMessageText", text="Two") == "Bad Request: message identifier is not specified"
    assert await api.error("editMessageCaption", chat_id=somebody.id, message_id=sent["message_id"], caption="x") == (
        "Bad Request: there is no caption in the message to edit"
    )


async def test_edit_changes_the_phone(api: RawApi, somebody: Person, clock: StoppedClock) -> None:
    """An edit shows in place, carries its date, and takes the buttons away unless they are sent again."""
    sent = await api.ok("sendMessage", chat_id=somebody.id, text="One", reply_markup=inline(GO))
    clock.forward(hours=100)  # a bot's own message can be edited however old it is
    edited = await api.ok("editMessageText", chat_id=somebody.id, message_id=sent["message_id"], text="Two")
    assert (somebody.last.text, somebody.last.buttons) == ("Two", [])
    assert (edited["date"], edited["edit_date"]) == (sent["date"], sent["date"] + 360_000)
    await api.ok("editMessageReplyMarkup", chat_id=somebody.id, message_id=sent["message_id"], reply_markup=inline(GO))
    assert [button.text for button in somebody.last.buttons] == ["Go"]


async def test_edit_to_nothing(api: RawApi, somebody: Person) -> None:
    """A text cannot be edited away, and a keyboard can be taken away alone."""
    sent = await api.ok("sendMessage", chat_id=somebody.id, text="One", reply_markup=inline(GO))
    place = {"chat_id": somebody.id, "message_id": sent["message_id"]}
    assert await api.error("editMessageText", **place, text="\u200b") == "Bad Request: text must be non-empty"
    await api.ok("editMessageReplyMarkup", **place)
    assert somebody.last.buttons == []


async def test_caption_rules(api: RawApi, somebody: Person) -> None:
    """A caption may be empty or 1024 units long, can be edited, and no longer."""
    sent = await api.ok("sendPhoto", chat_id=somebody.id, photo="AgACfile", caption="x" * 1024)
    await api.ok("editMessageCaption", chat_id=somebody.id, message_id=sent["message_id"])
    assert somebody.last.text == ""
    error = await api.error("sendPhoto", chat_id=somebody.id, photo="AgACfile", caption="x" * 1025)
    assert error == "Bad Request: message caption is too long"
    empty = aiohttp.FormData({"chat_id": str(somebody.id)})
    empty.add_field("document", b"", filename="empty.txt")
    async with api.session.post(f"{api.url}/bot{api.world.token}/sendDocument", data=empty) as response:
        assert (await response.json())["description"] == "Bad Request: file must be non-empty"
    assert await api.error("sendDocument", chat_id=somebody.id) == "Bad Request: there is no document in the request"


async def test_delete_within_48_hours(api: RawApi, somebody: Person, clock: StoppedClock) -> None:
    """Both sides' messages can be deleted for 48 hours; a list with one older message is refused whole."""
    old = somebody.messages[0]
    clock.forward(hours=48)
    young = somebody.send("hello")
    clock.forward(seconds=1)
    error = "Bad Request: message can't be deleted for everyone"
    assert await api.error("deleteMessage", chat_id=somebody.id, message_id=old.id) == error
    assert await api.error("deleteMessages", chat_id=somebody.id, message_ids=[young.id, old.id]) == error
    assert await api.ok("deleteMessages", chat_id=somebody.id, message_ids=[young.id, 12_345]) is True
    assert somebody.messages == [old]
    again = await api.error("deleteMessage", chat_id=somebody.id, message_id=young.id)
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
async def test_message_ids_refused(api: RawApi, somebody: Person, message_ids: Any, error: str) -> None:
    """A list for deleteMessages holds 1 to 100 positive numbers."""
    answer = await api.error("deleteMessages", chat_id=somebody.id, message_ids=message_ids)
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


async def test_people_out_of_reach(api: RawApi, somebody: Person) -> None:
    """Nothing reaches someone who never wrote, blocked the bot or left Telegram; deleting works after a block."""
    stranger = api.world.person()
    assert await api.error("sendMessage", chat_id=stranger.id, text="x") == "Bad Request: chat not found"
    sent = await api.ok("sendMessage", chat_id=somebody.id, text="x")
    somebody.block()
    place = {"chat_id": somebody.id, "message_id": sent["message_id"]}
    blocked = "Forbidden: bot was blocked by the user"
    assert await api.error("sendMessage", chat_id=somebody.id, text="x") == blocked
    assert await api.error("editMessageText", **place, text="y") == blocked
    assert await api.error("sendChatAction", chat_id=somebody.id, action="typing") == blocked
    assert await api.ok("deleteMessage", **place)
    somebody.deactivate()
    assert await api.error("sendMessage", chat_id=somebody.id, text="x") == "Forbidden: user is deactivated"


OLD_QUERY = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_callback_answered_once_and_in_time(api: RawApi, somebody: Person, clock: StoppedClock) -> None:
    """A tap is answered once, within 15 seconds, in at most 200 characters."""
    await api.ok("sendMessage", chat_id=somebody.id, text="x", reply_markup=inline(GO))
    first, late = somebody.tap("Go"), somebody.tap("go")
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


async def test_marks_of_a_message(api: RawApi, somebody: Person) -> None:
    """Silence, protection and the missing preview are seen by the person and told back to the bot."""
    options = {"is_disabled": True, "colour": "red"}
    sent = await api.ok(
        "sendMessage",
        chat_id=somebody.id,
        text="https://egov.kz",
        disable_notification=True,
        protect_content=True,
        link_preview_options=options,
    )
    assert (somebody.last.silent, somebody.last.protected, somebody.last.link_preview) == (True, True, False)
    assert sent["has_protected_content"] is True
    assert sent["link_preview_options"] == {"is_disabled": True}
    await api.ok("sendMessage", chat_id=somebody.id, text="https://egov.kz")
    assert somebody.last.link_preview
