"""Leaflets and lesson sheets, set by Typst with the fonts it brings along, which have every Kazakh letter."""

from __future__ import annotations

import io
import json
import re
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import segno
import typst

if TYPE_CHECKING:
    from flows.leaflets import Leaflet
    from flows.sheets import Sheets

HERE = Path(__file__).parent
PIXELS_PER_INCH = {"square": 254.0, "poster": 150.0}
"""The square's 108 mm become 1080 pixels, the size social networks show; a poster is for the screen then."""
UNBROKEN = (
    (re.compile(r"(?<![^\W\d_])([^\W\d_a-zA-Z]{1,2}) "), "\\1\u00a0"),
    (re.compile(r" (?=– |%)"), "\u00a0"),
    (re.compile(r"-(?=[^\W\d_a-zA-Z])"), "-\u2060"),
)
"""A Cyrillic word of one or two letters should not end a line, a dash not begin one, and "102-ге" not be cut."""
AGES = 11
"""Compilations of nothing after which Typst has forgotten; they take 30 milliseconds together."""
Shape = Literal["square", "poster"]
Form = Literal["png", "pdf"]


def link(username: str, start: str) -> str:
    """The bot's address with what it is told on Start: `start`, of letters, digits, - and _; it may be empty."""
    return f"https://t.me/{username}?start={start}" if start else f"https://t.me/{username}"


def leaflet(words: Leaflet, shape: Shape, form: Form, username: str) -> bytes:
    """One leaflet; without the bot's name it has no code. Slow: run it in a thread."""
    data = {
        **asdict(words),
        "shape": shape,
        "qr": _code(link(username, words.start)) if username else "",
        "address": f"t.me/{username}" if username else "",
    }
    return _compiled("leaflet.typ", data, form, PIXELS_PER_INCH[shape])


def sheets(words: Sheets) -> bytes:
    """A lesson plan or a talk as a PDF."""
    return _compiled("sheets.typ", asdict(words), "pdf", 0)


def forget() -> None:
    """Let Typst forget what it worked out for earlier products: a process that goes on would keep 200 MB of it.

    Typst-py gives no call for that; Typst drops what the last ten compilations did not use (`comemo::evict(10)`).
    """
    for _ in range(AGES):
        typst.compile(b"", format="pdf", ignore_system_fonts=True, timestamp=0)


def _compiled(template: str, data: dict[str, Any], form: Form, pixels: float) -> bytes:
    """The product without a time in it. Raises typst.TypstError for a template that cannot be set."""
    told = json.dumps(data, ensure_ascii=False)
    for pattern, kept in UNBROKEN:
        told = pattern.sub(kept, told)
    source = _template(template)
    return typst.compile(
        source, format=form, ppi=pixels, sys_inputs={"data": told}, ignore_system_fonts=True, timestamp=0
    )


def _code(address: str) -> str:
    """A QR code as SVG; it still reads with a seventh of it damaged (level M)."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=False, dark="#22302f")
    return drawn.getvalue().decode()


@cache
def _template(name: str) -> bytes:
    return (HERE / name).read_bytes()
