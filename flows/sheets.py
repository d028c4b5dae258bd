"""Pages of reference as sheets to print: a lesson plan, a talk; must not know how they are set."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from flows.steps import Say

if TYPE_CHECKING:
    from flows.catalog import Catalog, Flow

MARKS = {"b": "bold", "i": "italic", "code": "number"}
"""What the tags of our texts mean."""
FEW = 2
"""Sheets that are a page rather than a set."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words that look alike: `mark` is empty or one of MARKS' values."""

    text: str
    mark: str = ""


Line = tuple[Run, ...]
Paragraph = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: paragraphs, and ready messages as (label, text)."""

    paragraphs: tuple[Paragraph, ...]
    ready: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sheets:
    """All sheets of a flow in one language; `together` when they are short and belong on one page."""

    language: str
    title: str
    sheets: tuple[Sheet, ...]
    together: bool


def printable(flow: Flow) -> bool:
    """Whether a flow is words only, the same every day, and so can be printed as sheets."""
    steps = [placed.step for placed in flow.steps]
    return flow.kind in {"reference", "lesson"} and all(isinstance(one, Say) and not _changes(one) for one in steps)


def sheets(catalog: Catalog, flow: Flow, language: str) -> Sheets:
    """The sheets of a printable flow, one for each step with all that stands behind it."""
    says = [placed.step for placed in flow.steps if isinstance(placed.step, Say)]
    return Sheets(
        language,
        catalog.label(flow.written.title, language),
        tuple(_sheet(say, language) for say in says),
        together=flow.kind == "lesson" or len(says) <= FEW,
    )


def _changes(say: Say) -> bool:
    return bool(say.by_date or say.events or say.row)


def _sheet(say: Say, language: str) -> Sheet:
    words = [text.say(language) for text in (say.text, say.more) if text]
    return Sheet(
        tuple(_paragraph(part) for text in words for part in text.split("\n\n") if part.strip()),
        tuple((one.label.say(language), one.text.say(language)) for one in say.copies),
    )


def _paragraph(html: str) -> Paragraph:
    return tuple(_line(line) for line in html.strip().split("\n"))


def _line(html: str) -> Line:
    reader = _Runs()
    reader.feed(html)
    reader.close()
    return tuple(reader.runs)


class _Runs(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[Run] = []
        self.mark = ""

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.mark = MARKS.get(tag, "")

    def handle_endtag(self, _tag: str) -> None:
        self.mark = ""

    def handle_data(self, data: str) -> None:
        self.runs.append(Run(data, self.mark))
