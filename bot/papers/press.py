"""What people ask the bot for, made into files; slow, so it runs in threads; must not know who asks.

The libraries are imported with the first file: a start of the bot does not wait for them.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import lru_cache

from flows.documents import Letter
from flows.leaflets import Leaflet
from handlers.files import File

DOCUMENT, PICTURE = "document.docx", "picture.png"
"""Names that tell nothing to somebody who looks through a phone's downloads."""
YOUNG = 1
"""The generation of what was made just now: collecting it takes a millisecond or two."""
PICTURES = 64
"""Pictures kept in memory, of 100 KB each: every situation in its most asked languages."""


class Press:
    """Makes files. A picture's code needs the bot's `username`; while it is empty, `ask` is called, in the thread."""

    def __init__(self, username: str, ask: Callable[[], str] = str) -> None:
        self._username = username
        self._ask = ask

    def make(self, paper: Letter | Leaflet) -> File:
        """The file of a letter, or the picture of a situation."""
        if isinstance(paper, Letter):
            return File(DOCUMENT, _document(paper))
        self._username = self._username or self._ask()
        return File(PICTURE, _picture(paper, self._username), picture=True)


def _document(words: Letter) -> bytes:
    from bot.papers import docx  # noqa: PLC0415  # see above

    try:
        return docx.letter(words)
    finally:
        gc.collect(YOUNG)  # python-docx leaves each letter behind in cycles: megabytes, until the next collection


@lru_cache(PICTURES)
def _picture(words: Leaflet, username: str) -> bytes:
    """The same words give the same picture: a change of content is a change of words."""
    from bot.papers import typeset  # noqa: PLC0415  # see above

    try:
        return typeset.leaflet(words, "square", "png", username)
    finally:
        typeset.forget()
