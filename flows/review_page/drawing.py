"""A drawing of a flow: its steps one below the other, what may be passed over, and where it leads. Inline SVG."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

WIDTH, BOX, HIGH, NOTED, GAP = 760, 470, 34, 15, 18
LEFT = 40
LONGEST = 52
"""Characters of a title; longer ones are cut."""
NOTE_LONGEST = 66


@dataclass(frozen=True, slots=True)
class Node:
    """A step as drawn: its anchor on the page, its kind, its words, when it holds, and where else it leads."""

    anchor: str
    kind: str
    title: str
    condition: str = ""
    leads: tuple[tuple[str, str], ...] = ()


def draw(nodes: list[Node], title: str) -> str:
    """The drawing of a flow. A step under a condition is dashed, with a line that passes it by."""
    parts, top = [], GAP
    for node in nodes:
        height = HIGH + (NOTED if node.condition else 0)
        parts.append(_box(node, top, height))
        parts += [_lead(name, anchor, top + height / 2, index) for index, (name, anchor) in enumerate(node.leads)]
        if node.condition:
            parts.append(_bypass(top, height))
        if node is not nodes[-1]:
            parts.append(_arrow(top + height))
        top += height + GAP
    size = f'viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" height="{top}"'
    drawn = f'<svg class="drawing" {size} role="img" aria-label="{escape(title)}">{"".join(parts)}</svg>'
    return f'<div class="drawn">{drawn}</div>'


def _box(node: Node, top: float, height: float) -> str:
    dashed = ' stroke-dasharray="5 4"' if node.condition else ""
    note = _text(LEFT + 14, top + HIGH + 6, _cut(node.condition, NOTE_LONGEST), "note") if node.condition else ""
    return (
        f'<a href="#{node.anchor}"><rect class="{node.kind}" x="{LEFT}" y="{top}" width="{BOX}" height="{height}" '
        f'rx="8"{dashed}/>{_text(LEFT + 14, top + 22, _cut(node.title, LONGEST), "title")}{note}</a>'
    )


def _lead(name: str, anchor: str, middle: float, index: int) -> str:
    end, y = LEFT + BOX, middle + index * 16
    return (
        f'<path class="line" d="M{end} {middle} L{end + 24} {y}"/>'
        f'<a href="#{anchor}">{_text(end + 28, y + 4, _cut("→ " + name, 30), "lead")}</a>'
    )


def _bypass(top: float, height: float) -> str:
    start, end, out = top - GAP / 2, top + height + GAP / 2, LEFT - 26
    return f'<path class="line" d="M{LEFT + 30} {start} H{out} V{end} H{LEFT + 30}"/>'


def _arrow(bottom: float) -> str:
    x, end = LEFT + 30, bottom + GAP
    return f'<path class="line" d="M{x} {bottom} V{end} M{x - 4} {end - 5} L{x} {end} L{x + 4} {end - 5}"/>'


def _text(x: float, y: float, said: str, kind: str) -> str:
    return f'<text x="{x}" y="{y}" class="{kind}">{escape(said)}</text>'


def _cut(said: str, longest: int) -> str:
    return said if len(said) <= longest else said[: longest - 1].rstrip() + "…"
