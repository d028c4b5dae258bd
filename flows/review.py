"""Sign-offs: which people have read which part of the content, and whether it still says what they read.

A sign-off is a trade, a day, an area and a mark of what the area said. Any change of its words or conditions voids it.
No name is kept: the organisation knows who its lawyer is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flows.catalog import Catalog, Flow
from flows.extra import ReviewFile, ReviewRole, Signature, read_extra
from flows.models import Item, Text
from flows.problems import ContentError, nearest
from flows.sayings import Sayings
from flows.shapes import Platform
from flows.steps import Step, Worry
from flows.texts import within
from flows.written import write_whole

FILE = "review.yaml"
WHOLE = ("contacts", "law", "menu", "interface", "facts")
"""Files that are read as a whole."""
MINORS = ("me-minor", "pictured-minor")


class SignError(Exception):
    """There is no such area, or it does not need this trade; nothing was signed."""


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """A sign-off that is missing; `void`: it was there, and the words have changed since."""

    area: str
    role: ReviewRole
    language: str = ""
    void: bool = False


@dataclass(frozen=True, slots=True)
class Advice:
    """Something that rests on common sense and no source: a person has to answer for it."""

    file: str
    line: int
    id: str


def read_review(folder: Path, catalog: Catalog) -> ReviewFile:
    """What was signed, and who has to sign. Raises ContentError when `review.yaml` is broken."""
    file, found = read_extra(folder, FILE, ReviewFile, catalog.languages)
    if found:
        raise ContentError(found)
    return file or ReviewFile(needed={})


def areas(catalog: Catalog) -> dict[str, str]:
    """Every area that somebody can read and sign, and its kind in `needed`."""
    flows = {f"flows/{flow.id}": flow.kind for flow in catalog.flows.values()}
    platforms = {f"platforms/{name}": "platform" for name in catalog.platforms}
    documents = {f"documents/{name}": "document" for name in catalog.documents}
    return {**flows, **platforms, **documents, **{name: name for name in WHOLE}}


def urgent(catalog: Catalog) -> list[str]:
    """The areas that nobody should meet unread: emergency, crisis, and what speaks to minors or of their pictures."""
    flows = (flow for flow in catalog.flows.values() if flow.urgent or _for_minors(catalog, flow))
    platforms = (one for one in catalog.platforms.values() if any(name.endswith("-minor") for name in one.routes))
    return [*(f"flows/{flow.id}" for flow in flows), *(f"platforms/{one.id}" for one in platforms)]


def unread(catalog: Catalog, folder: Path) -> list[str]:
    """The urgent areas that still lack a sign-off; all of them when `review.yaml` cannot be read."""
    try:
        file = read_review(folder, catalog)
    except ContentError:
        return urgent(catalog)
    wanted = urgent(catalog)
    missing = {one.area for one in due(catalog, file, wanted)} if file.needed else wanted
    return [area for area in wanted if area in missing]


def due(catalog: Catalog, file: ReviewFile, wanted: Container[str] | None = None) -> Iterator[Due]:
    """Every sign-off that is needed and missing, or void; only for the `wanted` areas when they are given."""
    for area, kind in areas(catalog).items():
        if wanted is not None and area not in wanted:
            continue
        for role in file.needed.get(kind, ()):
            for language in catalog.languages if role == "language" else ("",):
                marks = {
                    one.fingerprint
                    for one in file.signed
                    if (one.area, one.role, one.language or "") == (area, role, language)
                }
                if not marks or fingerprint(catalog, area, language) not in marks:
                    yield Due(area, role, language, void=bool(marks))


def advice(catalog: Catalog) -> Iterator[Advice]:
    """Everything marked `advice: yes`."""
    items: list[tuple[str, Step | Worry | Platform]] = [
        *within(catalog, Step),
        *within(catalog, Worry),
        *within(catalog, Platform),
    ]
    for file, item in items:
        if item.advice:
            yield Advice(file, item.line, item.id)


def fingerprint(catalog: Catalog, area: str, language: str = "") -> str:
    """A mark of all that an area says, and when it says it; with a language, only of its words."""
    said = [_plain(item, language) for item in _items(catalog, area)]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:12]


def sign(folder: Path, catalog: Catalog, area: str, role: ReviewRole, language: str, day: date) -> None:
    """Note that somebody of a trade has read an area today. Raises SignError for what cannot be signed."""
    file = read_review(folder, catalog)
    if area not in areas(catalog):
        raise SignError(f"there is no area {area}; did you mean: {nearest(area, areas(catalog))}?")
    if (role == "language") != (language in catalog.languages):
        raise SignError(f"language alone is signed with one, and always: {', '.join(catalog.languages)}")
    fresh = Signature(
        area=area, role=role, language=language or None, date=day, fingerprint=fingerprint(catalog, area, language)
    )
    others = [one for one in file.signed if (one.area, one.role, one.language) != (area, role, language or None)]
    written = (folder / FILE).read_text(encoding="utf-8") if (folder / FILE).is_file() else "needed: {}\n"
    head = written.split("\nsigned:")[0].rstrip()
    lines = "".join(
        _line(one) for one in sorted([*others, fresh], key=lambda one: (one.area, one.role, str(one.language)))
    )
    write_whole(folder / FILE, f"{head}\nsigned:\n{lines}")


def _line(one: Signature) -> str:
    language = f", language: {one.language}" if one.language else ""
    return f"  - {{area: {one.area}, role: {one.role}{language}, date: {one.date}, fingerprint: {one.fingerprint}}}\n"


def _items(catalog: Catalog, area: str) -> list[object]:
    """What an area is made of. A flow speaks through the shared steps and worries it uses, too."""
    folder, _, name = area.rpartition("/")
    if folder == "flows":
        flow = catalog.flows[name]
        shared = [(one.step, one.condition.allowed) for one in flow.steps if one.file != flow.file]
        return [flow.written, *shared, *flow.worries.values()]
    if folder == "platforms":
        return [catalog.platforms[name]]
    if folder == "documents":
        return [catalog.documents[name].written]
    whole: Mapping[str, list[object]] = {
        "contacts": [*catalog.contacts.values(), catalog.quiet],
        "law": [*catalog.laws.values()],
        "menu": [*catalog.pages.values(), catalog.start],
        "interface": [catalog.interface],
        "facts": [*catalog.facts.facts],
    }
    return whole[name]


def _plain(item: object, language: str) -> Any:
    """An object as plain data: its words and conditions, but not the lines it stands on or what tunes the matching."""
    if isinstance(item, Text):
        return item.by.get(language, "") if language else dict(item.by)
    if isinstance(item, Sayings):
        return None
    if isinstance(item, Item):
        return {
            name: _plain(getattr(item, name), language)
            for name in type(item).model_fields
            if name not in {"line", "keys"}
        }
    if isinstance(item, Mapping):
        return {str(key): _plain(value, language) for key, value in item.items()}
    if isinstance(item, tuple | list):
        return [_plain(value, language) for value in item]
    return None if language else str(sorted(item) if isinstance(item, frozenset) else item)


def _for_minors(catalog: Catalog, flow: Flow) -> bool:
    indices = {catalog.facts.index(name) for name in MINORS}
    return any(indices & placed.condition.reads() or getattr(placed.step, "minor", None) for placed in flow.steps)
