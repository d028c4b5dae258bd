"""A message of the emulated world: what the Bot API says of it, and what a person sees of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.preview.entities import to_html

if TYPE_CHECKING:
    from bot.preview.chat import Chat

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button; of the three actions exactly one is set in a button that the bot sent."""

    text: str
    data: str = ""
    url: str = ""
    copy_text: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file the bot sent; `body` stays in memory and is empty where the bot named a file by id or address."""

    file_name: str
    mime_type: str
    body: bytes
    file_id: str


@dataclass(slots=True, eq=False)
class Message:
    """One message; `content` holds its Bot API fields (`text`, `entities`, `photo`, …) as they go out in JSON."""

    chat: Chat
    id: int
    date: int
    sender: Json
    content: Json
    from_bot: bool = False
    reply_markup: Json | None = None
    edit_date: int = 0
    silent: bool = False  # came without a sound: disable_notification
    protected: bool = False  # cannot be forwarded or saved: protect_content
    document: Document | None = None
    deleted: bool = False  # gone for the bot as well
    hidden: bool = False  # gone from the person's phone
    service: bool = False  # "the bot joined the group" and the like

    @property
    def text(self) -> str:
        """The text, or the caption."""
        return str(self.content.get("text") or self.content.get("caption", ""))

    @property
    def entities(self) -> list[Json]:
        """The entities of the text or the caption."""
        return list(self.content.get("entities") or self.content.get("caption_entities") or [])

    @property
    def html(self) -> str:
        """The text as a browser would show it, escaped, with Telegram's formatting tags."""
        return to_html(self.text, self.entities)

    @property
    def keyboard(self) -> list[list[Button]]:
        """The inline buttons, row by row."""
        rows = (self.reply_markup or {}).get("inline_keyboard", [])
        return [[_button(button) for button in row] for row in rows]

    @property
    def buttons(self) -> list[Button]:
        """The inline buttons in reading order."""
        return [button for row in self.keyboard for button in row]

    @property
    def link_preview(self) -> bool:
        """Whether Telegram may show a preview of a link under the text."""
        links = any(entity["type"] in {"url", "text_link"} for entity in self.content.get("entities", []))
        return links and not self.content.get("link_preview_options", {}).get("is_disabled", False)

    def json(self) -> Json:
        """The message as the Bot API writes it."""
        known: Json = {
            "message_id": self.id,
            "from": self.sender,
            "chat": self.chat.json(),
            "date": self.date,
            **self.content,
        }
        if self.chat.kind == "channel":
            known["sender_chat"] = known["chat"]
            del known["from"]
        if self.edit_date:
            known["edit_date"] = self.edit_date
        if self.protected:
            known["has_protected_content"] = True
        if self.reply_markup and "inline_keyboard" in self.reply_markup:
            known["reply_markup"] = self.reply_markup
        return known

    def inaccessible_json(self) -> Json:
        """What is left of it for a bot that can no longer read it. Source: Client.cpp, `JsonInaccessibleMessage`."""
        return {"message_id": self.id, "chat": self.chat.json(), "date": 0}


def _button(button: Json) -> Button:
    return Button(
        text=button["text"],
        data=button.get("callback_data", ""),
        url=button.get("url", ""),
        copy_text=button.get("copy_text", {}).get("text", ""),
    )
