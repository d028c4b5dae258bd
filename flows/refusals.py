"""What the models refuse, said to the editor: which line of the file, which field, what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from flows.models import EXAMPLES
from flows.problems import Problem, nearest, problem
from flows.source import Located, LocatedList
from flows.steps import KINDS

Where = tuple[int | str, ...]
FORMS = {
    "tuple": "- …",
    "dict": "key: …",
    "model": "key: …",
    "bool": "yes, no",
    "int": "1, 2, 3, …",
    "greater": "1, 2, 3, …",
    "date": "2026-11-24",
    "url": "https://…",
}
"""What to write, by the first word of pydantic's name for the error. Signs, because the reader may know no English."""


def refusals(name: str, root: Any, model: type[BaseModel], error: ValidationError, at: Where = ()) -> Iterator[Problem]:
    """A finding for each thing a model refuses in the data of a file, of which `at` is the place it was given."""
    for one in error.errors(include_url=False):
        yield _problem(name, root, (*at, *one["loc"]), one, model)


def _problem(name: str, root: Any, where: Where, error: Any, model: type[BaseModel]) -> Problem:
    line, field = _stands(root, where)
    kind, last = error["type"], str(where[-1]) if where else name
    if kind == "missing":
        return problem(name, line, "missing-field", field=last)
    if kind == "extra_forbidden":
        return problem(name, line, "unknown-field", field=last, near=nearest(last, _fields(model, where[:-1])))
    if kind == "step-kind":
        return problem(name, line, "step-kind", kinds=", ".join(KINDS))
    values = {key: value for key, value in error.get("ctx", {}).items() if key not in {"rule", "form"}}
    if kind == "rule" and error["ctx"]["rule"] != "wrong-value":
        return problem(name, line, error["ctx"]["rule"], **values)
    said = {"field": field or name, "got": _short(error.get("input")), "expected": _expected(error)}
    return problem(name, line, "wrong-value", **{**said, **{key: values[key] for key in said if key in values}})


def _stands(root: Any, where: Where) -> tuple[int, str]:
    """The line of the deepest part of a path that stands in the file, and the last key on the way to it."""
    node, line, field = root, getattr(root, "line", 1), ""
    for part in _without_kinds(where):
        if isinstance(node, Located) and isinstance(part, str) and part in node.lines:
            node, line, field = node[part], node.lines[part], part
        elif isinstance(node, LocatedList) and isinstance(part, int) and part < len(node.lines):
            node, line = node[part], node.lines[part]
    return line, field


def _without_kinds(where: Where) -> Iterator[int | str]:
    """The path as written in the file: pydantic names a step's kind after the step's number."""
    for index, part in enumerate(where):
        if not (part in KINDS and index >= 2 and where[index - 2] == "steps"):  # noqa: PLR2004  # steps, number, kind
            yield part


def _fields(model: type[BaseModel], where: Where) -> set[str]:
    """The keys which the object at the end of a path takes."""
    for part in where:
        named = [info for key, info in model.model_fields.items() if part == (info.alias or key)]
        if inner := [found for info in named for found in _models_in(info.annotation)]:
            model = inner[0]
        elif not named:
            model = KINDS.get(str(part), model)
    return {info.alias or key for key, info in model.model_fields.items()} - {"line", "keys"}


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in get_args(annotation) for found in _models_in(part)]


def _expected(error: Any) -> str:
    context = error.get("ctx", {})
    if form := context.get("form") or context.get("pattern"):
        return EXAMPLES[form]
    if "min_length" in context or "max_length" in context:
        return f"{context.get('min_length', 0)}–{context.get('max_length', '…')}"
    if error["type"].startswith("literal"):
        return str(context["expected"]).replace(" or ", ", ").replace("'", "")
    return FORMS.get(error["type"].split("_")[0], str(error["msg"]))


def _short(value: object) -> str:
    return value[:30] if isinstance(value, str) else "…"
