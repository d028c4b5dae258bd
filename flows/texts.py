"""Every text of a catalog, and everything an editor wrote it in, with the file it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from pydantic import BaseModel

from flows.catalog import Catalog
from flows.models import Item

Kind = TypeVar("Kind", bound=BaseModel)
HOLDING = (BaseModel, dict, tuple)
"""What objects stand in."""


def within(catalog: Catalog, kind: type[Kind]) -> Iterator[tuple[str, Kind]]:
    """Every object of a kind, however deep it stands in the content, once."""
    seen: set[int] = set()
    for file, item in roots(catalog):
        if id(item) not in seen:
            seen.add(id(item))
            yield from ((file, found) for found in below(item, kind))


def roots(catalog: Catalog) -> Iterator[tuple[str, object]]:
    """What the files of the content hold, as far as something can show it."""
    for flow in catalog.flows.values():
        yield flow.file, flow.written
        own = {worry.id for worry in flow.written.worries}
        yield from (("worries.yaml", worry) for name, worry in flow.worries.items() if name not in own)
        yield from ((placed.file, placed.step) for placed in flow.steps if placed.file != flow.file)
    for platform in catalog.platforms.values():
        yield f"platforms/{platform.id}.yaml", platform
    for draft in catalog.documents.values():
        yield f"documents/{draft.written.id}.yaml", draft.written
    yield from _single_files(catalog)


def _single_files(catalog: Catalog) -> Iterator[tuple[str, object]]:
    for file, items in (
        ("contacts.yaml", (*catalog.contacts.values(), catalog.quiet)),
        ("menu.yaml", (*catalog.pages.values(), catalog.start)),
        ("interface.yaml", tuple(catalog.interface.values())),
        ("facts.yaml", catalog.facts.facts),
        ("about.yaml", catalog.about),
        ("events.yaml", catalog.events),
        ("law.yaml", tuple(catalog.laws.values())),
        ("sources.yaml", tuple(catalog.sources.values())),
        ("statistics.yaml", (catalog.statistics,)),
    ):
        yield from ((file, item) for item in items)


def below(item: object, kind: type[Kind]) -> Iterator[Kind]:
    """The objects of a kind in an object, itself among them."""
    if isinstance(item, kind):
        yield item
    parts: Iterable[object] = ()
    if isinstance(item, Item):
        parts = (getattr(item, name) for name in type(item).model_fields)
    elif isinstance(item, dict):
        parts = item.values()
    elif isinstance(item, tuple):
        parts = item
    for part in parts:
        if isinstance(part, HOLDING):  # most of what there is are the strings of examples
            yield from below(part, kind)
