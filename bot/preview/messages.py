"""The methods that send, edit and delete messages.

Sources: tdlib/telegram-bot-api Client.cpp, `process_send_message_query` and its neighbours; tdlib/td
MessagesManager.cpp, `edit_message_text`, `can_edit_message`, `delete_messages`, `can_revoke_message`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.preview.entities import clean, fix, utf16_length
from bot.preview.errors import ApiError, bad_request
from bot.preview.keyboards import parse_reply_markup
from bot.preview.markup import parse_html

if TYPE_CHECKING:
    from bot.preview.arguments import Arguments
    from bot.preview.chat import Chat
    from bot.preview.message import Message
    from bot.preview.world import World

Json = dict[str, Any]

# Bot API: "1-4096 characters after entities parsing", "0-1024 characters". TDLib (MessageContent.cpp,
# `get_input_message_content`) counts code points; here UTF-16 units count, so that what passes here passes there.
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
SOURCE_LIMIT = 1 << 15  # bytes before parsing; Client.cpp, `get_formatted_text`
FILE_LIMIT = 50 * 1024 * 1024  # Bot API, sendDocument: "Bots can currently send files of any type of up to 50 MB"
REVOKE_SECONDS = 2 * 86_400  # Bot API, deleteMessage: "only be deleted if it was sent less than 48 hours ago"
DELETE_LIMIT = 100  # Bot API, deleteMessages: "A JSON-serialized list of 1-100 identifiers"


def send_message(world: World, call: Arguments) -> Json:
    """Do sendMessage."""
    text, entities = _formatted(call, "text", "entities")
    markup = parse_reply_markup(call.text("reply_markup"))
    options = _link_preview(call)
    chat = world.chat(call.text("chat_id"))
    if not text:
        raise bad_request("Text must be non-empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("Message is too long")
    return _send(world, chat, call, _text_content(text, entities, options), markup)


def send_document(world: World, call: Arguments) -> Json:
    """Do sendDocument, with an uploaded file, a file id or an address."""
    return _send_file(world, call, "document")


def send_photo(world: World, call: Arguments) -> Json:
    """Do sendPhoto; the picture's size is made up."""
    return _send_file(world, call, "photo")


def _send_file(world: World, call: Arguments, kind: str) -> Json:
    caption = _caption_content(call)
    markup = parse_reply_markup(call.text("reply_markup"))
    chat = world.chat(call.text("chat_id"))
    upload = call.upload(kind)
    if upload is None and not call.text(kind):
        raise bad_request(f"there is no {kind} in the request")
    if upload and len(upload.body) > FILE_LIMIT:
        raise ApiError(413, "Request Entity Too Large")
    if upload and not upload.body:
        raise bad_request("file must be non-empty")
    document = (
        world.new_document(upload.file_name, upload.mime_type, upload.body)
        if upload
        else world.new_document("file", "application/octet-stream", b"")
    )
    described: Json = {"file_id": document.file_id, "file_unique_id": document.file_id[-12:]}
    described |= {"file_size": len(document.body)} if document.body else {}
    if kind == "document":
        content: Json = {"document": {"file_name": document.file_name, "mime_type": document.mime_type, **described}}
    else:
        content = {"photo": [{**described, "width": 800, "height": 600}]}
    return _send(world, chat, call, content | caption, markup, document=document)


def _send(world: World, chat: Chat, call: Arguments, content: Json, markup: Json | None, **marks: Any) -> Json:
    chat.check_not_blocked()
    world.faults.check_rate(chat.id)
    message = world.add_message(
        chat,
        world.profile.user(),
        content,
        from_bot=True,
        reply_markup=markup,
        silent=call.flag("disable_notification"),
        protected=call.flag("protect_content"),
        **marks,
    )
    return message.json()


def edit_message_text(world: World, call: Arguments) -> Json:
    """Do editMessageText; without `reply_markup` the buttons go, as with Telegram."""
    text, entities = _formatted(call, "text", "entities")
    markup = parse_reply_markup(call.text("reply_markup"))
    options = _link_preview(call)
    message = _editable(world, call)
    if "text" not in message.content:
        raise bad_request("There is no text in the message to edit")
    if not text:
        raise bad_request("Text must be non-empty")
    if utf16_length(text) > TEXT_LIMIT:
        # MessagesManager.cpp words this error for sending alone; an edit gets the server's code as it is.
        raise bad_request("MESSAGE_TOO_LONG")
    return _edit(world, message, _text_content(text, entities, options), markup)


def edit_message_caption(world: World, call: Arguments) -> Json:
    """Do editMessageCaption."""
    markup = parse_reply_markup(call.text("reply_markup"))
    caption = _caption_content(call)
    message = _editable(world, call)
    if "text" in message.content:
        raise bad_request("There is no caption in the message to edit")
    kept = {key: value for key, value in message.content.items() if not key.startswith("caption")}
    return _edit(world, message, kept | caption, markup)


def edit_message_reply_markup(world: World, call: Arguments) -> Json:
    """Do editMessageReplyMarkup."""
    markup = parse_reply_markup(call.text("reply_markup"))
    message = _editable(world, call)
    return _edit(world, message, message.content, markup)


