"""YAML files as plain data in which every mapping and list still knows its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from flows.problems import Problem, problem

BOM = b"\xef\xbb\xbf"
CURLY = "“”„‘’"


class Located(dict[str, Any]):
    """A mapping from a file: `line` is where it begins, `lines` where each of its keys stands."""

    line: int
    lines: dict[str, int]


class LocatedList(list[Any]):
    """A list from a file: `lines` is where each item begins."""

    lines: list[int]


def read(path: Path, name: str) -> tuple[Any, list[Problem]]:
    """The data of one YAML file, scalars as the strings written, and what is wrong with its form."""
    raw = path.read_bytes()
    found = _byte_problems(raw, name)
    try:
        text = raw.removeprefix(BOM).decode()
    except UnicodeDecodeError as error:
        return None, [*found, problem(name, raw[: error.start].count(b"\n") + 1, "not-utf8")]
    try:
        root = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        return None, [*found, _syntax_problem(error, text, name)]
    except yaml.YAMLError:
        return None, [*found, problem(name, 1, "yaml", detail="unreadable character")]
    if root is None:
        return None, [*found, problem(name, 1, "empty-file")]
    data = _convert(root, name, found)
    return data, found


def _byte_problems(raw: bytes, name: str) -> list[Problem]:
    found = []
    if raw.startswith(BOM):
        found.append(problem(name, 1, "byte-order-mark"))
    if (at := raw.find(b"\r")) >= 0:
        found.append(problem(name, raw[:at].count(b"\n") + 1, "line-ending"))
    return found


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    written = (text.splitlines() or [""])[min(line, text.count("\n") + 1) - 1 :][:1]
    said = error.problem or ""
    if "\t" in "".join(written) and "cannot start any token" in said:
        return problem(name, line, "tab")
    if "mapping values are not allowed" in said:
        return problem(name, line, "unquoted-colon")
    return problem(name, line, "yaml", detail=said or "unreadable")


def _convert(node: yaml.Node, name: str, found: list[Problem]) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, name, found)
    if isinstance(node, yaml.SequenceNode):
        items = LocatedList(_convert(child, name, found) for child in node.value)
        items.lines = [child.start_mark.line + 1 for child in node.value]
        return items
    value: str = node.value
    if getattr(node, "style", None) is None and value and value[0] in CURLY:
        found.append(problem(name, node.start_mark.line + 1, "curly-quotes", found=value[:20]))
    return value


def _mapping(node: yaml.MappingNode, name: str, found: list[Problem]) -> Located:
    mapping = Located()
    mapping.line = node.start_mark.line + 1
    mapping.lines = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in mapping:
            found.append(problem(name, line, "duplicate-key", key=key, first=mapping.lines[key]))
        mapping[key] = _convert(value_node, name, found)
        mapping.lines[key] = line
    return mapping
