"""Lines to call: everyone has one open at any hour of the week, and none is kept that nothing can show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flows.checks import Subject, check
from flows.checks.paths import say_facts
from flows.checks.screens import combinations
from flows.lines import fitting, opening
from flows.problems import Problem, problem
from flows.steps import Contacts


@check
def always_a_line(subject: Subject) -> Iterable[Problem]:
    """At any moment of the week, whoever stands at contacts has a line that is open."""
    for flow in subject.catalog.flows.values():
        for placed in flow.steps:
            if not isinstance(placed.step, Contacts):
                continue
            for facts in combinations(subject, flow, placed):
                if moment := _closed_moment(subject, placed.step, facts):
                    answers = say_facts(subject.catalog, facts)
                    at = f"{moment:%a %H:%M}"
                    yield problem(placed.file, placed.step.line, "no-open-line", flow=flow.id, at=at, answers=answers)
                    break


@check
def unfilled_about(subject: Subject) -> Iterable[Problem]:
    """Who runs the bot and how to reach them is known."""
    for line in subject.catalog.about:
        if not line.value.strip():
            yield problem("about.yaml", line.line, "about-empty", id=line.id)


def _closed_moment(subject: Subject, step: Contacts, facts: tuple[int, ...]) -> datetime | None:
    for moment in subject.openings:
        found = fitting(subject.catalog, step.contacts, facts, moment)
        if not any(one.numbers and opening(one, moment).open for one in found):
            return moment
    return None
