"""One table for all measurements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A measured figure and its limit; `least`: the figure must be at least the limit, else at most."""

    name: str
    figure: float
    limit: float
    note: str = ""
    least: bool = False

    @property
    def reached(self) -> bool:
        """Whether the figure is within its limit."""
        return self.figure >= self.limit if self.least else self.figure <= self.limit


def show(rows: Iterable[Row]) -> str:
    """The rows as text."""
    lines = []
    for row in rows:
        sign = ">=" if row.least else "<="
        lines.append(
            f"{'ok ' if row.reached else 'NO '} {row.name:<58} {row.figure:8.2f} {sign} {row.limit:<6} {row.note}"
        )
    return "\n".join(lines)
