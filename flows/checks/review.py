"""Sign-offs: signatures name what is there; before a release nothing is unread."""

from __future__ import annotations

from collections.abc import Iterable

from flows.checks import Subject, check, release_check
from flows.extra import ReviewFile, read_extra
from flows.problems import Problem, nearest, problem
from flows.review import FILE, areas, due


@check
def review_file(subject: Subject) -> Iterable[Problem]:
    """Who has read what is written down for areas that are there."""
    file, found = read_extra(subject.folder, FILE, ReviewFile, subject.catalog.languages)
    yield from found
    if file is None:
        return
    known = areas(subject.catalog)
    for one in file.signed:
        if one.area not in known:
            yield problem(FILE, one.line, "unknown-reference", what="area", id=one.area, near=nearest(one.area, known))
    for kind in file.needed:
        if kind not in {*known.values(), "document"}:
            near = nearest(kind, known.values())
            yield problem(FILE, file.line_of("needed"), "unknown-reference", what="kind", id=kind, near=near)


@release_check
def unsigned(subject: Subject) -> Iterable[Problem]:
    """Before a release every area was read by those who have to, and did not change since."""
    file, _ = read_extra(subject.folder, FILE, ReviewFile, subject.catalog.languages)
    if file is None:
        yield problem(FILE, 0, "missing-file", name=FILE)
        return
    for one in due(subject.catalog, file):
        role = f"{one.role} {one.language}".strip()
        yield problem(f"{one.area}.yaml", 0, "unsigned-changed" if one.void else "unsigned", role=role, area=one.area)
