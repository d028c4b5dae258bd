"""Every state a person can be in, found by walking, so that what `check` says of the paths is proved and not sampled.

Two states are the same when they stand at the same step and agree on the facts that later conditions of the flow still
read: from there on they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from flows.action_view import behind
from flows.catalog import STEP_CODE, Catalog, Flow, Placed, code
from flows.facts import FIRST_ANSWER, NOT_ASKED, Condition, Facts, put
from flows.position import Position
from flows.steps import Ask, Contacts, FrontDoor, Go, Laws, Remove, Step, Worries
from flows.walk import DOORS, Walk

Reading = tuple[tuple[int, ...], ...]
"""For each fact and code: the code that stands for all those which cannot be told from it."""
NOTHING = (NOT_ASKED,)
MOST_STATES = 50_000
"""States of one flow; more is itself a finding, since nobody could review them either."""


@dataclass(frozen=True, slots=True)
class State:
    """A step reached, with what matters from there on: facts, contacts shown, flows that handed over to this one."""

    index: int
    facts: Facts
    had_contacts: bool
    handed: frozenset[str]


@dataclass
class Paths:
    """What walking one flow found. `reached` gives one example of answers for each step that can be reached."""

    flow: Flow
    reached: dict[int, Facts] = field(default_factory=dict)
    states: set[State] = field(default_factory=set)
    ends_without_contacts: list[Facts] = field(default_factory=list)
    too_many: bool = False


class Explorer:
    """Walks all flows of a catalog from the menu, and on through those they hand over to."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.walk = Walk(catalog)
        self.paths = {flow.id: Paths(flow) for flow in catalog.flows.values()}
        self._later = {flow.id: self._later_readings(flow) for flow in catalog.flows.values()}

    def explore(self) -> dict[str, Paths]:
        """All states of all flows."""
        for flow in self.catalog.flows.values():
            for facts in self._known_people(flow):
                self._walk(flow, self.walk.enter(flow, Position(self.catalog.languages[0], facts=facts)))
        return self.paths

    def _known_people(self, flow: Flow) -> Iterator[Facts]:
        """What may be known of a person on entering from the menu."""
        reading = self._later[flow.id][0]
        people = {i for i, fact in enumerate(self.catalog.facts.facts) if fact.about == "person"}
        yield from combine(self.catalog.facts.none, [one if i in people else NOTHING for i, one in enumerate(reading)])

    def _walk(self, entered: Flow, first: Position) -> None:
        """Walks on from one screen until nothing new comes. Contacts count in the flow where the path ends."""
        waiting = [(first, self.paths[entered.id], False)]
        while waiting:
            position, paths, had = waiting.pop()
            if position.flow not in {"", paths.flow.code}:
                paths, had = self.paths[self.catalog.flow_by_code[position.flow].id], False
            if position.flow == "" or position.view == "plan":
                if not had:
                    paths.ends_without_contacts.append(position.facts)
            elif not paths.too_many:
                waiting += [(after, paths, now_had) for after, now_had in self._visit(paths, position, had=had)]

    def _visit(self, paths: Paths, position: Position, *, had: bool) -> Iterable[tuple[Position, bool]]:
        """The screens after this one, unless it was visited in the same state before."""
        index = paths.flow.by_code[position.step]
        had = had or isinstance(paths.flow.steps[index].step, Contacts)
        facts = project(position.facts, self._later[paths.flow.id][index])
        state = State(index, facts, had, frozenset(place.flow for place in position.back))
        if state in paths.states:
            return
        paths.states.add(state)
        paths.too_many = len(paths.states) > MOST_STATES
        paths.reached.setdefault(index, position.facts)
        for after in self._onward(position._replace(facts=facts), paths.flow.steps[index].step):
            yield after, had

    def _onward(self, here: Position, step: Step) -> Iterable[Position]:
        """Every screen one tap forward from here."""
        flow = self.catalog.flow_by_code[here.flow]
        later = self._later[flow.id][flow.by_code[here.step]]
        if isinstance(step, FrontDoor):
            no = [self.walk.facts.code(name, "no") for name in DOORS]
            for facts in combine(
                here.facts, [later[i] if i in self.walk.doors else NOTHING for i in range(len(later))]
            ):
                known = facts
                for door, code in zip(self.walk.doors, no, strict=True):
                    known = put(known, door, code) if known[door] == NOT_ASKED else known
                yield self.walk.forward(here._replace(facts=known))
        elif isinstance(step, Ask):
            fact = self.walk.facts.index(step.ask)
            codes = set(later[fact][1:]) if self.catalog.facts.facts[fact].skippable else set(later[fact][2:])
            yield from (self.walk.answered(here, fact, code) for code in sorted(codes - {NOT_ASKED}))
        else:
            yield self.walk.forward(here)

    def _later_readings(self, flow: Flow) -> list[Reading]:
        """For each step, what it, the steps after it and the flows they hand over to still read of each fact."""
        readings: list[Reading] = []
        conditions: list[Condition] = []
        asked: set[int] = set()
        known = {flow.id}
        for placed in reversed(flow.steps):
            for one in (placed, *self._handed_to(placed.step, known)):
                conditions.append(one.condition)
                asked |= self._asked(one.step)
            readings.append(read(self.catalog, conditions, asked))
        return readings[::-1]

    def _handed_to(self, step: Step, known: set[str]) -> Iterator[Placed]:
        """The steps of the flow that a step hands over to, and of those which that one hands over to."""
        if isinstance(step, Go) and step.go not in known:
            known.add(step.go)
            for placed in self.catalog.flows[step.go].steps:
                yield placed
                yield from self._handed_to(placed.step, known)

    def _asked(self, step: Step) -> set[int]:
        if isinstance(step, FrontDoor):
            return set(self.walk.doors)
        return {self.walk.facts.index(step.ask)} if isinstance(step, Ask) else set()


