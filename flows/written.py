"""Every text of a content folder as it is written: where each language of it stands, character by character.

Translations and the desk change words through this module: all that stands outside the words stays as it is, to the
byte, and keeps its style (quoted, plain, block).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from flows.source import read
from flows.steps import KINDS

NAMES = ("id", *KINDS, "flow", "page")
"""The keys whose value names an item of a list."""
PLAIN = re.compile(r"[^\W_][\w .…–]*")
"""Words that need no quotes, wherever they stand."""
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
INDENT = 2


class ChangeError(Exception):
    """A text that is not there, or a file that cannot be read; nothing was written."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One language of a text: what it says, and where it is written (`start` and `end` count characters)."""

    value: str
    start: int
    end: int
    line: int
    column: int
    style: str
    in_block: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in its languages. `key` is its path in the file, by ids: `steps/keep-proof/title`."""

    file: str
    key: str
    line: int
    by: Mapping[str, Stretch]

    @property
    def name(self) -> str:
        """File and path, which together name the text."""
        return f"{self.file}#{self.key}"

    def say(self, language: str) -> str:
        """What it says in a language; nothing where that is missing."""
        return self.by[language].value.strip() if language in self.by else ""


Changes = Mapping[tuple[str, str], str]
"""New words by the name of a text and a language."""


def wordings(folder: Path) -> list[Wording]:
    """Every text of a folder, files in alphabetical order. Raises ChangeError for a file that is no YAML."""
    languages = frozenset(declared(folder)[1])
    return [one for path in files(folder) for one in in_file(_name(folder, path), _read(path), languages)]


def files(folder: Path) -> list[Path]:
    """The content files of a folder; hidden ones are notes of the tools."""
    found = (path for path in folder.rglob("*.yaml") if not path.name.startswith("."))
    return sorted(found, key=lambda path: _name(folder, path))


def in_file(name: str, written: str, languages: frozenset[str]) -> list[Wording]:
    """Every text in one file."""
    try:
        root = yaml.compose(written, Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        raise ChangeError(f"{name} cannot be read: {error}") from None
    return list(_Walk(name, written, languages).into("", root)) if root else []


def change(folder: Path, changes: Changes) -> list[str]:
    """Write new words into the files of a folder and name the files changed.

    A language that a text does not have yet is added after the first one. Raises ChangeError, before anything is
    written, when a text is not there.
    """
    languages = frozenset(declared(folder)[1])
    fresh: dict[Path, str] = {}
    for name in sorted({key.split("#")[0] for key, _ in changes}):
        path = folder / name
        if path not in files(folder):
            raise ChangeError(f"{name} is not there")
        fresh[path] = changed(name, _read(path), changes, languages)
    touched = [path for path, written in fresh.items() if written != _read(path)]
    for path in touched:
        write_whole(path, fresh[path])
    return [_name(folder, path) for path in touched]


def changed(name: str, written: str, changes: Changes, languages: frozenset[str]) -> str:
    """A file's content with new words in it. Raises ChangeError when a text is not there."""
    mine = {key: said.strip().replace("\r\n", "\n") for key, said in changes.items() if key[0].split("#")[0] == name}
    known = {one.name: one for one in in_file(name, written, languages)}
    if lost := {key for key, _ in mine} - known.keys():
        raise ChangeError(f"{min(lost)} is not there")
    edits = [_edit(known[key], one, said) for (key, one), said in mine.items() if known[key].say(one) != said]
    result = written
    for start, end, said in sorted(edits, reverse=True):
        result = result[:start] + said + result[end:]
    _verify(name, known, mine, {one.name: one for one in in_file(name, result, languages)})
    return result


def _verify(name: str, before: Mapping[str, Wording], mine: Changes, after: Mapping[str, Wording]) -> None:
    """What was written reads as it was meant, and nothing else reads differently."""
    wanted = {(key, language): one.say(language) for key, one in before.items() for language in one.by}
    wanted |= mine
    if wanted != {(key, language): one.say(language) for key, one in after.items() for language in one.by}:
        raise ChangeError(f"{name} would not read as meant")


def _edit(wording: Wording, language: str, said: str) -> tuple[int, int, str]:
    """Where to write a language of a text, and what."""
    if (there := wording.by.get(language)) is not None:
        return there.start, there.end, spell(there, said)
    beside = next(iter(wording.by.values()))
    before = f"\n{' ' * beside.column}{language}: " if beside.in_block else f", {language}: "
    return beside.end, beside.end, before + spell(beside, said)


