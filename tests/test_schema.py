"""The JSON Schemas: fresh, right for all content, and refusing what the loader refuses."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from content_files import changed, small_catalog

from flows import load
from flows.loader import HERE
from flows.schema import FOLDER, LINE, as_files, first_line, name_of, schemas, write
from flows.written import files

LEAK = "flows/leak.yaml"
WRONG = {
    "an unknown key": (LEAK, "horizon: now", "horizont: now"),
    "an unknown answer": (LEAK, "{pictured-minor: no}", "{pictured-minor: maybe}"),
    "an unknown fact": (LEAK, "{public: no}", "{publik: no}"),
    "an unknown question": (LEAK, "ask: public", "ask: publik"),
    "an unknown kind of step": (LEAK, "- remove: image", "- removes: image"),
    "a missing language": ("menu.yaml", ', en: "en menu"}', "}"),
    "a wrong number": ("contacts.yaml", 'numbers: ["112"]', "numbers: [one]"),
    "a wrong flag": ("contacts.yaml", "keep: yes", "keep: perhaps"),
    "a day that is none": ("contacts.yaml", "verified: 2026-11-01", "verified: lately"),
    "an empty text": (LEAK, 'title: {kk: "kk leak"', 'title: {kk: " "'),
    "a title too long for a button": (LEAK, 'title: {kk: "kk leak"', f'title: {{kk: "{"long " * 9}"'),
}


@cache
def real() -> dict[str, Any]:
    """Make the schemas of the real content once."""
    return schemas(load(HERE))


def data_of(node: yaml.Node | None) -> Any:
    """What VS Code takes a file for: by YAML 1.2, a bare 112 is a number there and a bare yes a text."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: data_of(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [data_of(item) for item in node.value]
    assert isinstance(node, yaml.ScalarNode)
    bare = node.style is None and re.fullmatch(r"true|false|null|-?[0-9]+(\.[0-9]+)?", node.value)
    return json.loads(node.value.lstrip("0") or "0") if bare else node.value


def check(path: Path, schema: Any) -> None:
    """Look at a file as VS Code does. Raises what it would underline."""
    data = data_of(yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader))
    jsonschema.validate(data, schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("path", files(HERE), ids=lambda path: path.relative_to(HERE).as_posix())
def test_all_content_is_valid(path: Path) -> None:
    """No file of the content is underlined in red."""
    check(path, real()[name_of(HERE, path)])


@pytest.mark.parametrize("what", WRONG)
def test_mistakes_are_seen_while_typing(tmp_path: Path, what: str) -> None:
    """What the loader would refuse, the schema refuses."""
    name, old, new = WRONG[what]
    catalog = small_catalog(tmp_path)
    (tmp_path / name).write_text(str(changed(name, old, new)[name]), encoding="utf-8")
    with pytest.raises(jsonschema.ValidationError):
        check(tmp_path / name, schemas(catalog)[name_of(tmp_path, tmp_path / name)])


def test_the_committed_schemas_are_fresh() -> None:
    """`qorgan export schema` would change nothing."""
    committed = {path.name: path.read_text(encoding="utf-8") for path in (HERE / FOLDER).glob("*.json")}
    assert committed == dict(as_files(load(HERE)))


@pytest.mark.parametrize("path", files(HERE), ids=lambda path: path.relative_to(HERE).as_posix())
def test_every_file_names_its_schema(path: Path) -> None:
    """The first line leads to a schema that is there."""
    line = path.read_text(encoding="utf-8").split("\n")[0]
    assert line == first_line(HERE, path)
    assert (path.parent / line.removeprefix(LINE)).is_file()


def test_schemas_are_schemas() -> None:
    """Each of them is itself valid."""
    for schema in real().values():
        jsonschema.Draft7Validator.check_schema(schema)


def test_writing_names_the_schema_once(tmp_path: Path) -> None:
    """A second writing changes no byte."""
    catalog = small_catalog(tmp_path)
    write(tmp_path, catalog)
    once = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    write(tmp_path, catalog)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == once
    assert all(written.startswith(LINE.encode()) for path, written in once.items() if path.suffix == ".yaml")
