"""The letters of the real content, and the words of the files made of them."""

from __future__ import annotations

import io
from functools import cache

import docx
from content_files import NOW
from driver import content

from flows.checks import Subject
from flows.facts import Facts
from flows.loader import HERE
from flows.papers import Asked, every

DOCUMENTS = sorted(content().documents)


@cache
def subject() -> Subject:
    """What the checks look at, once."""
    return Subject(content(), HERE, NOW)


def asked(name: str) -> list[Asked]:
    """Every language and platform of a document."""
    return [one for one in every(content()) if isinstance(one, Asked) and one.draft.id == name]


def known(**answers: str) -> Facts:
    """A case of which these answers are known."""
    table = content().facts
    facts = list(table.none)
    for name, answer in answers.items():
        facts[table.index(name.replace("_", "-"))] = table.code(name.replace("_", "-"), answer)
    return tuple(facts)


def text_of(body: bytes) -> str:
    """All words of a DOCX."""
    paper = docx.Document(io.BytesIO(body))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])
