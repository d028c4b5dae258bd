"""The walk: which step comes next, which came before, and how far along the actions a person is."""

from __future__ import annotations

from dataclasses import dataclass

from flows.catalog import MAIN, STEP_CODE, Catalog, Flow, Placed, code
from flows.facts import NOT_ASKED, Facts, put
from flows.position import MOST_PLACES, Place, Position
from flows.steps import Action, Ask, FrontDoor, Go

MOST_ACTIONS = 8
"""Actions in one walk; the rest open from the plan."""
DOORS = ("danger", "self-harm", "watched")
"""The facts of the front door."""
AT_THE_DOOR = code("at the front door", STEP_CODE)
"""The argument of a step that a tap on the front door leads to: what was answered there was answered by this tap."""


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

    def enter(self, flow: Flow, position: Position) -> Position:
        """The first screen of a flow entered from the menu: a new case begins, only the person is known."""
        facts = self.facts.keep(position.facts, "person")
        return self._enter(flow, position._replace(facts=facts, back=(), asked=frozenset()))

    def visit(self, flow: Flow, position: Position) -> Position:
        """The first screen of a flow entered as a side trip, keeping the facts; it comes back to this screen.

        The emergency screen is not come back to: what is opened from it returns to where help was called.
        """
        origin = self.flow(position)
        urgent = origin is not None and (origin.kind == "emergency" or origin.code == flow.code)
        return self._enter(flow, position if urgent else position.returning(position.here))

    def forward(self, position: Position) -> Position:
        """The next step whose condition holds; after the last one the plan, else the return place, else the menu."""
        flow, index = self._here(position)
        if isinstance(flow.steps[index].step, FrontDoor) and self._returns_into(flow, index, position):
            return self.leave(position)._replace(move="forward")
        back = position.back[:-1] if self.from_plan(position) else position.back
        origin = Place(flow.code, flow.steps[index].code, handed=True)
        return self._from(flow, index, position._replace(move="forward", argument="", back=back), origin)

    def answered(self, position: Position, fact: int, code: int) -> Position:
        """The step after a question, with its answer."""
        facts = put(position.facts, fact, code)
        return self.forward(position._replace(facts=facts, asked=position.asked | {fact}))

    def menu(self, position: Position) -> Position:
        """The main menu; what is known of the case is forgotten when a flow is entered from it."""
        return Position(position.language, step=MAIN, facts=position.facts)

    def back(self, position: Position) -> Position:
        """The step shown before this one; at the first one the return place, else the menu."""
        flow, index = self._here(position)
        if self.from_plan(position):
            return self.leave(position)
        position = self._unask(flow, index, position._replace(move="back", argument="", view="step"))
        for before in range(index - 1, -1, -1):
            if self._was_shown(flow, before, position):
                return position.at(flow.steps[before].code, move="back")
        return self.leave(position) if position.back else self.menu(position)

    def leave(self, position: Position) -> Position:
        """The newest return place, with what is known. Raises ValueError when there is none."""
        if not position.back:
            raise ValueError("no return place")
        *rest, place = position.back
        there = position._replace(flow=place.flow, back=tuple(rest))
        return there.at(place.step, place.view, "back", place.argument)

    def from_plan(self, position: Position) -> bool:
        """Whether a step was opened from the plan of its flow: Back leads there."""
        place = position.back[-1] if position.back else None
        return place is not None and place.view == "plan" and place.flow == position.flow

    def nearest(self, position: Position) -> Position:
        """This step if it holds, else the next one that does: facts and content change after a button is made."""
        flow, index = self._here(position)
        placed = flow.steps[index]
        if placed.condition.holds(position.facts) and not isinstance(placed.step, Go):
            return position
        return self._from(flow, index - 1, position._replace(view="step", argument=""))

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
        open_total = any(self._can_change_total(flow, placed, facts) for placed in flow.steps)
        return Progress(walked.index(index) + 1, None if open_total else len(walked))

    def is_answered(self, placed: Placed, facts: Facts) -> bool:
        """Whether a question need not be asked: it was answered, or skipped, before."""
        if isinstance(placed.step, FrontDoor):
            return NOT_ASKED not in {facts[door] for door in self.doors}
        return isinstance(placed.step, Ask) and facts[self.facts.index(placed.step.ask)] != NOT_ASKED

    def _enter(self, flow: Flow, position: Position) -> Position:
        facts = position.facts
        if flow.kind == "crisis":  # asked anew each time, whatever was said before
            facts = self._forget(facts, flow)
        return self._from(flow, -1, position._replace(flow=flow.code, move="enter", facts=facts, argument=""))

    def _from(
        self,
        flow: Flow,
        index: int,
        position: Position,
        origin: Place | None = None,
        passed: frozenset[str] = frozenset(),
    ) -> Position:
        """The first step after `index` to show. `origin` was shown last; `passed` are flows this move came through."""
        for after in range(index + 1, len(flow.steps)):
            placed = flow.steps[after]
            if not placed.condition.holds(position.facts) or self.is_answered(placed, position.facts):
                continue
            if isinstance(placed.step, Go):
                target = self.catalog.flows[placed.step.go]
                if self._may_hand_over(flow, target, position, passed):
                    handed = position.returning(origin) if origin else position
                    handed = handed._replace(flow=target.code, move="enter")
                    return self._from(target, -1, handed, None, passed | {flow.code})
            elif not isinstance(placed.step, Action) or after in self.walked_actions(flow, position.facts):
                return position.at(placed.code, move=position.move)
        return self._end(flow, position)

    def _may_hand_over(self, flow: Flow, target: Flow, position: Position, passed: frozenset[str]) -> bool:
        """Flows that hand over to each other do so once: after that the walk stays in the one reached."""
        handed = {place.flow for place in position.back if place.handed}
        return target.code not in {flow.code, *handed, *passed} and len(handed) < MOST_PLACES

    def _end(self, flow: Flow, position: Position) -> Position:
        """After the last step: the plan of a situation, else where a side trip began, else the menu."""
        back = position.back
        while back and back[-1].handed:
            back = back[:-1]
        if self.shown_actions(flow, position.facts) and (flow.kind == "situation" or not back):
            here = position.step if position.step in flow.by_code else flow.steps[-1].code
            return position.at(here, view="plan", move=position.move)
        if back:
            return self.leave(position._replace(back=back))
        return self.menu(position)

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
        place = position.back[-1] if position.back else None
        return place is not None and place.flow == flow.code and flow.by_code.get(place.step, -1) > index

    def _can_change_total(self, flow: Flow, placed: Placed, facts: Facts) -> bool:
        """Whether a question can still come, and an action or a hand-over depends on it."""
        if not isinstance(placed.step, Ask) or self.is_answered(placed, facts) or not _may_hold(placed, facts):
            return False
        fact = self.facts.index(placed.step.ask)
        return any(_counts(one) and fact in one.condition.reads() and _may_hold(one, facts) for one in flow.steps)

    def _forget(self, facts: Facts, flow: Flow) -> Facts:
        for placed in flow.steps:
            if isinstance(placed.step, Ask):
                facts = put(facts, self.facts.index(placed.step.ask), NOT_ASKED)
        return facts


def _counts(placed: Placed) -> bool:
    """Whether a step is counted in the total, or cuts the count short."""
    return isinstance(placed.step, Go) or (isinstance(placed.step, Action) and not placed.step.extra)


def _may_hold(placed: Placed, facts: Facts) -> bool:
    """Whether a condition holds, or could once facts not asked yet are known."""
    return all(facts[index] in codes or facts[index] == NOT_ASKED for index, codes in placed.condition.allowed)


def _action(placed: Placed) -> Action:
    if not isinstance(placed.step, Action):
        raise TypeError(placed.id)
    return placed.step
