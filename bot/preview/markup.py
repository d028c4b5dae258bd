"""Telegram's HTML (`parse_mode=HTML`) to plain text and entities, with TDLib's own errors and byte offsets.

Source of every rule and message: tdlib/td MessageEntity.cpp, `parse_html` and `decode_html_entity`;
SynchronousRequests.cpp puts "Can't parse entities: " before the message. `<tg-time>` and `<tg-emoji>` are
left out and so refused; a link to a user stays a link.
"""

import re
from dataclasses import dataclass

from bot.preview.entities import Entity, clean, utf16_length
from bot.preview.errors import ApiError, bad_request
from bot.preview.links import LinkError, checked_link

_SPACE = " \t\r\n\0\v"  # tdutils misc.h, `is_space`
_STOP = re.compile("[<&]")
_NAME = re.compile(f"[^{_SPACE}>]*")
_ATTRIBUTE_NAME = re.compile(f"[^{_SPACE}=>/\"']*")
_BLANKS = re.compile(f"[{_SPACE}]*")
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_CHARACTER = re.compile(r"&(?:#x([0-9A-Fa-f]*)|#([0-9]*)|([A-Za-z]*));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}  # Bot API: "all numerical HTML entities" and these four
_LONGEST_NUMBER = 10
_HIGHEST_CHARACTER = 0x10FFFF

# Bot API, HTML style: "Only the tags mentioned above are currently supported."
_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    at: int  # where its text begins in the parts written so far


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Read Telegram's HTML; raises ApiError 400 "can't parse entities: …" as Telegram does."""
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.parts: list[str] = []
        self.offset = 0  # of the text written so far, in UTF-16 units
        self.open: list[_Open] = []
        self.entities: list[Entity] = []
        self.language = ""  # of the `<code>` closed last

    def read(self) -> tuple[str, list[Entity]]:
        source, size = self.source, len(self.source)
        while self.position < size:
            stop = _STOP.search(source, self.position)
            end = stop.start() if stop else size
            self._write(clean(source[self.position : end]))
            self.position = end
            if end == size:
                break
            if source[end] == "&":
                self._write(self._character())
            elif source.startswith("</", end):
                self._end_tag(end)
            else:
                self._start_tag(end)
        if self.open:
            raise _refusal(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        # Inner tags close first; outer entities come first. Source: MessageEntity.cpp, `sort_entities`.
        self.entities.reverse()
        self.entities.sort(key=lambda e: (e["offset"], -e["length"]))
        return self._text(), self.entities

    def _text(self) -> str:
        text = "".join(self.parts)
        if any("\ud800" <= c <= "\udfff" for c in text):
            raise _refusal(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        return text

    def _write(self, part: str) -> None:
        if part:
            self.parts.append(part)
            self.offset += utf16_length(part)

    def _character(self) -> str:
        """Decode `&…;` at the position; what is not one stays as written."""
        character, self.position = _decoded(self.source, self.position)
        return clean(character)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.source, self.position)
        self.position = found.end() if found else self.position
        return found[0] if found else ""

    def _start_tag(self, begin: int) -> None:
        self.position = begin + 1
        tag = self._skip(_NAME).lower()
        if self._ended():
            raise self._at(begin, "Unclosed start tag")
        if tag not in _KINDS:
            raise self._at(begin, f'Unsupported start tag "{tag}"')
        argument = self._attributes(tag, begin)
        if tag == "span" and argument != "spoiler":
            raise self._at(begin, 'Tag "span" must have class "tg-spoiler"')
        self.open.append(_Open(tag, argument, self.offset, len(self.parts)))

    def _attributes(self, tag: str, begin: int) -> str:
        """Read up to and over the `>`; returns the one attribute that means something for this tag."""
        argument = ""
        while True:
            self._skip(_BLANKS)
            if self.source.startswith(">", self.position):
                self.position += 1
                return argument
            name = self._skip(_ATTRIBUTE_NAME)
            if not name:
                raise self._at(begin, f'Empty attribute name in the tag "{tag}"')
            self._skip(_BLANKS)
            if not self.source.startswith("=", self.position):
                if self._ended():
                    raise self._at(begin, f'Unclosed start tag "{tag}"')
                value = ""
            else:
                self.position += 1
                value = self._attribute_value(tag, begin)
            argument = _meaning(tag, name, value) or argument

    def _attribute_value(self, tag: str, begin: int) -> str:
        self._skip(_BLANKS)
        if self._ended():
            raise self._at(begin, f'Unclosed start tag "{tag}"')
        quote = self.source[self.position]
        if quote not in "\"'":
            token_begin = self.position
            value = self._skip(_TOKEN).lower()
            if not self._ended() and self.source[self.position] not in _SPACE + ">":
                raise self._at(token_begin, "Unexpected end of name token")
        else:
            end = self.source.find(quote, self.position + 1)
            raw = self.source[self.position + 1 : end if end >= 0 else len(self.source)]
            self.position = end + 1 if end >= 0 else len(self.source)
            value = _decoded_all(raw)
        if self._ended():
            raise self._at(begin, "Unclosed start tag")
        return value

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise self._at(begin, "Unexpected end tag")
        self.position = begin + 2
        tag = self._skip(_NAME).lower()
        self._skip(_BLANKS)
        if not self.source.startswith(">", self.position):
            raise self._at(begin, "Unclosed end tag")
        self.position += 1
        opened = self.open.pop()
        if tag and tag != opened.tag:
            raise self._at(begin, "Unmatched end tag", f', expected "</{opened.tag}>", found "</{tag}>"')
        if self.offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: Entity = {
            "type": _KINDS[opened.tag],
            "offset": opened.offset,
            "length": self.offset - opened.offset,
        }
        if opened.tag == "a" and not self._link(entity, opened):
            return
        if opened.tag == "blockquote" and opened.argument:
            entity["type"] = "expandable_blockquote"
        if opened.tag in {"pre", "code"} and self._merged_code(entity, opened):
            return
        self.entities.append(entity)

    def _link(self, entity: Entity, opened: _Open) -> bool:
        """Set the link; one that Telegram does not take (`tel:`) is dropped without a word, its text stays."""
        url = opened.argument or "".join(self.parts[opened.at :])
        try:
            entity["url"] = checked_link(url)
        except LinkError:
            return False
        return True

    def _merged_code(self, entity: Entity, opened: _Open) -> bool:
        """Join `<pre><code class="language-…">` into one entity with a language, as Bot API documents it."""
        language, self.language = self.language, opened.argument
        last = self.entities[-1] if self.entities else None
        if last is None or {last["type"], opened.tag} != {"pre", "code"} or not _same_place(last, entity):
            return False
        if opened.tag == "pre" and language:
            last |= {"type": "pre", "language": language}
        elif opened.tag == "code" and opened.argument:
            last["language"] = opened.argument
        else:
            return False
        return True

    def _ended(self) -> bool:
        return self.position >= len(self.source)

    def _at(self, position: int, what: str, rest: str = "") -> ApiError:
        return _refusal(f"{what} at byte offset {len(self.source[:position].encode())}{rest}")


def _refusal(message: str) -> ApiError:
    return bad_request(f"Can't parse entities: {message}")


def _same_place(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] == other["offset"] and one["length"] == other["length"])


def _meaning(tag: str, name: str, value: str) -> str:
    if (tag, name) == ("a", "href"):
        return value
    if (tag, name) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, name) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    return "1" if (tag, name) == ("blockquote", "expandable") else ""


def _decoded(source: str, position: int) -> tuple[str, int]:
    found = _CHARACTER.match(source, position)
    if found is None:
        return "&", position + 1
    hexadecimal, decimal, name = found.groups()
    if name is not None:
        return (_NAMED[name], found.end()) if name in _NAMED else ("&", position + 1)
    code = int(hexadecimal or "0", 16) if hexadecimal is not None else int(decimal or "0")
    length = found.end() - position - found[0].endswith(";")
    if code == 0 or code >= _HIGHEST_CHARACTER or length >= _LONGEST_NUMBER:
        return "&", position + 1
    return chr(code), found.end()


def _decoded_all(raw: str) -> str:
    written, position = [], 0
    while position < len(raw):
        if raw[position] == "&":
            character, position = _decoded(raw, position)
        else:
            character, position = raw[position], position + 1
        written.append(character)
    return "".join(written)
