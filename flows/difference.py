"""What changed between two versions of a content folder, in words for people who do not read YAML.

Files are compared as plain data, so that a version from before a change of the program can be compared too. Things are
known by their ids: a step that moved is one line, not a page of red and green.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from flows.source import read
from flows.steps import KINDS
from flows.written import NAMES, ChangeError, files, wordings

Where = tuple[str, ...]
LONGEST = 60
"""Characters of a value that is shown as it was and as it is."""
SAID = {
    "added": ("добавлено", "added"),
    "removed": ("удалено", "removed"),
    "moved": ("переставлено, теперь после «{after}»", "moved, now after «{after}»"),
    "first": ("переставлено, теперь в начале", "moved, now the first"),
    "words": ("изменён текст ({languages})", "words changed ({languages})"),
    "kind": ("теперь это шаг другого вида", "now a step of another kind"),
    "changed": ("изменено", "changed"),
    "items": ("добавлено: {added}; удалено: {removed}", "added: {added}; removed: {removed}"),
    "value": ("было «{old}», стало «{new}»", "was «{old}», is «{new}»"),
    "file-added": ("новый файл", "new file"),
    "file-removed": ("файл удалён", "file deleted"),
    "stale": (
        "переводов ({language}), которые старше исходного текста ({source}): {found}",
        "{language} texts older than their {source} source: {found}",
    ),
}
FIELDS = {
    "hours": ("часы", "hours"),
    "numbers": ("номера", "numbers"),
    "when": ("условие", "condition"),
    "verified": ("дата проверки", "date checked"),
    "verified-by": ("чем проверено", "checked by"),
    "sources": ("источники", "sources"),
    "title": ("заголовок", "title"),
    "text": ("текст", "text"),
    "stuck": ("«не получается»", "stuck-help"),
    "more": ("«подробнее»", "more"),
    "minor": ("путь для подростка", "route for minors"),
    "who": ("кто может", "who can"),
    "horizon": ("срок", "horizon"),
    "copy": ("готовые тексты", "texts to copy"),
    "links": ("ссылки", "links"),
    "needs": ("для чего", "needs"),
    "show": ("показ", "shown"),
    "free": ("цена", "cost"),
    "confidence": ("надёжность", "confidence"),
    "steps": ("шаги", "steps"),
    "entries": ("пункты меню", "menu entries"),
    "answers": ("ответы", "answers"),
    "question": ("вопрос", "question"),
    "answer": ("ответ", "answer"),
    "routes": ("пути удаления", "routes"),
    "examples": ("примеры сообщений", "example messages"),
    "worries": ("опасения", "worries"),
    "contacts": ("линии", "lines"),
    "languages": ("языки", "languages"),
}
"""Fields as people call them; others are called as in the file."""
SHOWN = 6
"""Items of a list of words that are named one by one; of more only the number is said."""
LISTS = frozenset({"steps", "worries", "contacts", "facts", "pages", "laws", "lines", "events", "words", "sources"})
"""Fields that only hold things with names of their own: «steps» needs not be said before a step's name."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: the file, the names on the way to the thing, what happened to it."""

    file: str
    where: Where
    kind: str
    values: tuple[tuple[str, str], ...] = ()

    def say(self, language: str) -> str:
        """One line: `flows/image-leak: keep-proof: title: words changed (ru)`."""
        index = 0 if language == "ru" else 1
        names = (
            self.file.removesuffix(".yaml"),
            *(FIELDS[name][index] if name in FIELDS else name for name in self.where),
        )
        return ": ".join([*(name for name in names if name), SAID[self.kind][index].format(**dict(self.values))])


def differences(old: Path, new: Path) -> list[Change]:
    """What changed from one folder to another. Raises ChangeError when a file of either cannot be read."""
    before, after = _data(old), _data(new)
    found: list[Change] = []
    for name in sorted(before.keys() | after.keys()):
        if name not in before:
            found.append(Change(name, (), "file-added"))
        elif name not in after:
            found.append(Change(name, (), "file-removed"))
        else:
            found += _Comparison(name).of((), before[name], after[name])
    return [*found, *_left_behind(old, new, after)]


def _data(folder: Path) -> dict[str, Any]:
    found = {}
    for path in files(folder):
        name = path.relative_to(folder).as_posix()
        found[name], problems = read(path, name)
        if found[name] is None and problems:  # what can be read is compared, whatever today's rules say of it
            raise ChangeError(str(problems[0]))
    return found


