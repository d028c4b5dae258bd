"""Reads a content folder into a catalog, or says everything that is wrong with it at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from flows import models, shapes
from flows.assembly import assemble
from flows.catalog import Catalog
from flows.documents import Document
from flows.problems import ContentError, Problem, problem
from flows.refusals import refusals
from flows.sayings import CrisisFile, TalkFile
from flows.source import Located, parse, unreadable
from flows.statistics import SourcesFile, StatisticsFile
from flows.steps import FlowFile, StepsFile, WorriesFile

HERE = Path(__file__).resolve().parent.parent / "content"
"""Content is the sibling of this package, in a checkout and in an installed copy alike."""

SINGLE: dict[str, type[models.Item]] = {
    "facts.yaml": shapes.FactsFile,
    "steps.yaml": StepsFile,
    "worries.yaml": WorriesFile,
    "contacts.yaml": shapes.ContactsFile,
    "menu.yaml": shapes.Menu,
    "about.yaml": shapes.AboutFile,
    "events.yaml": shapes.EventsFile,
    "law.yaml": shapes.LawFile,
    "sources.yaml": SourcesFile,
    "statistics.yaml": StatisticsFile,
    "crisis.yaml": CrisisFile,
    "talk.yaml": TalkFile,
}
WORDS: TypeAdapter[models.Text] = TypeAdapter(models.Words)
KEPT = 512
"""Files whose objects are remembered: a few versions of all content."""
FOLDERS: dict[str, type[models.Item]] = {"flows": FlowFile, "platforms": shapes.Platform, "documents": Document}


def load(folder: Path = HERE) -> Catalog:
    """The catalog of a content folder. Raises ContentError with every finding when it cannot be used."""
    reader = Reader(folder)
    files = reader.read_all()
    catalog, found = assemble(files, {one.file for one in reader.problems})
    if catalog is None or reader.problems:
        raise ContentError([*reader.problems, *found])
    return replace(catalog, version=version_of(folder))


def version_of(folder: Path) -> str:
    """Letters that stand for the bytes of all files; hidden ones are notes of the tools."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("[!.]*.yaml")):
        total.update(path.read_bytes())
    return total.hexdigest()[:8].translate(str.maketrans("0123456789", "ghijklmnop"))


class Reader:
    """Reads one folder's files, collecting what is wrong on the way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.languages: tuple[str, ...] = ()

    def read_all(self) -> dict[str, models.Item | dict[str, models.Text]]:
        """Every file's object by its name within the folder; broken files are left out."""
        files: dict[str, models.Item | dict[str, models.Text]] = {}
        if not self.folder.is_dir():
            raise ContentError([problem(str(self.folder), 0, "missing-file", name=self.folder)])
        for path in sorted(self.folder.rglob("*.yml")):
            name = path.relative_to(self.folder).as_posix()
            self.problems.append(problem(name, 0, "file-ending", name=path.stem))
        if settings := self._file("settings.yaml", shapes.Settings):
            files["settings.yaml"] = settings
            self.languages = settings.languages
        for name, model in self._expected():
            if (item := self._file(name, model)) is not None:
                files[name] = item
        return files

    def _expected(self) -> Iterator[tuple[str, type[models.Item] | None]]:
        yield from SINGLE.items()
        yield "interface.yaml", None
        for sub, model in FOLDERS.items():
            for path in sorted((self.folder / sub).glob("*.yaml")):
                yield f"{sub}/{path.name}", model

    def _file(self, name: str, model: type[models.Item] | None) -> Any:
        try:
            raw = (self.folder / name).read_bytes()
        except (FileNotFoundError, IsADirectoryError):
            self.problems.append(problem(name, 0, "missing-file", name=name))
            return None
        except OSError as error:
            self.problems.append(unreadable(name, error))
            return None
        made, found = _made_of(name, raw, model, self.languages)
        self.problems += found
        return made


@lru_cache(maxsize=KEPT)
def _made_of(
    name: str, raw: bytes, model: type[models.Item] | None, languages: tuple[str, ...]
) -> tuple[Any, tuple[Problem, ...]]:
    """What the bytes of a file hold, an object or (without a model) texts by their names, and what is wrong with them.

    A save changes one file of a hundred: the others are as they were when they were read before.
    """
    data, found = parse(raw, name)
    if data is None:
        return None, tuple(found)
    if not isinstance(data, Located):
        return None, (*found, problem(name, 1, "wrong-value", field=name, got="…", expected="key: …"))
    if model is None:
        return _texts(name, data, languages, found), tuple(found)
    try:
        return model.model_validate(data, context={"languages": languages}), tuple(found)
    except ValidationError as error:
        curly = {one.line for one in found if one.rule == "curly-quotes"}  # what follows from them is no news
        return None, (*found, *(one for one in refusals(name, data, model, error) if one.line not in curly))


def _texts(name: str, data: Located, languages: tuple[str, ...], found: list[Problem]) -> dict[str, models.Text] | None:
    """Texts by their names, or None when one of them is refused."""
    texts = {}
    for key, value in data.items():
        try:
            texts[key] = WORDS.validate_python(value, context={"languages": languages})
        except ValidationError as error:
            found += refusals(name, data, models.Text, error, (key,))
    return texts if len(texts) == len(data) else None
