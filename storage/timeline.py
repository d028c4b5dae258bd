"""Requests by week as a drawing: columns, the campaign in its colour, a mark where the content changed."""

from html import escape

from storage.figures import HIDDEN
from storage.periods import Part
from storage.report import Report
from storage.wording import Wording

COLUMN, GAP, HEIGHT, LOW = 40, 6, 120, 8
"""Width of a column with its gaps, one gap, the highest column, and the box of a hidden figure."""
ABOVE, BELOW = 30, 20
"""Room for figures and marks, and for dates."""
DATES = 14
"""Dates that fit side by side."""


def as_svg(report: Report, wording: Wording) -> str:
    """The drawing, as wide as its page; its styles `week`, `campaign` and `hidden` are the page's."""
    highest = max((figure.shown for _, figure in report.weeks), default=0) or 1
    every = -(-len(report.weeks) // DATES)
    drawn = []
    for place, (week, figure) in enumerate(report.weeks):
        tall = round(HEIGHT * figure.shown / highest) if figure.shown else LOW
        drawn += [
            _column(place, tall, "hidden" if figure == HIDDEN else _style(week, report), wording.part(week)),
            _text(place, ABOVE + HEIGHT - tall - 4, wording.figure(figure)),
        ]
        if any(week.first <= day <= week.last for day in report.versions):
            drawn.append(_text(place, ABOVE + HEIGHT - tall - 16, "▼"))
        if place % every == 0:
            drawn.append(_text(place, ABOVE + HEIGHT + 14, f"{week.first:%d.%m}"))
    width = COLUMN * max(len(report.weeks), DATES)
    return f'<svg viewBox="0 0 {width} {ABOVE + HEIGHT + BELOW}" role="img">{"".join(drawn)}</svg>'


def _column(place: int, tall: int, style: str, name: str) -> str:
    where = f'x="{place * COLUMN + GAP}" y="{ABOVE + HEIGHT - tall}" width="{COLUMN - 2 * GAP}" height="{tall}"'
    return f'<rect class="{style}" {where}><title>{escape(name)}</title></rect>'


def _text(place: int, height: int, text: str) -> str:
    return f'<text x="{place * COLUMN + COLUMN // 2}" y="{height}">{escape(text)}</text>'


def _style(week: Part, report: Report) -> str:
    campaigns = (part for part in report.period.parts if part.name.startswith("campaign"))
    return "campaign" if any(one.first <= week.last and week.first <= one.last for one in campaigns) else "week"