def _left_behind(old: Path, new: Path, after: Mapping[str, Any]) -> Iterator[Change]:
    """How many translations stayed as they were while their source text changed."""
    before = {one.name: one for one in wordings(old)}
    settings = after["settings.yaml"]
    pairs = [(before[one.name], one) for one in wordings(new) if one.name in before]
    source = settings["source"]
    moved = [(was, now) for was, now in pairs if was.say(source) != now.say(source)]
    for language in settings["languages"]:
        found = sum(was.say(language) == now.say(language) for was, now in moved)
        if found and language != source:
            values = {"language": language, "source": source, "found": str(found)}
            yield Change("", (), "stale", tuple(values.items()))


class _Comparison:
    def __init__(self, file: str) -> None:
        self.file = file

    def of(self, where: Where, old: Any, new: Any) -> Iterator[Change]:
        """Every difference between two values at one place."""
        if old == new:
            return
        if isinstance(old, dict) and isinstance(new, dict):
            yield from self._mappings(where, old, new)
        elif isinstance(old, list) and isinstance(new, list) and all(map(_name, [*old, *new])):
            if any(isinstance(item, dict) for item in [*old, *new]):
                yield from self._lists(where, old, new)
            else:
                yield self._words(where, old, new)
        else:
            yield self._values(where, old, new)

    def _mappings(self, where: Where, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
        if _is_text(old) and _is_text(new):
            changed = [key for key in {**old, **new} if old.get(key) != new.get(key)]
            yield Change(self.file, where, "words", (("languages", ", ".join(changed)),))
            return
        if KINDS.keys() & old.keys() != KINDS.keys() & new.keys():
            yield Change(self.file, where, "kind")
            return
        for key in {**old, **new}:
            place = where if key in LISTS else (*where, key)
            if key == "when" and old.get(key) != new.get(key):
                yield self._values((*where, key), old.get(key, "–"), new.get(key, "–"))
            elif key not in old or key not in new:
                yield Change(self.file, (*where, key), "added" if key in new else "removed")
            else:
                yield from self.of(place, old[key], new[key])

    def _lists(self, where: Where, old: list[Any], new: list[Any]) -> Iterator[Change]:
        was, now = _by_name(old), _by_name(new)
        for name in was.keys() - now.keys():
            yield Change(self.file, (*where, _shown(name, was[name])), "removed")
        moved = _moved([name for name in was if name in now], [name for name in now if name in was])
        before = ""
        for name, item in now.items():
            place = (*where, _shown(name, item))
            if name not in was:
                yield Change(self.file, place, "added")
            elif name in moved:
                yield Change(self.file, place, "moved" if before else "first", (("after", before),))
            if name in was:
                yield from self.of(place, was[name], item)
            before = name

    def _words(self, where: Where, old: list[str], new: list[str]) -> Change:
        added, removed = [one for one in new if one not in old], [one for one in old if one not in new]
        return Change(self.file, where, "items", (("added", _listed(added)), ("removed", _listed(removed))))

    def _values(self, where: Where, old: Any, new: Any) -> Change:
        was, now = _short(old), _short(new)
        if max(len(was), len(now)) > LONGEST or not was or not now:
            return Change(self.file, where, "changed")
        return Change(self.file, where, "value", (("old", was), ("new", now)))


def _is_text(data: Mapping[str, Any]) -> bool:
    """Whether a mapping is a text: every key is a language, every value words."""
    return bool(data) and all(len(key) == 2 and isinstance(value, str) for key, value in data.items())  # noqa: PLR2004  # ISO 639-1


def _name(item: Any) -> str:
    """What an item of a list is called."""
    if isinstance(item, str):
        return item
    for key in NAMES if isinstance(item, dict) else ():
        if key in item:
            return item[key] if isinstance(item[key], str) and key != "remove" else key
    return ""


def _by_name(items: Sequence[Any]) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for index, item in enumerate(items):
        name = _name(item)
        named[name if name not in named else f"{name}~{index}"] = item
    return named


def _shown(name: str, item: Any) -> str:
    """A line to call is known by its number."""
    numbers = item.get("numbers") if isinstance(item, dict) else None
    return f"{numbers[0]} ({name})" if isinstance(numbers, list) and numbers else name


def _moved(old: list[str], new: list[str]) -> set[str]:
    """The names that changed their place among the others."""
    stayed = {
        name
        for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        for name in new[block.b : block.b + block.size]
    }
    return set(new) - stayed


def _listed(words: list[str]) -> str:
    return ", ".join(words) or "–" if len(words) <= SHOWN else str(len(words))


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_short(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(_short, value))
    return str(value)
