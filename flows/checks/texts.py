"""Words: Kazakh letters, copies between languages, things written and never used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from flows.checks import Subject, check
from flows.models import Text
from flows.problems import Problem, problem
from flows.steps import Worries

LATIN_LOOKALIKES = re.compile(r"(?=\w*[а-яёәғқңөұүһі])(?=\w*[a-z])[\w]+", re.IGNORECASE)
FEW_WORDS = 2
"""A title of so few words may be the same in two languages."""
SAME_IS_FINE = re.compile(r"[\W\d_]*|[\x00-\x7f]+|\{.*\}")


@check
def mixed_letters(subject: Subject) -> Iterable[Problem]:
    """No word of Russian or Kazakh holds a Latin letter that only looks right."""
    for file, text in texts(subject):
        for language in ("ru", "kk"):
            for word in LATIN_LOOKALIKES.findall(_prose(text.by.get(language, ""))):
                yield problem(file, text.line, "mixed-letters", word=word, language=language)


@check
def copied_text(subject: Subject) -> Iterable[Problem]:
    """A language's text is not a copy of another's."""
    for file, text in texts(subject):
        kazakh, russian = text.by.get("kk"), text.by.get("ru", "")
        if kazakh == russian and len(russian.split()) > FEW_WORDS and not SAME_IS_FINE.fullmatch(russian):
            yield problem(file, text.line, "copied-text", language="kk", other="ru")


@check
def unused_worry(subject: Subject) -> Iterable[Problem]:
    """Every worry is answered somewhere."""
    for flow in subject.catalog.flows.values():
        used = {name for one in flow.steps if isinstance(one.step, Worries) for name in one.step.worries}
        for worry in flow.written.worries:
            if worry.id not in used:
                yield problem(flow.file, worry.line, "unused", what="worry", id=worry.id)


def texts(subject: Subject) -> Iterator[tuple[str, Text]]:
    """Every text of the content with the file it stands in."""
    catalog = subject.catalog
    for flow in catalog.flows.values():
        yield from _within(flow.file, flow.written)
        for placed in flow.steps:
            if placed.file != flow.file:
                yield from _within(placed.file, placed.step)
    for file, items in (
        ("contacts.yaml", (*catalog.contacts.values(), catalog.quiet)),
        ("menu.yaml", (*catalog.pages.values(), catalog.start)),
        ("interface.yaml", catalog.interface.values()),
        ("facts.yaml", catalog.facts.facts),
        ("about.yaml", catalog.about),
    ):
        for item in items:
            yield from _within(file, item)
    for platform in catalog.platforms.values():
        yield from _within(f"platforms/{platform.id}.yaml", platform)


def _within(file: str, item: object) -> Iterator[tuple[str, Text]]:
    if isinstance(item, Text):
        yield file, item
    elif isinstance(item, BaseModel):
        for name in type(item).model_fields:
            yield from _within(file, getattr(item, name))
    elif isinstance(item, dict):
        for value in item.values():
            yield from _within(file, value)
    elif isinstance(item, tuple):
        for value in item:
            yield from _within(file, value)


def _prose(text: str) -> str:
    """A text without tags, addresses and blanks to fill."""
    return re.sub(r"<[^>]+>|https?://\S+|\{\w+\}", " ", text)
