"""What holds of every path: each step can be reached, each path comes to contacts, no walk is too long."""

from __future__ import annotations

from collections.abc import Iterable

from flows.catalog import Catalog, Flow, Placed
from flows.checks import Subject, check
from flows.explore import MOST_STATES, combine, read
from flows.facts import FIRST_ANSWER, NOT_ASKED, UNKNOWN, Facts
from flows.problems import Problem, problem
from flows.steps import Action, Ask, Contacts, FrontDoor, Go
from flows.walk import MOST_ACTIONS

MOST_BEFORE_ACTION = 2
"""Screens between the front door and the first action: one question, one of words."""


@check
def unreachable_step(subject: Subject) -> Iterable[Problem]:
    """Every step can be reached by some answers."""
    for paths in subject.paths.values():
        for index, placed in enumerate(paths.flow.steps):
            step = placed.step
            opened = isinstance(step, Go) or (isinstance(step, Action) and step.extra)
            if index not in paths.reached and not opened:
                yield problem(placed.file, step.line, "unreachable-step", id=step.id, flow=paths.flow.id)


@check
def too_many_states(subject: Subject) -> Iterable[Problem]:
    """A flow that cannot be walked through cannot be reviewed either."""
    for paths in subject.paths.values():
        if paths.too_many:
            yield problem(paths.flow.file, 1, "too-many-states", flow=paths.flow.id, most=MOST_STATES)


@check
def ends_without_contacts(subject: Subject) -> Iterable[Problem]:
    """Every path through a situation comes to contacts."""
    for paths in subject.paths.values():
        if paths.flow.kind == "situation" and paths.ends_without_contacts:
            answers = say_facts(subject.catalog, paths.ends_without_contacts[0])
            yield problem(paths.flow.file, 1, "no-contacts", flow=paths.flow.id, answers=answers)


@check
def front_door_first(subject: Subject) -> Iterable[Problem]:
    """A situation opens with the front door."""
    for flow in subject.catalog.flows.values():
        if flow.kind == "situation" and not isinstance(flow.steps[0].step, FrontDoor):
            yield problem(flow.file, flow.steps[0].step.line, "no-front-door", flow=flow.id)


@check
def stray_front_door(subject: Subject) -> Iterable[Problem]:
    """The front door opens situations and stands nowhere else."""
    for flow in subject.catalog.flows.values():
        for index, placed in enumerate(flow.steps):
            if isinstance(placed.step, FrontDoor) and (index or flow.kind != "situation"):
                yield problem(flow.file, placed.step.line, "stray-front-door", flow=flow.id)


@check
def too_many_actions(subject: Subject) -> Iterable[Problem]:
    """A walk has at most eight actions; the rest open from the plan."""
    for flow in subject.catalog.flows.values():
        longest, facts = _most_actions(subject.catalog, flow)
        if longest > MOST_ACTIONS:
            answers = say_facts(subject.catalog, facts)
            yield problem(flow.file, 1, "too-many-actions", flow=flow.id, found=longest, answers=answers)


@check
def late_first_action(subject: Subject) -> Iterable[Problem]:
    """Between the front door and the first action there is at most one question and one screen of words."""
    for flow in subject.catalog.flows.values():
        if flow.kind != "situation" or not flow.actions:
            continue
        before = [placed for placed in flow.steps[1 : flow.actions[0]] if not isinstance(placed.step, Contacts)]
        questions = [placed for placed in before if isinstance(placed.step, Ask)]
        if len(questions) > 1 or len(before) > MOST_BEFORE_ACTION:
            yield problem(flow.file, flow.steps[flow.actions[0]].step.line, "late-action", flow=flow.id)


def _most_actions(catalog: Catalog, flow: Flow) -> tuple[int, Facts]:
    """The greatest number of actions one walk can have, and answers that lead to it."""
    walked = [
        placed
        for index in flow.actions
        if isinstance((placed := flow.steps[index]).step, Action) and not placed.step.extra
    ]
    every = combine(catalog.facts.none, read(catalog, [placed.condition for placed in walked]))
    counted = ((sum(placed.condition.holds(facts) for placed in walked), facts) for facts in every)
    return max(counted, key=lambda one: one[0])


@check
def way_for_the_young(subject: Subject) -> Iterable[Problem]:
    """An action that takes an adult, and that others come to as well, tells those under 18 what is open to them."""
    table = subject.catalog.facts
    of_one_age = {table.condition({"me-minor": (answer,)}).allowed[0] for answer in ("yes", "no")}
    for flow in subject.catalog.flows.values():
        for placed in (flow.steps[index] for index in flow.actions):
            step = placed.step
            if (
                isinstance(step, Action)
                and step.who != "anyone"
                and not step.minor
                and of_one_age.isdisjoint(placed.condition.allowed)
            ):
                yield problem(placed.file, step.line, "no-way-for-the-young", id=step.id, who=step.who)


@check
def unseen_text(subject: Subject) -> Iterable[Problem]:
    """An action that only those under 18 come to says what it has to say in its text, which they read."""
    young = subject.catalog.facts.condition({"me-minor": ("yes",)}).allowed[0]
    places: dict[tuple[str, int], list[Placed]] = {}
    for flow in subject.catalog.flows.values():
        for placed in (flow.steps[index] for index in flow.actions):
            places.setdefault((placed.file, placed.step.line), []).append(placed)
    for (file, line), here in places.items():
        step = here[0].step
        if isinstance(step, Action) and step.minor and all(young in placed.condition.allowed for placed in here):
            yield problem(file, line, "unseen-text", id=step.id)


def say_facts(catalog: Catalog, facts: Facts) -> str:
    """Answers as an editor writes them: `pictured-minor: yes, public: no`."""
    parts = []
    for fact, code in zip(catalog.facts.facts, facts, strict=True):
        if code != NOT_ASKED:
            answer = UNKNOWN if code < FIRST_ANSWER else fact.answers[code - FIRST_ANSWER].id
            parts.append(f"{fact.id}: {answer}")
    return ", ".join(parts) or "–"
