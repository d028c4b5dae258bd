"""The HTML of texts: a screen with a tag that Telegram does not take would reach nobody."""

from __future__ import annotations

import re

SIGN = re.compile(r"<[^<>]*>?|&(?!(?:lt|gt|amp|quot);)")
"""What Telegram reads as the beginning of a tag, and an & that begins none of its entities."""
TAG = re.compile(r"""<(?P<end>/?)(?P<name>b|i|u|s|code|pre|blockquote|a)(?P<href> href=(["'])https://[^"'<>]+\4)?>""")


def html_error(text: str) -> str:
    """What Telegram would refuse in a text's HTML, or nothing. Bot API, "HTML style"; of its tags those we need."""
    opened: list[str] = []
    for sign in SIGN.findall(text):
        tag = TAG.fullmatch(sign)
        if tag is None or bool(tag["href"]) != (tag["name"] == "a" and not tag["end"]):
            return str(sign)
        if not tag["end"]:
            opened.append(tag["name"])
        elif not opened or opened.pop() != tag["name"]:
            return str(sign)
    return f"<{opened[-1]}>" if opened else ""
