"""The design's limits, on every screen as it is drawn: in every language, with every combination its parts can have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product

from flows.catalog import START, STEP_CODE, Flow, Placed, code
from flows.checks import Subject, check
from flows.explore import asides, combine, read
from flows.facts import Condition, Facts
from flows.lines import ALMATY
from flows.models import BOTH, Dated
from flows.papers import Asked, Memo
from flows.position import Position
from flows.problems import Problem, problem
from flows.screens import ALONE, COPY_LIMIT, MOST_BUTTONS, PAIRED, SCREEN_LIMIT, SHORT_LIMIT, Button, Screen, visible
from flows.steps import Action, Ask, Contacts, Documents, FrontDoor, Memos, Remove, Say, Step, Worries
from flows.typed_view import TYPED
from flows.walk import DOORS

MESSAGE_LIMIT = 4096
"""UTF-16 units. Bot API, sendMessage: "1-4096 characters after entities parsing"."""
LAST_ROW = 8
"""Characters of a label in the last row of four."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A screen to measure, where its words are written, and the moment it is drawn for (None: any will do)."""

    position: Position
    file: str
    line: int
    now: datetime | None = None

    def problem(self, rule: str, **values: object) -> Problem:
        """A finding about this screen."""
        where = f"{self.position.view}, {self.position.language}"
        return problem(self.file, self.line, rule, where=where, **values)


@check
def screen_limits(subject: Subject) -> Iterable[Problem]:
    """No screen is too long, no label too wide, no button too heavy, and the last row is always the same."""
    for place in places(subject):
        screen = subject.draw.screen(place.position, place.now or subject.now)
        yield from _text(place, screen, room(subject.draw.walk.flow(place.position), place.position))
        yield from _buttons(place, screen)
        yield from _last_row(subject, place, screen)


def places(subject: Subject) -> Iterator[Measured]:
    """Every screen of the catalog once for each language and each way its parts can combine."""
    for place in _in_one_language(subject):
        for language in subject.catalog.languages:
            yield replace(place, position=place.position._replace(language=language))
    yield Measured(Position(BOTH, step=START, facts=subject.catalog.facts.none), "menu.yaml", 1)
    for flow in (one for one in subject.catalog.flows.values() if one.urgent):
        first = Position(BOTH, flow.code, flow.steps[0].code, facts=subject.catalog.facts.none)
        yield Measured(first, flow.file, flow.steps[0].step.line)


def room(flow: Flow | None, position: Position) -> int:
    """Characters a screen may have: few on the first, emergency and crisis screens; in two languages twice as many."""
    first = position.step == START or position.view == "typed"
    short = flow.urgent and position.view == "step" if flow else first
    return (SHORT_LIMIT if short else SCREEN_LIMIT) * (2 if position.language == BOTH else 1)


def _in_one_language(subject: Subject) -> Iterator[Measured]:
    """What combines and what is reached is the same in every language, and takes longer to find than to draw."""
    yield from _menu(subject)
    for flow in subject.catalog.flows.values():
        reached = subject.paths[flow.id].reached
        for index in range(len(flow.steps)):
            if index in reached or index in flow.actions:
                yield from _step(subject, flow, index)
        if flow.actions:
            yield from _plans(subject, flow)


def _menu(subject: Subject) -> Iterator[Measured]:
    none, language = subject.catalog.facts.none, subject.catalog.settings.source
    yield Measured(Position(language, step=START, facts=none), "menu.yaml", subject.catalog.start.line)
    for page in subject.catalog.pages.values():
        yield Measured(Position(language, step=code(page.id, STEP_CODE), facts=none), "menu.yaml", page.line)
    for number, label in enumerate(TYPED):
        line = subject.catalog.interface[f"typed-{label}"].line
        at = Position(language, step=START, view="typed", argument=f"{number:03d}", facts=none)
        yield Measured(at, "interface.yaml", line)


def _step(subject: Subject, flow: Flow, index: int) -> Iterator[Measured]:
    placed = flow.steps[index]
    seen: set[tuple[str, str, Facts]] = set()
    for facts in combinations(subject, flow, placed):
        here = Position(subject.catalog.settings.source, flow.code, placed.code, facts=facts)
        for moment in _moments(subject, placed):
            yield Measured(here, placed.file, placed.step.line, moment)
        for view, argument in _behind(subject, flow, placed, facts):
            aside = (view, argument, _read_by(subject, view, placed, facts))
            if aside not in seen:
                seen.add(aside)
                yield Measured(here._replace(view=view, argument=argument), placed.file, placed.step.line)


def _moments(subject: Subject, placed: Placed) -> Iterator[datetime]:
    """The moments at which a step's screen differs: a day of each dated text, each set of lines open together."""
    step = placed.step
    if isinstance(step, Contacts):
        yield from subject.openings
    elif isinstance(step, Say) and (step.by_date or step.events):
        dated = (*step.by_date, *(subject.catalog.events if step.events else ()))
        yield from {_a_day(one, subject.now): None for one in dated} or (subject.now,)
    else:
        yield subject.now


def _a_day(dated: Dated, now: datetime) -> datetime:
    """The first day from now on for which something is; now, when there is none any more."""
    days = (now + timedelta(days=ahead) for ahead in range(366))
    return next((day for day in days if dated.on(day.astimezone(ALMATY).date())), now)


