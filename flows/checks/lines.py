"""Lines to call: everyone has one open at any hour of the week, and none is kept that nothing can show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from flows.checks import Subject, check
from flows.checks.paths import say_facts
from flows.checks.screens import combinations
from flows.lines import ALMATY, fitting, opening
from flows.problems import Problem, problem
from flows.steps import Contacts


@check
def always_a_line(subject: Subject) -> Iterable[Problem]:
    """At any moment of the week, whoever stands at contacts has a line that is open."""
    moments = list(_moments(subject))
    for flow in subject.catalog.flows.values():
        for placed in flow.steps:
            if not isinstance(placed.step, Contacts):
                continue
            for facts in combinations(subject, flow, placed):
                if moment := _closed_moment(subject, placed.step, facts, moments):
                    answers = say_facts(subject.catalog, facts)
                    at = f"{moment:%a %H:%M}"
                    yield problem(placed.file, placed.step.line, "no-open-line", flow=flow.id, at=at, answers=answers)
                    break


@check
def unused_contact(subject: Subject) -> Iterable[Problem]:
    """A shown contact has a need or a step that can show it."""
    needs = {
        need
        for flow in subject.catalog.flows.values()
        for one in flow.steps
        if isinstance(one.step, Contacts)
        for need in one.step.contacts
    }
    named = {
        name for flow in subject.catalog.flows.values() for one in flow.steps for name in getattr(one.step, "lines", ())
    }
    for contact in subject.catalog.contacts.values():
        if contact.show and contact.id not in named and not needs & set(contact.needs):
            yield problem("contacts.yaml", contact.line, "unused", what="contact", id=contact.id)
        if not contact.show and not contact.reason:
            yield problem("contacts.yaml", contact.line, "missing-field", field="reason")


@check
def unfilled_about(subject: Subject) -> Iterable[Problem]:
    """Who runs the bot and how to reach them is known."""
    for line in subject.catalog.about:
        if not line.value.strip():
            yield problem("about.yaml", line.line, "about-empty", id=line.id)


def _moments(subject: Subject) -> Iterable[datetime]:
    """Every moment of a week at which some line opens or closes, and one at which none does."""
    monday = subject.now.astimezone(ALMATY).replace(hour=0, minute=0, second=0, microsecond=0)
    times = {(0, 0)}
    for contact in subject.catalog.contacts.values():
        if isinstance(contact.hours, tuple):
            times |= {(t.hour, t.minute) for hours in contact.hours for t in (hours.opens, hours.closes)}
    for day in range(7):
        for hour, minute in times:
            yield monday + timedelta(days=day, hours=hour, minutes=minute)


def _closed_moment(
    subject: Subject, step: Contacts, facts: tuple[int, ...], moments: Iterable[datetime]
) -> datetime | None:
    for moment in moments:
        found = fitting(subject.catalog, step.contacts, facts, moment)
        if not any(one.numbers and opening(one, moment).open for one in found):
            return moment
    return None
