"""Every Bot API method that the emulator knows, by name; others are refused as the official server refuses them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.preview import messages
from bot.preview.errors import ApiError, bad_request
from bot.preview.group import member_update
from bot.preview.person import CallbackAnswer
from bot.preview.profile import parse_scope
from bot.preview.updates import LONG_POLL_MAX

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.preview.arguments import Arguments
    from bot.preview.world import World

Json = dict[str, Any]

# The answer to a tap is due within some 15 seconds: undocumented, seen by bot authors; after it the server answers
# QUERY_ID_INVALID, which Client.cpp words as below.
ANSWER_SECONDS = 15
ANSWER_LIMIT = 200  # Bot API, answerCallbackQuery: "0-200 characters"
ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


async def call_method(world: World, name: str, call: Arguments) -> Any:
    """Do one call; `name` is the method's in lower case. Raises ApiError with Telegram's words."""
    if name == "getupdates":
        return await get_updates(world, call)
    if name == "setwebhook":
        return await set_webhook(world, call)
    if name == "deletewebhook":
        return await delete_webhook(world, call)
    do = _METHODS.get(name)
    if do is None:
        raise ApiError(404, "Not Found: method not found")
    return do(world, call)


async def get_updates(world: World, call: Arguments) -> list[Json]:
    """Do getUpdates."""
    if world.webhook.url:
        raise ApiError(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    _remember_allowed(world, call)
    limit = call.integer("limit", 100, 1, 100)
    return await world.updates.get(call.integer("offset"), limit, call.integer("timeout", 0, 0, LONG_POLL_MAX))


async def set_webhook(world: World, call: Arguments) -> bool:
    """Do setWebhook; an empty address takes the webhook away."""
    if not call.text("url"):
        return await delete_webhook(world, call)
    if call.flag("drop_pending_updates"):
        world.updates.pending.clear()
    _remember_allowed(world, call)
    await world.webhook.set(call.text("url"), call.text("secret_token"), call.integer("max_connections", 40, 1, 100))
    return True


async def delete_webhook(world: World, call: Arguments) -> bool:
    """Do deleteWebhook; updates stay unless asked otherwise."""
    await world.webhook.close()
    if call.flag("drop_pending_updates"):
        world.updates.pending.clear()
    return True


def _remember_allowed(world: World, call: Arguments) -> None:
    # Bot API: "If not specified, the previous setting will be used."
    kinds = call.json("allowed_updates")
    if isinstance(kinds, list):
        world.updates.allow(kinds)


def _answer_callback_query(world: World, call: Arguments) -> bool:
    tap = world.taps.get(call.text("callback_query_id"))
    if tap is None or tap.answer is not None or world.clock() - tap.date > ANSWER_SECONDS:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(call.text("text")) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    tap.answer = CallbackAnswer(call.text("text"), call.flag("show_alert"), call.text("url"))
    tap.person.notice("answered", tap.message, tap)
    return True


def _send_chat_action(world: World, call: Arguments) -> bool:
    if call.text("action") not in ACTIONS:
        raise bad_request("Wrong parameter action in request")
    chat = world.chat(call.text("chat_id"))
    chat.check_not_blocked()
    world.announce_action(call.text("action"), chat)
    return True


def _leave_chat(world: World, call: Arguments) -> bool:
    chat = world.chat(call.text("chat_id"), write=False)
    if chat.kind == "private":
        # DialogParticipantManager.cpp, `leave_dialog`
        raise bad_request("Can't leave private chats")
    member_update(world, chat, world.profile.user(), "left")
    return True


def _get_chat(world: World, call: Arguments) -> Json:
    chat = world.chat(call.text("chat_id"), write=False)
    return chat.json() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}


_NO_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


def _set_commands(world: World, call: Arguments) -> bool:
    world.profile.set_commands(parse_scope(call.text("scope")), call.text("language_code"), call.text("commands"))
    world.announce_profile()
    return True


def _delete_commands(world: World, call: Arguments) -> bool:
    world.profile.set_commands(parse_scope(call.text("scope")), call.text("language_code"), "[]")
    world.announce_profile()
    return True


def _get_commands(world: World, call: Arguments) -> list[Json]:
    return world.profile.get_commands(parse_scope(call.text("scope")), call.text("language_code"))


def _text_methods(kind: str, method: str) -> dict[str, Callable[[World, Arguments], Any]]:
    """Make the setter and getter of one of the bot's three texts."""

    def set_text(world: World, call: Arguments) -> bool:
        world.profile.set_text(kind, call.text("language_code"), call.text(kind))
        world.announce_profile()
        return True

    def get_text(world: World, call: Arguments) -> Json:
        return {kind: world.profile.text(kind, call.text("language_code"))}

    return {f"setmy{method}": set_text, f"getmy{method}": get_text}


_METHODS: dict[str, Callable[[World, Arguments], Any]] = {
    "getme": lambda world, _: world.profile.me(),
    "getwebhookinfo": lambda world, _: world.webhook.info(),
    "sendmessage": messages.send_message,
    "senddocument": messages.send_document,
    "sendphoto": messages.send_photo,
    "editmessagetext": messages.edit_message_text,
    "editmessagecaption": messages.edit_message_caption,
    "editmessagereplymarkup": messages.edit_message_reply_markup,
    "deletemessage": messages.delete_message,
    "deletemessages": messages.delete_messages,
    "answercallbackquery": _answer_callback_query,
    "sendchataction": _send_chat_action,
    "leavechat": _leave_chat,
    "getchat": _get_chat,
    "setmycommands": _set_commands,
    "deletemycommands": _delete_commands,
    "getmycommands": _get_commands,
    **_text_methods("name", "name"),
    **_text_methods("description", "description"),
    **_text_methods("short_description", "shortdescription"),
    "close": lambda _world, _call: True,
    "logout": lambda _world, _call: True,
}
