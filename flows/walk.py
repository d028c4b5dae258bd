"""The walk: which step comes next, which came before, and how far along the actions a person is."""

from __future__ import annotations

from dataclasses import dataclass

from flows.catalog import Catalog, Flow, Placed
from flows.facts import NOT_ASKED, Facts, put
from flows.position import NO_FLOW, Position
from flows.steps import Action, Ask, FrontDoor, Go

MOST_ACTIONS = 8
"""Actions in one walk; the rest open from the plan."""
DOORS = ("danger", "self-harm", "watched")
"""The facts of the front door."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Which action this is, and of how many; `total` is None while an unasked question can change it."""

    number: int
    total: int | None


class Walk:
    """Moves positions through the flows of one catalog. All methods are pure."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.facts = catalog.facts
        self.doors = tuple(self.facts.index(name) for name in DOORS)

    def flow(self, position: Position) -> Flow | None:
        """The flow a position stands in; None on a menu page, or when there is no such flow (any more)."""
        return self.catalog.flow_by_code.get(position.flow)

    def placed(self, position: Position) -> tuple[Flow, int] | None:
        """The flow and the index of the step a position stands at, if there is such a step."""
        flow = self.flow(position)
        if flow is None or (index := flow.by_code.get(position.step)) is None:
            return None
        return flow, index

    def enter(self, flow: Flow, position: Position, *, back: tuple[str, str] | None = None) -> Position:
        """The first screen of a flow. From the menu (no return place) a new case begins: only the person is known."""
        facts = position.facts if back else self.facts.keep(position.facts, "person")
        if flow.kind == "crisis":  # asked anew each time, whatever was said before
            facts = self._forget(facts, flow)
        asked = position.asked if back else frozenset()
        start = position._replace(flow=flow.code, move="enter", facts=facts, back=back, asked=asked, argument="")
        return self._from(flow, -1, start)

    def forward(self, position: Position) -> Position:
        """The next step whose condition holds; after the last one the plan, else the return place, else the menu."""
        flow, index = self._here(position)
        if isinstance(flow.steps[index].step, FrontDoor) and self._returns_into(flow, index, position):
            return self.leave(position._replace(move="forward"))
        return self._from(flow, index, position._replace(move="forward", argument=""))

    def answered(self, position: Position, fact: int, code: int) -> Position:
        """The step after a question, with its answer."""
        facts = put(position.facts, fact, code)
        return self.forward(position._replace(facts=facts, asked=position.asked | {fact}))

    def back(self, position: Position) -> Position | None:
        """The step shown before this one; at the first one the return place; None for the menu."""
        flow, index = self._here(position)
        position = self._unask(flow, index, position._replace(move="back", argument="", view="step"))
        for before in range(index - 1, -1, -1):
            if self._was_shown(flow, before, position):
                return position.at(flow.steps[before].code, move="back")
        return self.leave(position) if position.back else None

    def leave(self, position: Position) -> Position:
        """The return place, with what is known. Raises ValueError when there is none."""
        if position.back is None:
            raise ValueError("no return place")
        flow, step = position.back
        return position._replace(flow="" if flow == NO_FLOW else flow, step=step, view="step", back=None, argument="")

    def shown_actions(self, flow: Flow, facts: Facts) -> tuple[int, ...]:
        """The actions that hold, in their order, as the plan lists them."""
        return tuple([index for index in flow.actions if flow.steps[index].condition.holds(facts)])

    def walked_actions(self, flow: Flow, facts: Facts) -> tuple[int, ...]:
        """The actions the walk itself shows."""
        held = (i for i in self.shown_actions(flow, facts) if not _action(flow.steps[i]).extra)
        return tuple(held)[:MOST_ACTIONS]

    def progress(self, flow: Flow, index: int, facts: Facts) -> Progress | None:
        """Where an action stands among those of the walk; None for one that only the plan opens."""
        walked = self.walked_actions(flow, facts)
        if index not in walked:
            return None
        open_total = any(self._can_change_total(flow, placed, facts) for placed in flow.steps[index + 1 :])
        return Progress(walked.index(index) + 1, None if open_total else len(walked))

    def is_answered(self, placed: Placed, facts: Facts) -> bool:
        """Whether a question need not be asked: it was answered, or skipped, before."""
        if isinstance(placed.step, FrontDoor):
            return NOT_ASKED not in {facts[door] for door in self.doors}
        return isinstance(placed.step, Ask) and facts[self.facts.index(placed.step.ask)] != NOT_ASKED

    def _from(self, flow: Flow, index: int, position: Position) -> Position:
        for after in range(index + 1, len(flow.steps)):
            placed = flow.steps[after]
            if not placed.condition.holds(position.facts) or self.is_answered(placed, position.facts):
                continue
            if isinstance(placed.step, Go):
                return self._hand_over(placed.step, flow, index, position)
            if not isinstance(placed.step, Action) or after in self.walked_actions(flow, position.facts):
                return position.at(placed.code, move=position.move)
        return self._end(flow, position)

    def _hand_over(self, go: Go, flow: Flow, index: int, position: Position) -> Position:
        origin = (flow.code, flow.steps[index].code) if index >= 0 else position.back
        target = self.catalog.flows[go.go]
        if origin and origin[0] == target.code:  # two flows that hand over to each other: stay in the one reached
            return self._end(flow, position)
        return self._from(target, -1, position._replace(flow=target.code, back=origin, move="enter"))

    def _end(self, flow: Flow, position: Position) -> Position:
        if self.shown_actions(flow, position.facts):
            here = position.step if position.step in flow.by_code else flow.steps[-1].code
            return position.at(here, view="plan", move=position.move)
        if position.back:
            return self.leave(position)
        return position._replace(flow="", step="", view="step", asked=frozenset())

    def _here(self, position: Position) -> tuple[Flow, int]:
        here = self.placed(position)
        if here is None:
            raise ValueError("not in a flow")
        return here

    def _was_shown(self, flow: Flow, index: int, position: Position) -> bool:
        placed = flow.steps[index]
        if not placed.condition.holds(position.facts) or isinstance(placed.step, Go):
            return False
        if isinstance(placed.step, Ask):
            fact = self.facts.index(placed.step.ask)
            return fact in position.asked or position.facts[fact] == NOT_ASKED
        if isinstance(placed.step, FrontDoor):
            return bool(position.asked & set(self.doors)) or not self.is_answered(placed, position.facts)
        return not isinstance(placed.step, Action) or index in self.walked_actions(flow, position.facts)

    def _unask(self, flow: Flow, index: int, position: Position) -> Position:
        """Going back from a question takes its answer back too, so that going forward asks it again."""
        step = flow.steps[index].step
        if not isinstance(step, Ask) or (fact := self.facts.index(step.ask)) not in position.asked:
            return position
        return position._replace(facts=put(position.facts, fact, NOT_ASKED), asked=position.asked - {fact})

    def _returns_into(self, flow: Flow, index: int, position: Position) -> bool:
        """Whether the front door was put before a later step of its own flow (an old message was tapped)."""
        if position.back is None:
            return False
        place, step = position.back
        return place == flow.code and flow.by_code.get(step, -1) > index

    def _can_change_total(self, flow: Flow, placed: Placed, facts: Facts) -> bool:
        if not isinstance(placed.step, Ask) or self.is_answered(placed, facts):
            return False
        fact = self.facts.index(placed.step.ask)
        return any(fact in flow.steps[action].condition.reads() for action in flow.actions)

    def _forget(self, facts: Facts, flow: Flow) -> Facts:
        for placed in flow.steps:
            if isinstance(placed.step, Ask):
                facts = put(facts, self.facts.index(placed.step.ask), NOT_ASKED)
        return facts


def _action(placed: Placed) -> Action:
    if not isinstance(placed.step, Action):
        raise TypeError(placed.id)
    return placed.step
