"""Plays scenarios against a catalog, and says where what is met differs from what was promised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from flows.catalog import START, Catalog, Placed
from flows.engine import Engine
from flows.explore import asides
from flows.facts import FIRST_ANSWER, SKIPPED, UNKNOWN, Facts, put
from flows.lines import ALMATY, fitting
from flows.lines_view import PAGE
from flows.position import Position
from flows.problems import Problem, problem
from flows.scenarios import Scenario, unknown_names
from flows.screens import Button, Screen, visible
from flows.steps import Ask, Contacts, FrontDoor
from flows.walk import DOORS

MOST_SCREENS = 200
"""Screens of one walk; content that never ends is found by other checks."""


@dataclass
class Met:
    """What a person met: steps and lines by id, and all words."""

    steps: list[str] = field(default_factory=list)
    contacts: set[str] = field(default_factory=set)
    words: str = ""


class Player:
    """Plays scenarios against one catalog; `now` is the moment of those that name none."""

    def __init__(self, catalog: Catalog, now: datetime) -> None:
        self.catalog, self.now = catalog, now
        self.engine = Engine(catalog)
        self.draw, self.walk = self.engine.draw, self.engine.walk

    def play(self, file: str, scenario: Scenario) -> list[Problem]:
        """Every way in which a scenario is not kept."""
        if wrong := list(unknown_names(self.catalog, file, scenario)):
            return wrong
        now = scenario.at.replace(tzinfo=ALMATY) if scenario.at else self.now
        if scenario.taps is not None:
            return list(self._tapped(file, scenario, now))
        return list(self._walked(file, scenario, now))

    # Tapping

    def _tapped(self, file: str, scenario: Scenario, now: datetime) -> Iterator[Problem]:
        position = self._first(scenario)
        screen = self.draw.screen(position, now)
        for tap in scenario.taps or ():
            button = self._button(screen, tap, position)
            if button is None or button.data is None:
                labels = ", ".join(f"«{one.label}»" for row in screen.rows for one in row)
                yield problem(file, scenario.line_of("taps"), "scenario-tap", id=scenario.id, tap=tap, labels=labels)
                return
            landing = self.draw.codec.unpack(button.data)
            if landing is None:  # hide: nothing is shown any more
                return
            position = self.engine.settle(landing.position, now)
            screen = self.draw.screen(position, now)
        met = Met()
        self._meet(met, position, screen)
        yield from self._compare(file, scenario, met)

    def _button(self, screen: Screen, tap: str, position: Position) -> Button | None:
        """The button with these words, else the one for this answer or this word of the interface."""
        buttons = [button for row in screen.rows for button in row]
        said = {tap, *self._words_of(tap, position)}
        exact = (one for one in buttons if one.label in said or one.label.removesuffix(f" {self._mark}") in said)
        return next(exact, None)

    @property
    def _mark(self) -> str:
        return self.catalog.interface["current-mark"].say(self.catalog.languages[0])

    def _words_of(self, tap: str, position: Position) -> Iterator[str]:
        if tap in self.catalog.interface:
            yield self.catalog.label(self.catalog.interface[tap], position.language)
        here = self.walk.placed(position)
        step = here[0].steps[here[1]].step if here else None
        if isinstance(step, Ask):
            fact = self.catalog.facts.facts[self.walk.facts.index(step.ask)]
            if tap == UNKNOWN:
                yield self.catalog.label(fact.skip or self.catalog.interface["skip"], position.language)
            yield from (self.catalog.label(one.label, position.language) for one in fact.answers if one.id == tap)
        if isinstance(step, FrontDoor) and here:
            doors = {"danger": step.danger, "self-harm": step.self_harm, "watched": step.watched, "none": step.none}
            if tap in doors:
                yield self.catalog.label(doors[tap][here[0].written.role], position.language)

    # Walking

    def _walked(self, file: str, scenario: Scenario, now: datetime) -> Iterator[Problem]:
        met, asked = Met(), set[str]()
        read = bool(scenario.expect.words or scenario.expect.no_words)
        way = list(self._walk(self._first(scenario), scenario, asked))
        for position in way:
            self._meet_all(met, position, now, read=read)
        self._meet_plan(met, way[-1], now, read=read)
        for name in scenario.answers.keys() - asked - set(DOORS):
            yield problem(file, scenario.line_of("answers"), "scenario-unasked", id=scenario.id, fact=name)
        yield from self._compare(file, scenario, met)

    def _walk(self, position: Position, scenario: Scenario, asked: set[str]) -> Iterator[Position]:
        """Every step on the way to the plan, or to the end."""
        for _ in range(MOST_SCREENS):
            here = self.walk.placed(position)
            if here is None or position.view == "plan":
                return
            yield position
            position = self._onward(position, here[0].steps[here[1]], scenario, asked)

    def _onward(self, position: Position, placed: Placed, scenario: Scenario, asked: set[str]) -> Position:
        if isinstance(placed.step, FrontDoor):
            given = {name: scenario.answers.get(name, "no") for name in DOORS}
            return self.walk.forward(position._replace(facts=self._facts(given, position.facts)))
        if isinstance(placed.step, Ask):
            asked.add(placed.step.ask)
            index = self.walk.facts.index(placed.step.ask)
            return self.walk.answered(position, index, self._code(placed.step.ask, scenario.answers))
        return self.walk.forward(position)

    def _meet_plan(self, met: Met, position: Position, now: datetime, *, read: bool) -> None:
        """The actions that a walk left to the plan."""
        flow = self.catalog.flow_by_code[position.flow]
        for index in self.walk.shown_actions(flow, position.facts):
            if flow.steps[index].id not in met.steps:
                self._meet_all(met, position.at(flow.steps[index].code), now, read=read)

    def _meet_all(self, met: Met, position: Position, now: datetime, *, read: bool) -> None:
        """A step's screen, and those behind it; `read`: its words matter, so that all of them are drawn."""
        flow = self.catalog.flow_by_code[position.flow]
        placed = flow.steps[flow.by_code[position.step]]
        self._meet(met, position, self.draw.screen(position, now))
        behind = asides(self.catalog, flow, placed, position.facts) if read else ()
        for view, argument in (*behind, *self._pages(placed, position.facts, now)):
            aside = position._replace(view=view, argument=argument)
            self._meet(met, aside, self.draw.screen(aside, now))

    def _pages(self, placed: Placed, facts: Facts, now: datetime) -> Iterator[tuple[str, str]]:
        """The further pages of a list of lines: (view, argument)."""
        if isinstance(placed.step, Contacts):
            found = len(fitting(self.catalog, placed.step.contacts, facts, now))
            yield from (("page", f"{number:03d}") for number in range(1, -(-found // PAGE)))

    # What is met

    def _meet(self, met: Met, position: Position, screen: Screen) -> None:
        here = self.walk.placed(position)
        if here and here[0].steps[here[1]].id not in met.steps:
            met.steps.append(here[0].steps[here[1]].id)
        buttons = [button for row in screen.rows for button in row]
        met.contacts.update(self._lines(screen, buttons, position))
        said = [visible(screen.text), *(one.label for one in buttons), *(one.copy for one in buttons if one.copy)]
        met.words += "\n".join([*said, ""]).casefold()

    def _lines(self, screen: Screen, buttons: list[Button], position: Position) -> Iterator[str]:
        """Lines whose number stands on the screen, or whose card opens from it."""
        for one in self.catalog.contacts.values():
            if any(f"<code>{number}</code>" in screen.text for number in one.numbers):
                yield one.id
        for button in buttons:
            landing = self.draw.codec.unpack(button.data) if button.data else None
            if landing and landing.position.view == "contact" and landing.position.step == position.step:
                yield self.draw.contact_by_code[landing.position.argument].id

    def _compare(self, file: str, scenario: Scenario, met: Met) -> Iterator[Problem]:
        expect, line = scenario.expect, scenario.expect.line_of
        there = {"steps": met.steps, "contacts": sorted(met.contacts)}
        if expect.step and expect.step not in met.steps:
            yield self._broken(file, line("step"), scenario, f"step: {expect.step}", met.steps)
        for key, wanted, unwanted in (
            ("steps", expect.steps, expect.no_steps),
            ("contacts", expect.contacts, expect.no_contacts),
        ):
            for name in (one for one in wanted if one not in there[key]):
                yield self._broken(file, line(key), scenario, f"{key}: {name}", there[key])
            for name in (one for one in unwanted if one in there[key]):
                yield self._broken(file, line(f"no-{key}"), scenario, f"no-{key}: {name}", [name])
        for said in (one for one in expect.words if one.casefold() not in met.words):
            yield self._broken(file, line("words"), scenario, f"words: «{said}»", [])
        for said in (one for one in expect.no_words if one.casefold() in met.words):
            yield self._broken(file, line("no-words"), scenario, f"no-words: «{said}»", [f"«{said}»"])

    def _broken(self, file: str, line: int, scenario: Scenario, expected: str, found: Iterable[str]) -> Problem:
        there = ", ".join(found) or "–"
        return problem(file, line, "scenario", id=scenario.id, expected=expected, found=there)

    # Where it begins

    def _first(self, scenario: Scenario) -> Position:
        language = scenario.language or self.catalog.settings.source
        start = Position(language, step=START, facts=self._facts(scenario.known, self.catalog.facts.none))
        return self.walk.enter(self.catalog.flows[scenario.flow], start) if scenario.flow else start

    def _facts(self, answers: dict[str, str], facts: Facts) -> Facts:
        for name in answers:
            facts = put(facts, self.walk.facts.index(name), self._code(name, answers))
        return facts

    def _code(self, name: str, answers: dict[str, str]) -> int:
        """The answer given, else skipped; a question that cannot be skipped gets its last answer."""
        answer = answers.get(name, UNKNOWN)
        fact = self.catalog.facts.facts[self.walk.facts.index(name)]
        if answer != UNKNOWN:
            return self.walk.facts.code(name, answer)
        return SKIPPED if fact.skippable else FIRST_ANSWER + len(fact.answers) - 1