def spell(stretch: Stretch, said: str) -> str:
    """Words as YAML, in the style of the words they replace, or the nearest one that can hold them."""
    odd = not all(letter.isprintable() or letter in "\n\t\xa0" for letter in said)
    if odd or not said:
        return _quoted(said)
    if stretch.style in {"|", ">"}:
        return _block(stretch, said)
    if "\n" in said:
        return _block(stretch, said) if stretch.in_block else _quoted(said)
    if stretch.style == "'":
        return "'" + said.replace("'", "''") + "'"
    return said if not stretch.style and PLAIN.fullmatch(said) else _quoted(said)


def _block(stretch: Stretch, said: str) -> str:
    """Lines below `|-`; below `>-`, where one line end is a space, one more stands for each run of them."""
    folded = stretch.style == ">" and not re.search(r"\n\s*[^\S\n]", said)
    if folded:
        said = re.sub(r"\n+", lambda run: run[0] + "\n", said)
    indent = " " * (stretch.column + INDENT)
    return "\n".join([">-" if folded else "|-", *(indent + line if line else "" for line in said.split("\n"))])


def _quoted(said: str) -> str:
    return '"' + "".join(ESCAPES.get(letter) or _escaped(letter) for letter in said) + '"'


def _escaped(letter: str) -> str:
    return letter if letter.isprintable() or letter == "\xa0" else f"\\U{ord(letter):08X}"


class _Walk:
    def __init__(self, file: str, written: str, languages: frozenset[str]) -> None:
        self.file, self.written, self.languages = file, written, languages

    def into(self, key: str, node: yaml.Node) -> Iterator[Wording]:
        """Every text below a node."""
        if isinstance(node, yaml.MappingNode):
            if wording := self._wording(key, node):
                yield wording
                return
            for name, value in node.value:
                yield from self.into(f"{key}/{name.value}" if key else str(name.value), value)
        elif isinstance(node, yaml.SequenceNode):
            taken: set[str] = set()
            for index, item in enumerate(node.value):
                name = _item(item) or str(index)
                name = name if name not in taken else f"{name}~{index}"
                taken.add(name)
                yield from self.into(f"{key}/{name}", item)

    def _wording(self, key: str, node: yaml.MappingNode) -> Wording | None:
        by = {}
        for name, value in node.value:
            if name.value not in self.languages or not isinstance(value, yaml.ScalarNode):
                return None
            by[name.value] = self._stretch(name, value, in_block=not node.flow_style)
        return Wording(self.file, key, node.start_mark.line + 1, by) if by else None

    def _stretch(self, name: yaml.Node, node: yaml.ScalarNode, *, in_block: bool) -> Stretch:
        start, end = node.start_mark.index, node.end_mark.index
        if node.style in {"|", ">"}:  # libyaml ends a block after the empty lines below it
            end = start + len(self.written[start:end].rstrip())
        line, column = name.start_mark.line + 1, name.start_mark.column
        return Stretch(node.value, start, end, line, column, node.style or "", in_block)


def _item(node: yaml.Node) -> str:
    """What an item of a list is called, as the models call it."""
    if not isinstance(node, yaml.MappingNode):
        return ""
    named = {name.value: value.value for name, value in node.value}
    for one in NAMES:
        if one in named:
            return str(named[one]) if isinstance(named[one], str) and one != "remove" else one
    return ""


def declared(folder: Path) -> tuple[str, tuple[str, ...]]:
    """The source language and all languages, as `settings.yaml` has them, even when the rest cannot be loaded."""
    settings, _ = read(folder / "settings.yaml", "settings.yaml")
    languages = settings.get("languages") if isinstance(settings, dict) else None
    if not isinstance(languages, list) or not isinstance(settings.get("source"), str):
        raise ChangeError("settings.yaml names no languages")
    return settings["source"], tuple(map(str, languages))


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise ChangeError(f"{path.name} cannot be read ({type(error).__name__})") from None


def write_whole(path: Path, written: str) -> None:
    """Write beside and rename, so that nobody reads half a file, and a full disk leaves the one before."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(written.encode())
    beside.replace(path)