def _read_by(subject: Subject, view: str, placed: Placed, facts: Facts) -> Facts:
    """The facts that change what opens behind a step: with others the same screen would be drawn again."""
    if view == "platform":
        return (facts[subject.catalog.facts.index("pictured-minor")],)
    return facts if view == "page" and isinstance(placed.step, Contacts) else ()


def combinations(subject: Subject, flow: Flow, placed: Placed) -> Iterator[Facts]:
    """The facts a screen can show: all values it can tell apart, the rest as on one path that leads there."""
    base = subject.paths[flow.id].reached.get(flow.by_code[placed.code], subject.catalog.facts.none)
    for facts in combine(base, read(subject.catalog, _conditions(subject, flow, placed))):
        if placed.condition.holds(facts):
            yield facts


def _conditions(subject: Subject, flow: Flow, placed: Placed) -> Iterator[Condition]:
    """The conditions that change what a step's screen itself shows."""
    table, step = subject.catalog.facts, placed.step
    if isinstance(step, Action) and (step.minor or step.who != "anyone"):
        yield from (table.condition({"me-minor": (answer,)}) for answer in ("yes", "no"))
    if isinstance(step, Remove):
        yield table.condition({"pictured-minor": ("no",)})
    if isinstance(step, Worries):
        yield from (flow.worry_conditions[name] for name in step.worries)
    if isinstance(step, Contacts):
        needs = set(step.contacts)
        fit = (one.id for one in subject.catalog.contacts.values() if needs & set(one.needs))
        yield from (subject.catalog.contact_conditions[name] for name in fit)
    for draft in (subject.catalog.documents[name] for name in step.documents) if isinstance(step, Documents) else ():
        yield from (draft.condition, *draft.who)
    if isinstance(step, FrontDoor):
        yield from (table.condition({name: ("yes",)}) for name in DOORS)


def _behind(subject: Subject, flow: Flow, placed: Placed, facts: Facts) -> Iterator[tuple[str, str]]:
    """Everything that opens behind a step: (view, argument)."""
    step, catalog = placed.step, subject.catalog
    yield from asides(catalog, flow, placed, facts)
    if isinstance(step, Remove):
        yield "page", "000"
    yield from _papers(subject, step, facts)
    if isinstance(step, Contacts) or getattr(step, "lines", None):
        yield "quiet", ""
    if isinstance(step, Contacts) and flow.kind == "reference":  # a card reads the same wherever it is opened
        shown = [code(one.id, STEP_CODE) for one in catalog.contacts.values() if one.show]
        yield from product(("contact", "unanswered"), shown)
    if isinstance(step, Ask | Contacts):
        yield "page", "001"


def _papers(subject: Subject, step: Step, facts: Facts) -> Iterator[tuple[str, str]]:
    """Cards of letters and the words above files; the letters themselves are measured in `flows.checks.papers`."""
    if isinstance(step, Documents):
        drafts = (subject.catalog.documents[name] for name in step.documents)
        for asked in (Asked(one, one.written.languages[0]) for one in drafts if one.condition.holds(facts)):
            yield "document", asked.code
            yield "file", asked.code
    if isinstance(step, Memos):
        yield from (("file", Memo(subject.catalog.flows[name]).code) for name in step.memos)


def _plans(subject: Subject, flow: Flow) -> Iterator[Measured]:
    """The plan for each set of actions that can hold together."""
    seen: set[tuple[int, ...]] = set()
    for state in subject.paths[flow.id].states:
        shown = subject.draw.walk.shown_actions(flow, state.facts)
        if shown and shown not in seen:
            seen.add(shown)
            here = Position(
                subject.catalog.settings.source, flow.code, flow.steps[state.index].code, view="plan", facts=state.facts
            )
            yield Measured(here, flow.file, 1)


def _text(place: Measured, screen: Screen, limit: int) -> Iterable[Problem]:
    seen = visible(screen.text)
    if (units := len(seen.encode("utf-16-le")) // 2) > MESSAGE_LIMIT:
        yield place.problem("message-too-long", found=units, limit=MESSAGE_LIMIT)
    elif len(seen) > limit:
        yield place.problem("screen-too-long", found=len(seen), limit=limit)


def _buttons(place: Measured, screen: Screen) -> Iterable[Problem]:
    above = screen.rows[:-1]
    count = sum(len(row) for row in above)
    if count > MOST_BUTTONS and place.position.language != BOTH:
        yield place.problem("too-many-buttons", found=count, limit=MOST_BUTTONS)
    for row in above:
        widest = {1: ALONE, 2: PAIRED}.get(len(row), PAIRED)
        for button in row:
            if len(button.label) > widest and place.position.language != BOTH:
                yield place.problem("label-too-long", label=button.label, found=len(button.label), limit=widest)
            yield from _button(place, button)


def _button(place: Measured, button: Button) -> Iterable[Problem]:
    if button.copy is not None and not 1 <= len(button.copy) <= COPY_LIMIT:
        yield place.problem("copy-too-long", label=button.label, found=len(button.copy), limit=COPY_LIMIT)


def _last_row(subject: Subject, place: Measured, screen: Screen) -> Iterable[Problem]:
    if place.position.language == BOTH:
        return
    say = subject.catalog.interface
    expected = [say[key].say(place.position.language) for key in ("hide", "back", "menu", "help-now")]
    if [button.label for button in screen.rows[-1]] != expected:
        yield place.problem("last-row")
    for label in expected:
        if len(label) > LAST_ROW:
            yield place.problem("label-too-long", label=label, found=len(label), limit=LAST_ROW)
