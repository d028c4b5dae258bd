"""A table as a picture for a phone, set by Typst with the fonts it brings along, which have every Kazakh letter."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from storage.report import Row
from storage.wording import Wording

TEMPLATE = Path(__file__).with_name("chart.typ")
PIXELS_PER_INCH = 254.0  # the template's 108 mm become 1080 pixels
MOST_ROWS = 24
"""Rows of one picture: more would be scaled down by Telegram until nobody can read them."""


def as_png(title: str, note: str, rows: Sequence[Row], wording: Wording) -> bytes:
    """A bar for each row, at most MOST_ROWS. Slow; run it in a thread."""
    import typst  # noqa: PLC0415 # a large library that only pictures need

    highest = max((row.figure.shown for row in rows), default=0) or 1
    bars = [
        {
            "name": row.name,
            "figure": wording.figure(row.figure),
            "length": round(100 * row.figure.shown / highest) if row.figure.shown else -1,
        }
        for row in rows[:MOST_ROWS]
    ]
    data = json.dumps({"title": title, "note": note, "rows": bars}, ensure_ascii=False)
    picture = typst.compile(
        _template(), format="png", ppi=PIXELS_PER_INCH, sys_inputs={"data": data}, ignore_system_fonts=True
    )
    return bytes(picture)


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()