def _editable(world: World, call: Arguments) -> Message:
    if not call.text("chat_id") and not call.text("message_id"):
        # Client.cpp, `get_inline_message_id`: without both, an inline message must be meant.
        raise bad_request("Message identifier is not specified")
    chat = world.chat(call.text("chat_id"))
    message = chat.messages.get(call.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    keyboard = message.reply_markup is None or "inline_keyboard" in message.reply_markup
    if not message.from_bot or not keyboard or message.service:
        raise bad_request("Message can't be edited")
    return message


def _edit(world: World, message: Message, content: Json, markup: Json | None) -> Json:
    # messages.editMessage names the peer, so the server answers USER_IS_BLOCKED as for sending.
    message.chat.check_not_blocked()
    if markup and "inline_keyboard" not in markup:
        raise bad_request("Inline keyboard expected")
    if content == message.content and markup == message.reply_markup:
        # Client.cpp, `fail_query_with_error`: the words for MESSAGE_NOT_MODIFIED
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same as a "
            "current content and reply markup of the message"
        )
    world.faults.check_rate(message.chat.id)
    message.content, message.reply_markup, message.edit_date = content, markup, world.now
    world.announce("edited", message)
    return message.json()


def delete_message(world: World, call: Arguments) -> bool:
    """Do deleteMessage."""
    if not call.text("chat_id"):
        raise bad_request("Chat identifier is not specified")
    if call.integer("message_id") <= 0:
        raise bad_request("Message identifier is not specified")
    chat = world.chat(call.text("chat_id"))
    message = chat.messages.get(call.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    _delete(world, [message])
    return True


def delete_messages(world: World, call: Arguments) -> bool:
    """Do deleteMessages: "If some of the specified messages can't be found, they are skipped" (Bot API)."""
    ids = _message_ids(call)
    chat = world.chat(call.text("chat_id"))
    _delete(world, [chat.messages[message_id] for message_id in ids if message_id in chat.messages])
    return True


def _message_ids(call: Arguments) -> list[int]:
    """Source: Client.cpp, `get_message_ids`."""
    if not call.text("message_ids"):
        raise bad_request("Message identifiers are not specified")
    ids = call.json("message_ids")
    if ids is None:
        raise bad_request("Can't parse message_ids JSON object")
    if not isinstance(ids, list):
        raise bad_request("Expected an Array of message identifiers")
    if len(ids) > DELETE_LIMIT:
        raise bad_request("Too many message identifiers specified")
    if not ids:
        raise bad_request("Message identifiers are not specified")
    return [_message_id(value) for value in ids]


def _message_id(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise bad_request("Message identifier must be a Number")
    if not re.fullmatch("-?[0-9]{1,10}", str(value)):
        raise bad_request("Can't parse message identifier as a Number")
    if int(value) <= 0:
        raise bad_request("Invalid message identifier specified")
    return int(value)


def _delete(world: World, messages: list[Message]) -> None:
    """Delete all or, when one is too old, none: TDLib checks the whole list before it deletes."""
    for message in messages:
        if message.chat.kind != "private" and not message.from_bot:
            raise bad_request("Message can't be deleted")
        if world.clock() - message.date > REVOKE_SECONDS:
            raise bad_request("Message can't be deleted for everyone")
    for message in messages:
        world.delete_message(message)


def _formatted(call: Arguments, field: str, entities_field: str) -> tuple[str, list[Json]]:
    source, mode = call.text(field), call.text("parse_mode").lower()
    if field == "text" and not source:
        raise bad_request("Message text is empty")
    if len(source.encode()) > SOURCE_LIMIT:
        raise bad_request("Text is too long")
    if mode == "html":
        return fix(*parse_html(source))
    if mode in {"markdown", "markdownv2"} or call.text(entities_field):
        raise bad_request("the emulator reads HTML only")
    if mode and mode != "none":
        raise bad_request("Unsupported parse_mode")
    return fix(clean(source), [])


def _text_content(text: str, entities: list[Json], options: Json) -> Json:
    content: Json = {"text": text}
    content |= {"entities": entities} if entities else {}
    return content | ({"link_preview_options": options} if options else {})


def _caption_content(call: Arguments) -> Json:
    caption, entities = _formatted(call, "caption", "caption_entities")
    if utf16_length(caption) > CAPTION_LIMIT:
        raise bad_request("Message caption is too long")
    content: Json = {"caption": caption} if caption else {}
    return content | ({"caption_entities": entities} if entities else {})


def _link_preview(call: Arguments) -> Json:
    """Source: Client.cpp, `get_link_preview_options`."""
    if not call.text("link_preview_options"):
        return {"is_disabled": True} if call.flag("disable_web_page_preview") else {}
    options = call.json("link_preview_options")
    if options is None:
        raise bad_request("Can't parse link preview options JSON object")
    if not isinstance(options, dict):
        raise bad_request("Object expected as link preview options")
    known = ("is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text")
    return {name: options[name] for name in known if options.get(name)}
