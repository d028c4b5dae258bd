"""`reply_markup` as Telegram reads it: known fields kept, unknown ones dropped, its own errors.

Reply keyboards and the buttons of games, payments and web apps are left out, and so refused.

Sources: tdlib/telegram-bot-api Client.cpp, `get_reply_markup`, `get_inline_keyboard_button_type`;
tdlib/td ReplyMarkup.cpp, `get_inline_keyboard_button`; the server's own codes (BUTTON_…_INVALID, REPLY_MARKUP_TOO_LONG)
are those bots meet in practice, with the limits of the Bot API documentation.
"""

import json
from typing import Any

from bot.preview.entities import clean
from bot.preview.errors import ApiError, bad_request
from bot.preview.links import LinkError, checked_link

Json = dict[str, Any]

CALLBACK_DATA_LIMIT = 64  # Bot API, InlineKeyboardButton: "Data to be sent in a callback query …, 1-64 bytes"
COPY_TEXT_LIMIT = 256  # Bot API, CopyTextButton: "The text to be copied to the clipboard; 1-256 characters"
BUTTON_LIMIT = 100  # the server answers REPLY_MARKUP_TOO_LONG past this many, or past about 10 KB
MARKUP_BYTES_LIMIT = 10_240
ROW_LIMIT = 12  # ReplyMarkup.cpp, `get_reply_markup`: further buttons of a row are dropped without a word
_SHOWN_STYLES = {"primary", "success", "danger"}
_STYLES = _SHOWN_STYLES | {"default"}
_NOT_EMULATED = {
    *("switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat"),
    *("callback_game", "pay", "login_url", "web_app"),
}


def parse_reply_markup(raw: str) -> Json | None:
    """Read the parameter; None where it is absent or empty. Raises ApiError 400."""
    if not raw:
        return None
    try:
        value = json.loads(raw)
    except ValueError:
        raise bad_request("Can't parse reply keyboard markup JSON object") from None
    if not isinstance(value, dict):
        raise bad_request("Object expected as reply markup")
    if value.get("keyboard"):
        raise bad_request("the emulator knows inline keyboards only")
    rows = _rows(value.get("inline_keyboard"))
    if rows:
        return _within_limits({"inline_keyboard": rows})
    for kind in ("remove_keyboard", "force_reply"):
        if value.get(kind):
            return {kind: True}
    return None


def _within_limits(markup: Json) -> Json:
    count = sum(len(row) for row in markup["inline_keyboard"])
    if count > BUTTON_LIMIT or len(json.dumps(markup, ensure_ascii=False).encode()) > MARKUP_BYTES_LIMIT:
        raise bad_request("reply markup is too long")
    return markup


def _rows(value: Any) -> list[list[Json]]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise bad_request('Field "inline_keyboard" must be of type Array')
    rows = [_row(row) for row in value]
    return [row for row in rows if row]


def _row(value: Any) -> list[Json]:
    if not isinstance(value, list):
        raise bad_request('Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    # ReplyMarkup.cpp skips a button whose text is empty, so a keyboard can shrink without an error.
    buttons = [button for button in map(_button, value) if button["text"]]
    return buttons[:ROW_LIMIT]


def _button(value: Any) -> Json:
    if not isinstance(value, dict):
        raise _unparsed("InlineKeyboardButton must be an Object")
    button = {"text": clean(_string(value, "text", required=True)), **_action(value)}
    style = _string(value, "style").lower()
    if style and style not in _STYLES:
        raise _unparsed("invalid button style specified")
    return button | {"style": style} if style in _SHOWN_STYLES else button


def _action(value: Json) -> Json:
    """Take the first action in Telegram's order; the Bot API asks for exactly one, its server ignores the rest."""
    if url := _string(value, "url"):
        return {"url": _url(url)}
    if data := _string(value, "callback_data"):
        if len(data.encode()) > CALLBACK_DATA_LIMIT:
            raise bad_request("BUTTON_DATA_INVALID")
        return {"callback_data": data}
    if "copy_text" in value:
        text = _string(_object(value, "copy_text"), "text", required=True)
        if not 1 <= len(text) <= COPY_TEXT_LIMIT:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        return {"copy_text": {"text": text}}
    if others := _NOT_EMULATED & set(value):
        raise bad_request(f"the emulator knows no buttons with {min(others)}")
    raise _unparsed("Text buttons are unallowed in the inline keyboard")


def _url(url: str) -> str:
    try:
        return checked_link(url)
    except LinkError as error:
        raise bad_request(f"Inline keyboard button URL '{url}' is invalid: {error}") from None


def _object(value: Json, field: str) -> Json:
    if not isinstance(value[field], dict):
        raise _unparsed(f'Field "{field}" must be of type Object')
    return dict(value[field])


def _string(value: Json, field: str, *, required: bool = False) -> str:
    """Read a string field as TDLib's JsonObject does: a number is taken for its digits."""
    found = value.get(field)
    if found is None:
        if required:
            raise _unparsed(f'Can\'t find field "{field}"')
        return ""
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        raise _unparsed(f'Field "{field}" must be of type String')
    return str(found)


def _unparsed(message: str) -> ApiError:
    return bad_request(f"Can't parse inline keyboard button: {message}")
