"""Letters: each can be offered somewhere, and fits one message whatever is known of the case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flows.checks import Subject, check
from flows.checks.paths import say_facts
from flows.documents import Draft
from flows.explore import combine, read
from flows.facts import Facts
from flows.papers import Asked, every
from flows.problems import Problem, problem
from flows.steps import Documents, Remove

LETTER_LIMIT = 3800
"""UTF-16 units of a letter as text. Bot API, sendMessage: "1-4096 characters"; the words around it need the rest."""


@check
def unused_document(subject: Subject) -> Iterable[Problem]:
    """Some step offers every document."""
    steps = (placed.step for flow in subject.catalog.flows.values() for placed in flow.steps)
    offered = {name for step in steps if isinstance(step, Documents) for name in step.documents}
    for draft in subject.catalog.documents.values():
        if draft.id not in offered:
            yield problem(f"documents/{draft.id}.yaml", draft.written.line, "unused", what="document", id=draft.id)


@check
def paper_codes(subject: Subject) -> Iterable[Problem]:
    """No two things to take away share a code in buttons."""
    taken: dict[str, str] = {}
    for one in every(subject.catalog):
        name = one.draft.id if isinstance(one, Asked) else one.flow.id
        file = f"documents/{name}.yaml" if isinstance(one, Asked) else f"flows/{name}.yaml"
        if one.code in taken:
            yield problem(file, 1, "code-collision", id=name, other=taken[one.code])
        taken[one.code] = name


@check
def letter_too_long(subject: Subject) -> Iterable[Problem]:
    """A letter can be copied from one message: in every language, for every case."""
    for asked in every(subject.catalog):
        if isinstance(asked, Asked):
            yield from _too_long(subject, asked)


def _too_long(subject: Subject, asked: Asked) -> Iterable[Problem]:
    parts = [part.flows for part in asked.draft.written.parts if part.flows]
    told_apart = {tuple(flow in named for named in parts): flow for flow in offering(subject, asked.draft)}
    for flow in told_apart.values():
        for facts in cases(subject, asked.draft):
            length = len(asked.letter(facts, flow).plain().encode("utf-16-le")) // 2
            if length > LETTER_LIMIT:
                where = f"{asked.language}; {say_facts(subject.catalog, facts)}"
                file, line = f"documents/{asked.draft.id}.yaml", asked.draft.written.line_of("parts")
                yield problem(file, line, "message-too-long", where=where, found=length, limit=LETTER_LIMIT)
                return


def offering(subject: Subject, draft: Draft) -> list[str]:
    """The flows in which a document can be opened."""
    return [
        flow.id
        for flow in subject.catalog.flows.values()
        for step in (placed.step for placed in flow.steps)
        if (isinstance(step, Documents) and draft.id in step.documents)
        or (isinstance(step, Remove) and draft.names_platform)
    ]


def cases(subject: Subject, draft: Draft) -> Iterator[Facts]:
    """Every combination of the facts that a document's paragraphs can tell apart, as far as it is offered then."""
    conditions = [draft.condition, *draft.parts, *draft.who]
    for facts in combine(subject.catalog.facts.none, read(subject.catalog, conditions)):
        if draft.condition.holds(facts):
            yield facts
