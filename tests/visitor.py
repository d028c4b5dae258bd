"""Somebody with only the engine before them, who sees a screen and taps what it offers."""

from __future__ import annotations

from pathlib import Path

from content_files import NOW, Changes, small_catalog

from flows import Button, Engine
from flows.facts import FIRST_ANSWER, NOT_ASKED, SKIPPED
from flows.position import Position
from flows.screens import visible

IN_LEAK = ["leak", "none"]
AT_PUBLIC = [*IN_LEAK, "no", "next"]
SCREENS = [
    (),
    ("menu",),
    ("more",),
    ("leak",),
    ("leak", "none"),
    AT_PUBLIC,
    (*IN_LEAK, "no", "stuck"),
    (*IN_LEAK, "no", "plan"),
    (*IN_LEAK, "no", "plan", "1"),
    (*AT_PUBLIC, "yes", "Other"),
    (*AT_PUBLIC, "yes", "next", "yes", "next", "blame"),
    (*AT_PUBLIC, "yes", "next", "yes", "next", "next", "lawyer"),
    (*AT_PUBLIC, "yes", "next", "yes", "next", "next", "no-answer"),
    (*AT_PUBLIC, "yes", "next", "yes", "next", "next", "quiet"),
    ("leak", "watched", "next"),
    ("leak", "self-harm"),
    ("more", "no life"),
    ("more", "lines"),
]
"""Ways to a screen of each kind, by the labels to tap in the small content."""


def visiting(folder: Path, changes: Changes | None = None) -> Visitor:
    """Somebody before the small content with some files changed."""
    return Visitor(Engine(small_catalog(folder, changes)))


class Visitor:
    """Taps by label: of the small content's labels the language before the word, and the mark, may be left out."""

    def __init__(self, engine: Engine, language: str = "en") -> None:
        self.engine, self.now = engine, NOW
        self.reply = engine.start(language, now=NOW)

    def taps(self, *labels: str, stale: bool = False) -> Visitor:
        """Tap one button after another; `stale` on a message that was left for hours."""
        for label in labels:
            self.reply = self.engine.tap(self.data(label), now=self.now, stale=stale)
        return self

    def data(self, label: str) -> str:
        """What the button with a label carries."""
        found = (one.data for one in self.buttons if one.data and label in {one.label, one.label.rpartition("en ")[2]})
        data = next(found, None)
        assert data, f"no {label!r} among {self.offered}"
        return data

    @property
    def buttons(self) -> list[Button]:
        """All buttons of the screen."""
        return [button for row in self.reply.screen.rows for button in row]

    @property
    def sees(self) -> str:
        """The text on the screen, as one reads it."""
        return visible(self.reply.screen.text)

    @property
    def offered(self) -> list[str]:
        """The labels of all buttons."""
        return [button.label for button in self.buttons]

    @property
    def position(self) -> Position:
        """Where this screen is: what help now comes back to."""
        return self.engine.walk.leave(self._called)

    @property
    def place(self) -> str:
        """Flow and step of the screen, by their ids; the menu page's id alone."""
        catalog, place = self.engine.catalog, self.position
        if flow := catalog.flow_by_code.get(place.flow):
            view = "" if place.view == "step" else f" {place.view}"
            return f"{flow.id}.{flow.steps[flow.by_code[place.step]].id}{view}"
        page = self.engine.draw.page_by_code.get(place.step)
        return page.id if page else "start"

    @property
    def told(self) -> dict[str, str]:
        """What the buttons of this screen know: facts and answers by their ids."""
        known = {}
        for fact, code in zip(self.engine.catalog.facts.facts, self._called.facts, strict=True):
            if code != NOT_ASKED:
                known[fact.id] = "unknown" if code == SKIPPED else fact.answers[code - FIRST_ANSWER].id
        return known

    @property
    def _called(self) -> Position:
        """Where help now leads from here: it knows this place and these facts."""
        landing = self.engine.draw.codec.unpack(self.buttons[-1].data or "")
        assert landing
        return landing.position
