"""Message texts as Telegram reads them: HTML to text and entities, cleaning, lengths; after TDLib's MessageEntity.cpp.

Offsets and lengths of entities are in UTF-16 code units (Bot API, MessageEntity). Left out: Markdown, and the merging
of overlapping entities of one kind, which changes nothing a person sees.
"""

import html
import re
from collections.abc import Iterator
from typing import Any

Entity = dict[str, Any]

# misc.cpp, `clean_input_string`: control characters become spaces; \r, U+2028–U+202E and vertical lines vanish.
_CLEANING: dict[int, str | None] = {
    **dict.fromkeys([*range(10), 11, 12, *range(14, 32)], " "),
    **dict.fromkeys([13, *range(0x2028, 0x202F), 0x333, 0x33F, 0x30A], None),
}
# misc.cpp, `strip_empty_characters`: a text made of these alone is an empty text.
_INVISIBLE = re.compile(
    "[ \n\u00a0\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc\U000e0000\U000e0001]*"
)
# MessageEntity.cpp, `find_entities`, much reduced: what a help bot and the person using it write.
_FOUND = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"]+[^\s<>\".,;:!?)\]])"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w+)?)\b"
    r"|(?<![\w@])(?P<mention>@\w{4,32})\b"
)
_HTML_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
    "text_link": "a",
    "url": "a",
}


def utf16_length(text: str) -> int:
    """Count UTF-16 code units, Telegram's unit for entities."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """Drop what Telegram drops from every text it takes."""
    return text.translate(_CLEANING)


def is_blank(text: str) -> bool:
    """Tell a text in which nothing can be seen."""
    return _INVISIBLE.fullmatch(text) is not None


def fix(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Trim a cleaned text with its entities, and find the links and commands in it.

    Trailing white space goes; leading white space goes up to the first entity. A blank text comes back empty.
    Source: MessageEntity.cpp, `fix_formatted_text`.
    """
    trimmed = text.rstrip(" \n")
    if is_blank(trimmed):
        return "", []
    end = utf16_length(trimmed)
    kept = sorted((e for e in entities if e["offset"] < end), key=lambda e: (e["offset"], -e["length"]))
    start = len(trimmed) - len(trimmed.lstrip(" \n"))
    start = min(start, kept[0]["offset"]) if kept else start
    for entity in kept:
        entity["length"] = min(entity["length"], end - entity["offset"])
        entity["offset"] -= start
    trimmed = trimmed[start:]
    return trimmed, _with_found(trimmed, kept)


def _with_found(text: str, entities: list[Entity]) -> list[Entity]:
    covered = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in {"text_link", "code", "pre"}]
    found: list[Entity] = []
    for match in _FOUND.finditer(text):
        offset, length = utf16_length(text[: match.start()]), utf16_length(match[0])
        if not any(begin < offset + length and offset < end for begin, end in covered):
            found.append({"type": match.lastgroup, "offset": offset, "length": length})
    return sorted(entities + found, key=lambda e: (e["offset"], -e["length"])) if found else entities


def to_html(text: str, entities: list[Entity]) -> str:
    """Write a text with its entities as HTML a browser shows; the inverse of parsing."""
    units = text.encode("utf-16-le")
    marks = sorted(_marks(text, entities))
    written, position = [], 0
    for offset, _, _, tag in marks:
        written += [html.escape(units[position * 2 : offset * 2].decode("utf-16-le"), quote=False), tag]
        position = offset
    written.append(html.escape(units[position * 2 :].decode("utf-16-le"), quote=False))
    return "".join(written)


def _marks(text: str, entities: list[Entity]) -> Iterator[tuple[int, int, int, str]]:
    """List (offset, end tags first, inner before outer at an end and after it at a start, tag)."""
    units = text.encode("utf-16-le")
    for order, entity in enumerate(entities):
        tag = _HTML_TAGS.get(entity["type"])
        if tag is None:
            continue
        begin, end = entity["offset"], entity["offset"] + entity["length"]
        url = entity.get("url") or units[begin * 2 : end * 2].decode("utf-16-le")
        attribute = f' href="{html.escape(url)}"' if tag == "a" else ""
        attribute = " expandable" if entity["type"] == "expandable_blockquote" else attribute
        yield begin, 1, order, f"<{tag}{attribute}>"
        yield end, 0, -order, f"</{tag}>"
