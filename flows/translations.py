"""Which translations are older than the text they translate.

A note `.translations.yaml` in the content folder keeps, for each translation, a mark of the source text it was made
from and a mark of its own words. A translation is stale when the source has changed since and it has not. Both changed
means that both were written anew, so that editors who mend all languages at once never hear of this.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from flows.source import read
from flows.written import Wording, wordings, write_whole

NOTE = ".translations.yaml"
HEAD = """\
# Which source text each translation was made from: source mark, own mark. Written by `qorgan translate record`.
"""
LETTER = "parts/"
"""The words of a letter, which is written in the languages of its reader: only there it can lack one of those."""
State = Literal["missing", "unrecorded", "stale", "current"]
Record = Mapping[str, Mapping[str, str]]
"""By the name of a text and a language: `<mark of the source>.<mark of the translation>`."""


@dataclass(frozen=True, slots=True)
class Translation:
    """One translation of one text, and whether it still says what the source does."""

    wording: Wording
    language: str
    state: State


def mark(said: str) -> str:
    """Letters that stand for words."""
    return hashlib.sha256(said.encode()).hexdigest()[:8]


def read_record(folder: Path) -> Record:
    """What is noted in a folder; nothing when there is no note yet."""
    if not (folder / NOTE).is_file():
        return {}
    data, _ = read(folder / NOTE, NOTE)
    return {key: one for key, one in data.items() if isinstance(one, dict)} if isinstance(data, dict) else {}


def translations(folder: Path, source: str, languages: Collection[str]) -> Iterator[Translation]:
    """Every text of a folder in every language but the source's. Raises ChangeError when a file cannot be read."""
    record, found = read_record(folder), wordings(folder)
    spoken = {(one.file, language) for one in found if one.key.startswith(LETTER) for language in one.by}
    for wording in found:
        for language in languages:
            letter = wording.key.startswith(LETTER) and (wording.file, language) not in spoken
            if language != source and not letter:
                yield Translation(wording, language, _state(record, wording, source, language))


def _state(record: Record, wording: Wording, source: str, language: str) -> State:
    if not wording.say(language):
        return "missing"
    noted = record.get(wording.name, {}).get(language)
    if noted is None:
        return "unrecorded"
    from_source, own = noted.split(".")
    changed = from_source != mark(wording.say(source))
    return "stale" if changed and own == mark(wording.say(language)) else "current"


def record(folder: Path, source: str, languages: Collection[str], accepted: Iterable[tuple[str, str]] = ()) -> None:
    """Note every translation that is there and not stale; a stale one only when it is among the `accepted`.

    `accepted` are names of texts with a language: somebody has read them and they stand as they are.
    """
    before, accepted = read_record(folder), set(accepted)
    lines: dict[str, dict[str, str]] = {}
    for one in translations(folder, source, languages):
        name, noted = one.wording.name, lines.setdefault(one.wording.name, {})
        if one.state == "stale" and (name, one.language) not in accepted:
            noted[one.language] = before[name][one.language]
        elif one.state != "missing":
            noted[one.language] = f"{mark(one.wording.say(source))}.{mark(one.wording.say(one.language))}"
    said = "".join(f'"{name}": {{{_pairs(noted)}}}\n' for name, noted in sorted(lines.items()) if noted)
    if (fresh := HEAD + said) != ((folder / NOTE).read_text(encoding="utf-8") if before else ""):
        write_whole(folder / NOTE, fresh)


def _pairs(noted: Mapping[str, str]) -> str:
    return ", ".join(f"{language}: {marks}" for language, marks in sorted(noted.items()))
