"""Scenarios are kept, and every situation has them for a minor and for an adult."""

from __future__ import annotations

from collections.abc import Iterable

from flows.checks import Subject, check
from flows.play import Player
from flows.problems import Problem, problem
from flows.scenarios import Scenario, written

AGES = {"me-minor": "yes", "pictured-minor": "yes"}, {"me-minor": "no", "pictured-minor": "no"}
"""What makes a scenario one of a minor, and one of an adult: either of the two."""


@check
def kept_scenarios(subject: Subject) -> Iterable[Problem]:
    """What editors promised of the flows holds."""
    scenarios, problems = written(subject.folder)
    yield from problems
    player = Player(subject.catalog, subject.now)
    for file, scenario in scenarios:
        yield from player.play(file, scenario)


@check
def promised_situations(subject: Subject) -> Iterable[Problem]:
    """Every situation has a scenario of a minor and one of an adult."""
    scenarios, _ = written(subject.folder)
    for flow in subject.catalog.flows.values():
        own = [one for _, one in scenarios if one.flow == flow.id]
        for age in AGES:
            if flow.kind == "situation" and not any(_is_of(one, age) for one in own):
                yield problem(flow.file, 1, "no-scenario", flow=flow.id, answers=f"me-minor: {age['me-minor']}")


def _is_of(scenario: Scenario, age: dict[str, str]) -> bool:
    given = scenario.known | scenario.answers
    return any(given.get(name) == answer for name, answer in age.items())
