"""What a person can send besides text, as Bot API fields for `Person.post`; file ids lead to no file."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

FILE_ID = "AgACAgIAAxkBAAIBY2dYc0Vv_emulated_file"


def photo(caption: str = "") -> Json:
    """A picture in two sizes."""
    sizes = [_file(f"{width}", width=width, height=width * 4 // 3) for width in (90, 960)]
    return {"photo": sizes, **_caption(caption)}


def voice() -> Json:
    """A voice message."""
    return {"voice": _file("voice", duration=7, mime_type="audio/ogg")}


def video(caption: str = "") -> Json:
    """A video."""
    return {"video": _file("video", width=720, height=1280, duration=12, mime_type="video/mp4"), **_caption(caption)}


def video_note() -> Json:
    """A round video."""
    return {"video_note": _file("round", length=384, duration=5)}


def audio() -> Json:
    """A piece of music."""
    return {"audio": _file("audio", duration=180, title="Song", performer="Singer")}


def animation() -> Json:
    """A GIF; Telegram sends it as a document as well."""
    moving = _file("gif", width=320, height=240, duration=3)
    return {"animation": moving, "document": _file("gif", file_name="moving.gif", mime_type="video/mp4")}


def document(file_name: str = "screenshot.pdf", caption: str = "") -> Json:
    """A file."""
    return {"document": _file("doc", file_name=file_name, mime_type="application/pdf"), **_caption(caption)}


def sticker() -> Json:
    """A sticker."""
    kind = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "😢"}
    return {"sticker": _file("sticker", **kind)}


def contact(phone_number: str = "+77010000000", first_name: str = "Мама") -> Json:
    """Somebody's phone number."""
    return {"contact": {"phone_number": phone_number, "first_name": first_name}}


def location(latitude: float = 43.238, longitude: float = 76.945) -> Json:
    """A place."""
    return {"location": {"latitude": latitude, "longitude": longitude}}


def venue() -> Json:
    """A named place; Telegram sends its location as well."""
    place = location()
    return {**place, "venue": {**place, "title": "School", "address": "Abay Avenue 1"}}


def dice() -> Json:
    """A thrown die."""
    return {"dice": {"emoji": "🎲", "value": 4}}


def poll(question: str = "Should I pay?") -> Json:
    """A poll."""
    options = [{"persistent_id": str(n), "text": text, "voter_count": 0} for n, text in enumerate(("Yes", "No"))]
    return {
        "poll": {
            "id": "5199000000000000001",
            "question": question,
            "options": options,
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        }
    }


def payment() -> Json:
    """A payment that went through, which a help bot never asks for."""
    return {
        "successful_payment": {
            "currency": "XTR",
            "total_amount": 1,
            "invoice_payload": "x",
            "telegram_payment_charge_id": "t",
            "provider_payment_charge_id": "p",
        }
    }


def story() -> Json:
    """A forwarded story."""
    return {"story": {"chat": {"id": 5_999_999_999, "type": "private", "first_name": "X"}, "id": 1}}


def forwarded(content: Json, *, date: int, first_name: str = "Ержан") -> Json:
    """Any content, forwarded from a person whose name is shown."""
    origin = {"type": "hidden_user", "sender_user_name": first_name, "date": date}
    return {**content, "forward_origin": origin}


def every_kind() -> dict[str, Json]:
    """One example of each kind, by name."""
    makers = (
        *(photo, voice, video, video_note, audio, animation, document, sticker),
        *(contact, location, venue, dice, poll, payment, story),
    )
    return {maker.__name__: maker() for maker in makers}


def _file(unique: str, **fields: Any) -> Json:
    return {"file_id": f"{FILE_ID}_{unique}", "file_unique_id": f"AQAD{unique}", "file_size": 34_567, **fields}


def _caption(caption: str) -> Json:
    return {"caption": caption} if caption else {}
