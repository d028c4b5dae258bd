"""The windows of the web chat: whose phone each shows, what a person can do in it, and what is seen, as JSON."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BaseModel, Field

from bot.preview import media
from bot.preview.message import Button

if TYPE_CHECKING:
    from bot.preview.message import Message
    from bot.preview.person import Change, Person
    from bot.preview.world import World

Json = dict[str, Any]

WINDOWS_KEPT: Final = 64
MESSAGES_SHOWN: Final = 200
TEXT_LIMIT: Final = 4096
SENDABLE: Final = ("photo", "video", "voice", "document", "contact", "location", "sticker")


class NoRoomError(Exception):
    """As many windows are open as are kept."""


@dataclass(slots=True, eq=False)
class Window:
    """One browser window; `pages` counts its open connections: none while it reloads, two when it was duplicated."""

    key: str
    person: Person
    pages: int = 0


class Windows:
    """The windows by key; the oldest without a page makes room for a new one."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_key: dict[str, Window] = {}

    def find(self, key: str) -> Window | None:
        """The window with this key."""
        return self._by_key.get(key)

    def enter(self, key: str, language: str) -> Window:
        """The window with this key or a new one, whose phone speaks `language`. Raises NoRoomError."""
        if window := self._by_key.get(key):
            return window
        self._make_room()
        window = Window(secrets.token_urlsafe(12), self._world.person(_known_language(language)))
        self._by_key[window.key] = window
        return window

    def _make_room(self) -> None:
        if len(self._by_key) < WINDOWS_KEPT:
            return
        oldest = next((window for window in self._by_key.values() if not window.pages), None)
        if oldest is None:
            raise NoRoomError(f"{WINDOWS_KEPT} windows are open; close one")
        del self._by_key[oldest.key]
        del self._world.people[oldest.person.id]
        del self._world.chats[oldest.person.id]


class Gesture(BaseModel):
    """What a person does in a window; the fields that a gesture does not need stay empty."""

    do: Literal["start", "text", "send", "tap", "delete", "clear", "block", "unblock", "language"]
    text: Annotated[str, Field(max_length=TEXT_LIMIT)] = ""  # typed; the kind to send; the data of the tapped button
    message: int = 0
    for_bot: bool = False


def act(person: Person, gesture: Gesture) -> None:
    """Do it; what cannot be done (the message is gone by now) is passed over, as the page is told of the change."""
    message = person.chat.messages.get(gesture.message)
    match gesture.do:
        case "text" | "send" | "tap" if not person.chat.blocked:
            _say(person, gesture, message)
        case "delete" if message:
            person.delete(message, for_bot=gesture.for_bot)
        case "clear":
            person.clear_history(for_bot=gesture.for_bot)
        case "start" | "block" | "unblock" | "language":
            _set(person, gesture)
            person.notice("profile")  # the page draws the whole phone anew


def _say(person: Person, gesture: Gesture, message: Message | None) -> None:
    match gesture.do:
        case "text" if gesture.text.strip():
            person.send(gesture.text)
        case "send" if gesture.text in SENDABLE:
            person.post(media.every_kind()[gesture.text])
        case "tap" if message and any(button.data == gesture.text for button in message.buttons):
            person.tap(Button("", data=gesture.text), message)


def _set(person: Person, gesture: Gesture) -> None:
    match gesture.do:
        case "start":
            person.start()
        case "block":
            person.block()
        case "unblock":
            person.unblock()
        case "language":
            person.identity.pop("language_code", None)
            if code := _known_language(gesture.text):
                person.identity["language_code"] = code


def _known_language(code: str) -> str:
    """The code of a language as the Bot API writes it, or none."""
    return code if re.fullmatch("[a-z]{2}", code) else ""


def event_json(window: Window, change: Change) -> Json:
    """A change as the page takes it."""
    match change.kind:
        case "sent" | "edited" if change.message and not change.message.hidden:
            return {"event": change.kind, "message": message_json(change.message)}
        case "sent" | "edited" | "deleted" if change.message:
            return {"event": "deleted", "id": change.message.id}
        case "answered" if change.tap and change.tap.answer:
            answer = change.tap.answer
            return {
                "event": "answered",
                "message": change.tap.message.id,
                "data": change.tap.data,
                "text": answer.text,
                "alert": answer.show_alert,
            }
        case "profile" | "missed":
            return chat_json(window)
        case action:
            return {"event": "action", "action": action}


def chat_json(window: Window) -> Json:
    """All that the window shows."""
    person = window.person
    language = person.identity.get("language_code", "")
    return {
        "event": "chat",
        "key": window.key,
        "person": person.id,
        "language": language,
        "blocked": person.chat.blocked,
        "bot": _bot_json(person.world, person.id, language),
        "messages": [message_json(message) for message in person.messages[-MESSAGES_SHOWN:]],
    }


def _bot_json(world: World, chat_id: int, language: str) -> Json:
    """The bot as a phone in this language shows it."""
    profile = world.profile
    scopes = (f"chat {chat_id} ", "all_private_chats", "default")  # Bot API, BotCommandScope: narrower ones first
    lists = (profile.commands.get((scope, code)) for scope in scopes for code in (language, ""))
    return {
        "name": profile.text("name", language),
        "description": profile.text("description", language),
        "commands": next((commands for commands in lists if commands), []),
    }


def message_json(message: Message) -> Json:
    """A message as the page draws it."""
    return {
        "id": message.id,
        "mine": not message.from_bot,
        "text": message.text,
        "entities": message.entities,
        "date": message.date,
        "edited": message.edit_date > 0,
        "keyboard": [
            [{"text": b.text, "data": b.data, "url": b.url, "copy": b.copy_text} for b in row]
            for row in message.keyboard
        ],
        "attachment": _attachment(message),
    }


def _attachment(message: Message) -> Json | None:
    kind = next((kind for kind in SENDABLE if kind in message.content), None)
    if kind is None:
        return None
    described = message.content[kind]
    fields = described if isinstance(described, dict) else {}  # a photo is a list of sizes
    return {
        "kind": kind,
        "name": str(fields.get("file_name") or fields.get("first_name") or fields.get("emoji") or ""),
        "phone": str(fields.get("phone_number", "")),
        "size": len(message.document.body) if message.document else fields.get("file_size", 0),
        "file": bool(message.document and message.document.body),
    }
