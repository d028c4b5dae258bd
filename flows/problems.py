"""What is wrong with content, said to the person who can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from flows.messages import MESSAGES, NOTES


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding: where it is, which rule it breaks, and what the message needs to say so.

    `file` is relative to the content folder, `line` counts from 1 (0: the file as a whole).
    """

    file: str
    line: int
    rule: str
    values: tuple[tuple[str, str], ...] = field(default=())

    def say(self, language: str = "en") -> str:
        """One printable line in Russian or English: place, rule, what is wrong, what to write instead."""
        values = {key: " ".join(value.split()) for key, value in self.values}
        what, mend = (part.format_map(values) for part in MESSAGES[self.rule][language])
        return f"{self.place}  {self.rule}  {what}  → {mend}"

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.file}:{self.line}" if self.line else self.file

    @property
    def is_note(self) -> bool:
        """Whether it waits until a release, and is no fault before."""
        return self.rule in NOTES

    def __str__(self) -> str:
        return self.say()


class ContentError(Exception):
    """Content cannot be used. `problems` holds every finding, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__(f"{len(self.problems)} problems in the content")


def problem(file: str, line: int, rule: str, **values: object) -> Problem:
    """A finding whose message takes `values`."""
    return Problem(file, line, rule, tuple(sorted((key, str(value)) for key, value in values.items())))


FEW = 8
"""Names that are listed when none is like the mistyped one."""


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like a mistyped one, or the first few known ones."""
    known = sorted(known)
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    more = ["…"] if len(known) > FEW else []
    return close[0] if close else ", ".join([*known[:FEW], *more]) or "–"
