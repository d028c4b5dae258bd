"""Translations that no longer say what the source text says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flows.checks import Subject, check, release_check
from flows.problems import Problem, problem
from flows.translations import NOTE, Translation, read_record, translations
from flows.written import ChangeError


@check
def stale_translation(subject: Subject) -> Iterable[Problem]:
    """No translation is older than its source text."""
    source = subject.catalog.settings.source
    for one in _translations(subject) if read_record(subject.folder) else ():
        if one.state == "stale":
            line = one.wording.by[one.language].line
            yield problem(one.wording.file, line, "stale-translation", language=one.language, source=source)


@release_check
def unrecorded_translation(subject: Subject) -> Iterable[Problem]:
    """Before a release it is noted for every translation which source text it was made from."""
    found = sum(one.state == "unrecorded" for one in _translations(subject))
    if found:
        yield problem(NOTE, 0, "unrecorded", found=found)


def _translations(subject: Subject) -> Iterator[Translation]:
    try:
        yield from translations(subject.folder, subject.catalog.settings.source, subject.catalog.languages)
    except ChangeError:  # a file was changed since the catalog was loaded; the next check sees it
        return
