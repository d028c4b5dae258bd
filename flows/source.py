"""YAML files as plain data in which every mapping and list still knows its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from flows.problems import Problem, problem

BOM = b"\xef\xbb\xbf"
CURLY = "“”„‘’"
DEEPEST = 30
"""Levels of nesting; content has ten. A parser that recurses would crash on thousands."""
PLAIN_TAGS = {None, "!"}


class Located(dict[str, Any]):
    """A mapping from a file: `line` is where it begins, `lines` where each of its keys stands."""

    line: int
    lines: dict[str, int]


class LocatedList(list[Any]):
    """A list from a file: `lines` is where each item begins."""

    lines: list[int]


def read(path: Path, name: str) -> tuple[Any, list[Problem]]:
    """The data of one YAML file, scalars as the strings written, and what is wrong with its form."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        return None, [unreadable(name, error)]
    return parse(raw, name)


def unreadable(name: str, error: OSError) -> Problem:
    """The finding about a file that cannot be opened."""
    return problem(name, 0, "unreadable-file", detail=error.strerror or type(error).__name__)


def parse(raw: bytes, name: str) -> tuple[Any, list[Problem]]:
    """The same of the bytes of a file."""
    found = _byte_problems(raw, name)
    try:
        text = raw.removeprefix(BOM).decode()
    except UnicodeDecodeError as error:
        return None, [*found, problem(name, raw[: error.start].count(b"\n") + 1, "not-utf8")]
    document = _Document(name, text, found)
    try:
        document.build()
    except yaml.MarkedYAMLError as error:
        return None, [*found, _syntax_problem(error, text, name)]
    except yaml.YAMLError as error:
        line = text.encode()[: getattr(error, "position", 0)].count(b"\n") + 1
        return None, [*found, problem(name, line, "yaml", detail="an invisible character")]
    return document.root, found


def _byte_problems(raw: bytes, name: str) -> list[Problem]:
    found = []
    if raw.startswith(BOM):
        found.append(problem(name, 1, "byte-order-mark"))
    if (at := raw.find(b"\r")) >= 0:
        found.append(problem(name, raw[:at].count(b"\n") + 1, "line-ending"))
    return found


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    said = error.problem or "unreadable"
    mark = error.problem_mark or error.context_mark
    if "end of stream" in said and error.context_mark:  # where the quote was opened, not where the file ends
        mark = error.context_mark
    line = mark.line + 1 if mark else 1
    written = text.split("\n")[line - 1 : line]
    if "tab character" in said or ("\t" in "".join(written) and "cannot start any token" in said):
        return problem(name, line, "tab")
    if "mapping values are not allowed" in said:
        return problem(name, line, "unquoted-colon")
    if "cannot start any token" in said or "expected alphabetic" in said:
        return problem(name, line, "unquoted-sign", found="".join(written).strip()[:20])
    return problem(name, line, "yaml", detail=said)


class _Document:
    """Builds data from the parser's events, without recursion; of several documents in a file the first counts."""

    def __init__(self, name: str, text: str, found: list[Problem]) -> None:
        self.name, self.text, self.found = name, text, found
        self.root: Any = None
        self.documents = 0
        self.line, self.column = 1, 0  # of the event in hand
        self.open: list[Located | LocatedList] = []
        self.keys: list[tuple[str, int] | None] = []  # for each open mapping: the key that waits for its value

    def build(self) -> None:
        """Reads it all. Raises YAMLError when the text is not YAML."""
        for event in yaml.parse(self.text, Loader=yaml.CBaseLoader):
            if mark := event.start_mark:
                self.line, self.column = mark.line + 1, mark.column
            self._take(event)
            if len(self.open) > DEEPEST:
                self.root = None
                self._problem("too-deep")
                return
        if not self.documents:
            self.line = 1
            self._problem("empty-file")

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents == 2:  # noqa: PLR2004  # the second is told once
                self._problem("documents")
        elif isinstance(event, yaml.NodeEvent):
            self._node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()
            self.keys.pop()

    def _node(self, event: yaml.NodeEvent) -> None:
        if event.anchor is not None or getattr(event, "tag", None) not in PLAIN_TAGS:
            self._problem("unquoted-sign", found=self.text.split("\n")[self.line - 1][self.column :][:20])
        if isinstance(event, yaml.MappingStartEvent):
            mapping = Located()
            mapping.line, mapping.lines = self.line, {}
            self._begin(mapping)
        elif isinstance(event, yaml.SequenceStartEvent):
            items = LocatedList()
            items.lines = []
            self._begin(items)
        else:
            self._add(self._scalar(event))

    def _begin(self, node: Located | LocatedList) -> None:
        self._add(node)
        self.open.append(node)
        self.keys.append(None)

    def _scalar(self, event: yaml.NodeEvent) -> str:
        value = str(getattr(event, "value", ""))  # an alias has none
        if value and value[0] in CURLY and not getattr(event, "style", None):
            self._problem("curly-quotes", found=value[:20])
        return value

    def _add(self, value: object) -> None:
        parent = self.open[-1] if self.open else None
        if parent is None:
            self.root = value if self.documents == 1 else self.root
        elif isinstance(parent, LocatedList):
            parent.append(value)
            parent.lines.append(self.line)
        elif (waiting := self.keys[-1]) is None:
            self.keys[-1] = (self._key(value, parent), self.line)
        else:
            key, line = waiting
            self.keys[-1] = None
            parent[key], parent.lines[key] = value, line

    def _key(self, value: object, parent: Located) -> str:
        key = value if isinstance(value, str) else ""
        if not isinstance(value, str):
            self._problem("unquoted-sign", found="[" if isinstance(value, LocatedList) else "{")
        if key in parent:
            self._problem("duplicate-key", key=key, first=parent.lines[key])
        return key

    def _problem(self, rule: str, **values: object) -> None:
        self.found.append(problem(self.name, self.line, rule, **values))
