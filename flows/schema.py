"""JSON Schemas of the content files, made from the models: an editor's program completes and warns while they type.

They stand in `content/.schema/`, and the first line of each YAML file names its own. Facts, answers and languages are
in them as a choice; ids that come and go with every new step are not: `qorgan check` knows those.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from flows.catalog import Catalog
from flows.extra import ReviewFile, WordsFile
from flows.facts import UNKNOWN
from flows.loader import FOLDERS, SINGLE
from flows.models import CLOCK, Within
from flows.needs import WORDS
from flows.scenarios import ScenariosFile
from flows.schema_words import WORDS_OF
from flows.screens import SCREEN_LIMIT
from flows.shapes import Settings
from flows.steps import KINDS
from flows.written import files

FOLDER = ".schema"
LINE = "# yaml-language-server: $schema="
Json = dict[str, Any]
MODELS: dict[str, type[BaseModel]] = {
    **{name.removesuffix(".yaml"): model for name, model in SINGLE.items()},
    **{folder.removesuffix("s"): model for folder, model in FOLDERS.items()},
    "settings": Settings,
    "scenario": ScenariosFile,
    "words": WordsFile,
    "review": ReviewFile,
}
"""The model of a file by the name of its schema: its own, or that of its folder in the singular."""
TEXT, STRING = {"$ref": "#/$defs/Text"}, {"type": "string"}
WRITTEN = {**STRING, "pattern": r"\S"}
BY_VALIDATOR: dict[str, Callable[[Json], Json]] = {
    "_flag": lambda _: {"enum": ["yes", "no"]},
    "_many": lambda many: {"anyOf": [many["items"], many]},
    "_on_five_minutes": lambda _: {"type": "string", "pattern": CLOCK},
    "_moment": lambda _: {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d \d\d:\d\d$"},
    "_from_string": lambda source: {"anyOf": [STRING, source]},
    "_same_everywhere": lambda text: {"anyOf": [STRING, text]},
    "_with_lines": lambda steps: {**steps, "items": {"anyOf": [STRING, steps["items"]]}},
}
"""What a validator that runs before the model lets an editor write beside what the model says."""


class _Generator(GenerateJsonSchema):
    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> Json:
        inner = super().function_before_schema(schema)
        name = getattr(schema["function"]["function"], "__name__", "")
        return BY_VALIDATOR[name](inner) if name in BY_VALIDATOR else inner

    def function_after_schema(self, schema: core_schema.AfterValidatorFunctionSchema) -> Json:
        inner, function = super().function_after_schema(schema), schema["function"]["function"]
        if isinstance(function, Within) and function.limit < SCREEN_LIMIT:  # on a screen tags take no room
            return {"allOf": [inner, {"additionalProperties": {"maxLength": function.limit}}]}
        return inner

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Json:
        return self.generate_inner(schema["schema"])  # what is left out needs no words

    def nullable_schema(self, schema: core_schema.NullableSchema) -> Json:
        return self.generate_inner(schema["schema"])

    def int_schema(self, schema: core_schema.IntSchema) -> Json:  # noqa: ARG002  # the generator calls it so
        return {"type": ["integer", "string"], "pattern": "^[0-9]+$"}


def schemas(catalog: Catalog) -> dict[str, Json]:
    """Every schema by its name."""
    made = {name: _of(model, catalog) for name, model in MODELS.items()}
    texts = dict.fromkeys(sorted(WORDS), TEXT)
    interface = {"type": "object", "properties": texts, "required": sorted(WORDS), "additionalProperties": False}
    made["interface"] = {**interface, "$defs": {"Text": _text(catalog)}}
    return {name: {"$schema": "http://json-schema.org/draft-07/schema#", **one} for name, one in sorted(made.items())}


def write(folder: Path, catalog: Catalog) -> None:
    """Write the schemas into a content folder, and their names into the first line of each file."""
    (folder / FOLDER).mkdir(exist_ok=True)
    for name, text in as_files(catalog):
        (folder / FOLDER / name).write_text(text, encoding="utf-8")
    for path in files(folder):
        written = path.read_bytes()
        if not written.startswith(LINE.encode()):
            path.write_bytes(f"{first_line(folder, path)}\n".encode() + written)


def as_files(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """The schemas as they stand in their files."""
    for name, one in schemas(catalog).items():
        yield f"{name}.json", json.dumps(one, ensure_ascii=False, indent=1) + "\n"


def first_line(folder: Path, path: Path) -> str:
    """The comment by which VS Code and others find the schema of a file."""
    return LINE + Path(os.path.relpath(folder / FOLDER / f"{name_of(folder, path)}.json", path.parent)).as_posix()


def name_of(folder: Path, path: Path) -> str:
    """The name of the schema for a file."""
    return path.stem if path.parent == folder else path.parent.name.removesuffix("s")


def _of(model: type[BaseModel], catalog: Catalog) -> Json:
    made = model.model_json_schema(schema_generator=_Generator)
    facts = {fact.id: [*(one.id for one in fact.answers), UNKNOWN] for fact in catalog.facts.facts}
    ours = {
        "Text": _text(catalog),
        "Passage": _by_language(catalog, WRITTEN),
        "Sayings": _by_language(catalog, _list_of(STRING)),
    }
    inner = {name: ours.get(name) or _tidy(one, list(facts)) for name, one in made.pop("$defs", {}).items()}
    for kind in KINDS.values():  # the id of a step is the word after its kind
        if kind.__name__ in inner:
            inner[kind.__name__]["required"].remove("id")
    return {**_tidy(made, list(facts)), "$defs": inner | {"When": _conditions(facts)}}


def _tidy(node: Any, facts: list[str]) -> Any:
    """A schema without our own bookkeeping, with words for each key."""
    if isinstance(node, list):
        return [_tidy(one, facts) for one in node]
    if not isinstance(node, dict):
        return node
    tidied = {key: _tidy(value, facts) for key, value in node.items() if key not in {"title", "description"}}
    if isinstance(properties := node.get("properties"), dict):
        written = {name: _tidy(one, facts) for name, one in properties.items() if name not in {"line", "keys"}}
        tidied["properties"] = {name: _property(name, one, facts) for name, one in written.items()}
        tidied["additionalProperties"] = False
    elif "anyOf" in tidied:  # pydantic forbids other keys around the choice, where no key is known
        tidied.pop("additionalProperties", None)
    return tidied


def _property(name: str, tidied: Json, facts: list[str]) -> Json:
    if name == "when":
        tidied = {"$ref": "#/$defs/When"}
    if name == "ask" and tidied.get("type") == "string":
        tidied = {"enum": facts}
    if name in WORDS_OF:
        return {"description": WORDS_OF[name], **({"allOf": [tidied]} if "$ref" in tidied else tidied)}
    return tidied


def _conditions(facts: dict[str, list[str]]) -> Json:
    one_or_many = {name: {"anyOf": [{"enum": one}, _list_of({"enum": one})]} for name, one in facts.items()}
    return {"type": "object", "properties": one_or_many, "additionalProperties": False}


def _list_of(inner: Json) -> Json:
    return {"type": "array", "items": inner}


def _text(catalog: Catalog) -> Json:
    return {**_by_language(catalog, WRITTEN), "required": list(catalog.languages)}


def _by_language(catalog: Catalog, inner: Json) -> Json:
    return {"type": "object", "properties": dict.fromkeys(catalog.languages, inner), "additionalProperties": False}