def asides(catalog: Catalog, flow: Flow, placed: Placed, facts: Facts) -> Iterator[tuple[str, str]]:
    """The words that open behind a step: (view, argument)."""
    step = placed.step
    yield from ((view, "") for view in ("stuck", "more") if behind(placed, view))
    if isinstance(step, Worries):
        held = (name for name in step.worries if flow.worry_conditions[name].holds(facts))
        yield from (("worry", code(name, STEP_CODE)) for name in held)
    if isinstance(step, Remove):
        yield from (("platform", code(name, STEP_CODE)) for name in catalog.platforms)
    if isinstance(step, Laws):
        yield from (("law", code(name, STEP_CODE)) for name in step.laws)


def read(catalog: Catalog, conditions: Iterable[Condition], asked: Iterable[int] = ()) -> Reading:
    """For each fact, the first code that conditions cannot tell from a code; where asked, "not asked" stands alone."""
    allowed: list[set[frozenset[int]]] = [set() for _ in catalog.facts.facts]
    for condition in conditions:
        for index, codes in condition.allowed:
            allowed[index].add(codes)
    for index in asked:
        allowed[index].add(frozenset({NOT_ASKED}))
    reading = []
    for fact, tests in zip(catalog.facts.facts, allowed, strict=True):
        first: dict[tuple[bool, ...], int] = {}
        every = range(FIRST_ANSWER + len(fact.answers))
        reading.append(tuple(first.setdefault(tuple(code in test for test in tests), code) for code in every))
    return tuple(reading)


def project(facts: Facts, reading: Reading) -> Facts:
    """The facts as far as they can still be told apart."""
    return tuple(alike[code] for code, alike in zip(facts, reading, strict=True))


def combine(base: Facts, reading: Iterable[tuple[int, ...]]) -> Iterator[Facts]:
    """The facts with every combination of values that can be told apart, of those that are read at all."""
    choices = [sorted(set(alike)) if len(set(alike)) > 1 else [code] for code, alike in zip(base, reading, strict=True)]
    yield from product(*choices)
