"""Every state a person can be in, found by walking, so that what `check` says of the paths is proved and not sampled.

Two states are the same when they stand at the same step and agree on the facts that later conditions of the flow still
read: from there on they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from flows.catalog import Catalog, Flow
from flows.facts import FIRST_ANSWER, NOT_ASKED, SKIPPED, Facts, put
from flows.position import Position
from flows.steps import Ask, Contacts, FrontDoor
from flows.walk import Walk

MOST_STATES = 50_000
"""States of one flow; more is itself a finding, since nobody could review them either."""


@dataclass(frozen=True, slots=True)
class State:
    """A step reached, with the facts that matter from there on, and whether contacts were shown on the way."""

    index: int
    facts: Facts
    had_contacts: bool


@dataclass
class Paths:
    """What walking one flow found. `reached` gives one example of answers for each step that can be reached."""

    flow: Flow
    reached: dict[int, Facts] = field(default_factory=dict)
    states: set[State] = field(default_factory=set)
    ends_without_contacts: list[Facts] = field(default_factory=list)
    too_many: bool = False


class Explorer:
    """Walks all flows of a catalog from every way in: from the menu, and where another flow hands over."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.walk = Walk(catalog)
        self.none = catalog.facts.none
        self.paths = {flow.id: Paths(flow) for flow in catalog.flows.values()}
        self._later = {flow.id: self._later_reads(flow) for flow in catalog.flows.values()}

    def explore(self) -> dict[str, Paths]:
        """All states of all flows."""
        waiting = [(flow, facts) for flow in self.catalog.flows.values() for facts in self._known_people()]
        entered: set[tuple[str, Facts]] = set()
        while waiting:
            flow, facts = waiting.pop()
            facts = self._project(facts, self._later[flow.id][0])
            if (flow.id, facts) in entered:
                continue
            entered.add((flow.id, facts))
            start = Position(self.catalog.languages[0], facts=facts)
            waiting += self._walk(self.paths[flow.id], self._first(flow, start))
        return self.paths

    def _known_people(self) -> Iterator[Facts]:
        """What may be known of a person on entering from the menu."""
        people = [
            i for i, fact in enumerate(self.catalog.facts.facts) if fact.about == "person" and fact.id != "region"
        ]  # the region chooses lines, never steps
        choices = [range(FIRST_ANSWER + len(self.catalog.facts.facts[i].answers)) for i in people]
        for codes in product(*choices):
            facts = self.none
            for index, code in zip(people, codes, strict=True):
                facts = put(facts, index, code)
            yield facts

    def _first(self, flow: Flow, start: Position) -> Position:
        """The first screen, whatever is known already (a flow that hands over keeps the facts)."""
        return self.walk.enter(flow, start, back=(flow.code, flow.steps[0].code))

    def _walk(self, paths: Paths, first: Position) -> list[tuple[Flow, Facts]]:
        """Walks one flow from one way in; returns the ways into other flows found on the way."""
        handed: list[tuple[Flow, Facts]] = []
        waiting = [(first, False)]
        while waiting and not paths.too_many:
            position, had = waiting.pop()
            if position.flow != paths.flow.code:
                if target := self.walk.flow(position):
                    handed.append((target, position.facts))
                continue
            if position.view != "step" or (here := self.walk.placed(position)) is None:
                if not had:
                    paths.ends_without_contacts.append(position.facts)
                continue
            index = here[1]
            had = had or isinstance(paths.flow.steps[index].step, Contacts)
            state = State(index, self._project(position.facts, self._later[paths.flow.id][index]), had)
            if state in paths.states:
                continue
            paths.states.add(state)
            paths.too_many = len(paths.states) > MOST_STATES
            paths.reached.setdefault(index, position.facts)
            waiting += [(after, had) for after in self._onward(position, index, paths.flow)]
        return handed

    def _onward(self, position: Position, index: int, flow: Flow) -> Iterable[Position]:
        """Every screen one tap forward from here."""
        step = flow.steps[index].step
        later = self._later[flow.id][index]
        here = Position(position.language, position.flow, position.step, facts=self._project(position.facts, later))
        if isinstance(step, FrontDoor):
            yield from self._through_the_door(here, later)
        elif isinstance(step, Ask):
            fact = self.walk.facts.index(step.ask)
            answers = len(self.catalog.facts.facts[fact].answers)
            skipped = (SKIPPED,) if self.catalog.facts.facts[fact].skippable else ()
            for code in (*skipped, *range(FIRST_ANSWER, FIRST_ANSWER + answers)):
                yield self.walk.answered(here, fact, code)
        else:
            yield self.walk.forward(here)

    def _through_the_door(self, here: Position, later: frozenset[int]) -> Iterable[Position]:
        doors = [door for door in self.walk.doors if door in later]
        for codes in product(*([FIRST_ANSWER, FIRST_ANSWER + 1] for _ in doors)):
            facts = here.facts
            for door in self.walk.doors:
                facts = put(facts, door, FIRST_ANSWER)
            for door, code in zip(doors, codes, strict=True):
                facts = put(facts, door, code)
            yield self.walk.forward(Position(here.language, here.flow, here.step, facts=facts))

    def _later_reads(self, flow: Flow) -> list[frozenset[int]]:
        """For each step, the facts that conditions and questions after it still read (its own included)."""
        reads: list[frozenset[int]] = []
        known: frozenset[int] = frozenset()
        for placed in reversed(flow.steps):
            known |= placed.condition.reads()
            if isinstance(placed.step, Ask):
                known |= {self.walk.facts.index(placed.step.ask)}
            if isinstance(placed.step, FrontDoor):
                known |= set(self.walk.doors)
            known |= self._read_by_target(placed.step)
            reads.append(known)
        return reads[::-1]

    def _read_by_target(self, step: object) -> frozenset[int]:
        """What a flow that is handed over to reads: the facts go along."""
        target = self.catalog.flows.get(getattr(step, "go", ""))
        if target is None:
            return frozenset()
        asked = {self.walk.facts.index(one.step.ask) for one in target.steps if isinstance(one.step, Ask)}
        return frozenset(asked.union(*(one.condition.reads() for one in target.steps)))

    def _project(self, facts: Facts, on: frozenset[int]) -> Facts:
        return tuple(code if index in on else NOT_ASKED for index, code in enumerate(facts))
