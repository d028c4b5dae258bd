"""Scenarios: what editors promise of the flows, and what is said when it does not hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from content_files import FILES, NOW, changed, write

from flows import checks, load
from flows.play import Player
from flows.problems import Problem
from flows.scenarios import written


def play(folder: Path, scenario: str) -> list[Problem]:
    """Play one scenario against the small content, given as YAML on one line."""
    write(folder, {"scenarios/all.yaml": f"scenarios:\n  - {{id: one, about: it, {scenario}}}\n"})
    scenarios, problems = written(folder)
    player = Player(load(folder), NOW)
    return problems or [found for file, one in scenarios for found in player.play(file, one)]


KEPT = {
    "walk": "flow: leak, answers: {pictured-minor: no, public: yes}, expect: {steps: [proof, tell], no-steps: [link]}",
    "skipped": "flow: leak, expect: {steps: [link], no-steps: [proof]}",
    "only in the plan": "flow: leak, expect: {steps: [later]}",
    "handed over": "flow: leak, answers: {public: no}, expect: {steps: [stop], no-steps: [remove, tell]}",
    "open line": 'flow: threats, at: "2026-11-24 10:00", expect: {contacts: [lawyer, police-102]}',
    "behind a step": "flow: leak, expect: {words: [RU BLAME, ru report]}",
    "known before": "flow: leak, known: {me-minor: yes}, expect: {words: [ask 111]}",
    "taps by words": 'flow: leak, taps: ["ru none", "ru no"], expect: {step: proof, words: [ru proof]}',
    "taps by id": "flow: leak, taps: [none, unknown, next], expect: {step: public}",
    "back": "flow: leak, taps: [none, yes, back], expect: {step: pictured-minor}",
    "from the start": "taps: [help-now], expect: {step: now, contacts: [emergency-112], no-contacts: [lawyer]}",
    "in Kazakh": "language: kk, taps: [menu, kk leak, none], expect: {words: [kk pictured-minor]}",
}


@pytest.mark.parametrize("scenario", KEPT.values(), ids=KEPT)
def test_a_promise_that_holds(tmp_path: Path, scenario: str) -> None:
    """Nothing is said of it."""
    assert play(tmp_path, scenario) == []


BROKEN = {
    "flow: leak, expect: {steps: [proof]}": "steps: proof",
    "flow: leak, expect: {no-steps: [link]}": "no-steps: link",
    "flow: threats, expect: {contacts: [emergency-112]}": "contacts: emergency-112",
    "flow: threats, expect: {no-contacts: [police-102]}": "no-contacts: police-102",
    "flow: threats, expect: {words: [nonsense]}": "words: «nonsense»",
    "flow: leak, expect: {no-words: [Ru Blame]}": "no-words: «Ru Blame»",
    "flow: leak, taps: [none], expect: {step: link}": "step: link",
}


@pytest.mark.parametrize(("scenario", "promise"), BROKEN.items())
def test_a_promise_that_does_not_hold(tmp_path: Path, scenario: str, promise: str) -> None:
    """The finding names the promise, and the line on which it is written."""
    [found] = play(tmp_path, scenario)
    assert (found.place, found.rule) == ("scenarios/all.yaml:2", "scenario")
    assert f"«{promise}»" in found.say("ru")


USELESS = {
    "flow: leek, expect: {}": "unknown-reference",
    "flow: leak, expect: {no-steps: [prof]}": "unknown-reference",
    "flow: leak, expect: {no-contacts: [police]}": "unknown-reference",
    "flow: leak, answers: {public: maybe}, expect: {}": "unknown-reference",
    "flow: leak, known: {age: yes}, expect: {}": "unknown-reference",
    "flow: threats, answers: {public: yes}, expect: {}": "scenario-unasked",
    "flow: leak, taps: [nowhere], expect: {}": "scenario-tap",
    "flow: leak, taps: [none], answers: {public: yes}, expect: {}": "unknown-field",
    "flow: leak, expect: {step: link}": "unknown-field",
    "answers: {public: yes}, expect: {}": "missing-field",
    "flow: leak, at: yesterday, expect: {}": "wrong-value",
    "flow: leak, expect: {step-s: link}": "unknown-field",
}


@pytest.mark.parametrize(("scenario", "rule"), USELESS.items())
def test_a_scenario_that_proves_nothing(tmp_path: Path, scenario: str, rule: str) -> None:
    """A name that is nowhere, an answer never asked for, a button that is not there: each is a finding."""
    assert {found.rule for found in play(tmp_path, scenario)} == {rule}


def test_check_plays_scenarios(tmp_path: Path) -> None:
    """A flow that no longer does what was promised is found, and so is a situation without a promise."""
    folder = write(tmp_path, changed("scenarios/all.yaml", "police-102", "emergency-112"))
    assert {one.rule for one in checks.findings(load(folder), folder, now=NOW)} == {"scenario"}
    write(folder, changed("scenarios/all.yaml", "{me-minor: yes}", "{}"))
    [found] = checks.findings(load(folder), folder, now=NOW)
    assert (found.place, found.rule) == ("flows/leak.yaml:1", "no-scenario")


def test_a_broken_file_is_said(tmp_path: Path) -> None:
    """A file that cannot be read is a finding with its line, and an id stands once."""
    twice = FILES["scenarios/all.yaml"] + FILES["scenarios/all.yaml"].removeprefix("scenarios:\n")
    for text, rule in (("scenarios:\n\t- x\n", "tab"), ("[]", "wrong-value"), (twice, "duplicate-id")):
        write(tmp_path, {"scenarios/all.yaml": text})
        assert rule in {found.rule for found in written(tmp_path)[1]}
