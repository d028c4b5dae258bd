"""A screen: HTML text and rows of buttons, with nothing of Telegram in it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

SCREEN_LIMIT, SHORT_LIMIT = 900, 400
"""Visible characters of a screen, and of the first, the emergency and the crisis screens."""
ALONE, PAIRED = 28, 13
"""Characters of a button's label when it stands alone in its row, and in a pair."""
COPY_LIMIT = 256
"""Bot API, CopyTextButton.text: "1-256 characters"."""
MOST_BUTTONS = 8
"""Buttons above the last row."""


class Button(NamedTuple):
    """A button that leads somewhere (`data`), copies a text, or opens an address: exactly one of the three."""

    label: str
    data: str | None = None
    copy: str | None = None
    url: str | None = None


Thing = TypeVar("Thing")
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """What a person sees."""

    text: str
    rows: Rows


_TAG = re.compile(r"<[^>]+>")


def visible(text: str) -> str:
    """A text as a person sees it: without tags, entities resolved."""
    return html.unescape(_TAG.sub("", text))


def paragraphs(*parts: str | None) -> str:
    """The parts that are there, an empty line between them."""
    return "\n\n".join(part for part in parts if part)


def in_rows(*groups: Iterable[Button]) -> Rows:
    """Groups of buttons in rows: two short ones of a group beside each other, a longer one alone."""
    return tuple(row for group in groups for row in _rows(group))


def _rows(buttons: Iterable[Button]) -> Rows:
    rows: list[tuple[Button, ...]] = []
    waiting: Button | None = None
    for button in buttons:
        if len(button.label) > PAIRED:
            if waiting:
                rows.append((waiting,))
            rows.append((button,))
            waiting = None
        elif waiting:
            rows.append((waiting, button))
            waiting = None
        else:
            waiting = button
    return (*rows, (waiting,)) if waiting else tuple(rows)


def page_of(things: Sequence[Thing], number: int, size: int) -> tuple[Sequence[Thing], bool]:
    """One page of a long list, and whether another follows. All of it when it fits with one more place to spare."""
    if len(things) <= size + 1 and not number:
        return things, False
    start = number * size
    return things[start : start + size], start + size < len(things)
