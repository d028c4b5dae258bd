"""Reads a content folder into a catalog, or says everything that is wrong with it at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from flows import models
from flows.assembly import assemble
from flows.catalog import Catalog
from flows.problems import ContentError, Problem, nearest, problem
from flows.source import Located, LocatedList, read
from flows.steps import KINDS, FlowFile, StepsFile, WorriesFile

Model = TypeVar("Model", bound=BaseModel)
HERE = Path(__file__).resolve().parent.parent / "content"
"""Content is the sibling of this package, in a checkout and in an installed copy alike."""

SINGLE: dict[str, type[models.Item]] = {
    "facts.yaml": models.FactsFile,
    "steps.yaml": StepsFile,
    "worries.yaml": WorriesFile,
    "contacts.yaml": models.ContactsFile,
    "menu.yaml": models.Menu,
    "about.yaml": models.AboutFile,
    "events.yaml": models.EventsFile,
    "law.yaml": models.LawFile,
}
FOLDERS: dict[str, type[models.Item]] = {"flows": FlowFile, "platforms": models.Platform}


def load(folder: Path = HERE) -> Catalog:
    """The catalog of a content folder. Raises ContentError with every finding when it cannot be used."""
    reader = Reader(folder)
    files = reader.read_all()
    if reader.problems:
        raise ContentError(reader.problems)
    catalog, found = assemble(files)
    if found:
        raise ContentError(found)
    return catalog


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
            self.problems.append(problem(str(self.folder), 0, "missing-file", name=self.folder))
            return files
        if settings := self._file("settings.yaml", models.Settings):
            files["settings.yaml"] = settings
            self.languages = settings.languages
        for name, model in self._expected():
            if (item := self._file(name, model)) is not None:
                files[name] = item
        if interface := self._interface():
            files["interface.yaml"] = interface
        return files

    def _expected(self) -> Iterator[tuple[str, type[models.Item]]]:
        yield from SINGLE.items()
        for sub, model in FOLDERS.items():
            for path in sorted((self.folder / sub).glob("*.yaml")):
                yield f"{sub}/{path.name}", model

    def _file(self, name: str, model: type[Model]) -> Model | None:
        return None if (data := self._data(name)) is None else self._validate(name, model, data)

    def _data(self, name: str) -> Any:
        if not (self.folder / name).is_file():
            self.problems.append(problem(name, 0, "missing-file", name=name))
            return None
        data, found = read(self.folder / name, name)
        self.problems += found
        if data is not None and not isinstance(data, Located):
            self.problems.append(problem(name, 1, "wrong-value", field=name, got="…", expected="«key: value» lines"))
            return None
        return data

    def _interface(self) -> dict[str, models.Text] | None:
        if (data := self._data("interface.yaml")) is None:
            return None
        texts = {key: self._validate("interface.yaml", models.Text, value, (key,), data) for key, value in data.items()}
        return {key: text for key, text in texts.items() if text is not None}

    def _validate(
        self, name: str, model: type[Model], data: Any, at: tuple[str, ...] = (), root: Any = None
    ) -> Model | None:
        try:
            return model.model_validate(data, context={"languages": self.languages})
        except ValidationError as error:
            root = data if root is None else root
            for one in error.errors(include_url=False):
                self.problems.append(_problem(name, root, (*at, *one["loc"]), one, model))
            return None


def _problem(name: str, root: Any, where: tuple[int | str, ...], error: Any, model: type[BaseModel]) -> Problem:
    line = _line(root, where)
    field = next((str(part) for part in reversed(where) if isinstance(part, str) and part != "by"), name)
    kind, context = error["type"], error.get("ctx", {})
    if kind == "rule":
        values = {key: value for key, value in context.items() if key != "rule"}
        return problem(name, line, context["rule"], **values)
    if kind == "missing":
        return problem(name, line, "missing-field", field=field)
    if kind == "extra_forbidden":
        return problem(name, line, "unknown-field", field=field, near=nearest(field, _known_fields(model, where)))
    if kind == "step-kind":
        return problem(name, line, "step-kind")
    return problem(name, line, "wrong-value", field=field, got=_short(error.get("input")), expected=_expected(error))


def _line(root: Any, where: tuple[int | str, ...]) -> int:
    """The line of the deepest part of a path that stands in the file."""
    node, line = root, getattr(root, "line", 1)
    for part in where:
        if isinstance(node, Located) and part in node.lines:
            line, node = node.lines[str(part)], node[str(part)]
        elif isinstance(node, LocatedList) and isinstance(part, int) and part < len(node.lines):
            line, node = node.lines[part], node[part]
    return line


def _known_fields(model: type[BaseModel], where: tuple[int | str, ...]) -> set[str]:
    """The keys that the innermost object named in a path takes; of any model when that cannot be told."""
    kinds: list[type[BaseModel]] = [cls for kind, cls in KINDS.items() if kind in where]
    known = [one for one in vars(models).values() if isinstance(one, type) and issubclass(one, models.Item)]
    chosen = [model] if len(where) == 1 else kinds[-1:] or known
    return {info.alias or key for one in chosen for key, info in one.model_fields.items()} - {"line"}


def _expected(error: Any) -> str:
    context = error.get("ctx", {})
    if "expected" in context:
        return str(context["expected"]).replace(" or ", ", ").replace("'", "")
    if error["type"] == "string_pattern_mismatch":
        return "a-z 0-9 -" if "a-z0-9" in str(context.get("pattern")) else str(context.get("pattern"))
    if error["type"].startswith("date"):
        return "2026-11-24"
    if error["type"].startswith("url"):
        return "https://…"
    return str(error["msg"])


def _short(value: object) -> str:
    return value[:30] if isinstance(value, str) else "…"


def main() -> int:
    """Says what is wrong with a folder: `python -m flows.loader [folder]`."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    try:
        load(folder)
    except ContentError as error:
        print(*error.problems, sep="\n")  # noqa: T201  # this is its job
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
