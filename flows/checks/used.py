"""Things written and never shown, and questions asked for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce

from flows.catalog import Flow
from flows.checks import Subject, check
from flows.engine import COMMANDS
from flows.facts import Condition
from flows.needs import FACTS, MAIN_PAGE
from flows.problems import Problem, problem
from flows.source import Located, read
from flows.steps import Ask, Contacts, FrontDoor, Go, Laws, Remove, Worries
from flows.walk import DOORS


@check
def unused_worry(subject: Subject) -> Iterable[Problem]:
    """Every worry is answered somewhere."""
    shown: set[str] = set()
    for flow in subject.catalog.flows.values():
        used = {name for one in flow.steps if isinstance(one.step, Worries) for name in one.step.worries}
        shown |= used
        for worry in flow.written.worries:
            if worry.id not in used:
                yield problem(flow.file, worry.line, "unused", what="worry", id=worry.id)
    yield from _unlisted(subject, "worries.yaml", "worries", "worry", shown)


@check
def unused_step(subject: Subject) -> Iterable[Problem]:
    """Every shared step stands in some flow."""
    shown = {one.id for flow in subject.catalog.flows.values() for one in flow.steps if one.file == "steps.yaml"}
    yield from _unlisted(subject, "steps.yaml", "steps", "shared step", shown)


@check
def unused_contact(subject: Subject) -> Iterable[Problem]:
    """A shown contact has a need or a step that can show it; a hidden one says why."""
    steps = [one.step for flow in subject.catalog.flows.values() for one in flow.steps]
    needs = {need for step in steps if isinstance(step, Contacts) for need in step.contacts}
    named = {name for step in steps for name in getattr(step, "lines", ())}
    for contact in subject.catalog.contacts.values():
        if contact.show and contact.id not in named and not needs & set(contact.needs):
            yield problem("contacts.yaml", contact.line, "unused", what="contact", id=contact.id)
        if not contact.show and not contact.reason:
            yield problem("contacts.yaml", contact.line, "missing-field", field="reason")


@check
def unused_law(subject: Subject) -> Iterable[Problem]:
    """Every article can be opened from some step."""
    steps = [one.step for flow in subject.catalog.flows.values() for one in flow.steps]
    shown = {name for step in steps if isinstance(step, Laws) for name in step.laws}
    for law in subject.catalog.laws.values():
        if law.id not in shown:
            yield problem("law.yaml", law.line, "unused", what="law", id=law.id)


@check
def unused_route(subject: Subject) -> Iterable[Problem]:
    """Every way to take something down is asked for by some step."""
    steps = [one.step for flow in subject.catalog.flows.values() for one in flow.steps]
    harms = {step.remove for step in steps if isinstance(step, Remove)}
    for platform in subject.catalog.platforms.values():
        for harm, route in platform.routes.items():
            if not {harm, harm.removesuffix("-minor")} & harms:
                what = f"route of {platform.id}"
                yield problem(f"platforms/{platform.id}.yaml", route.line, "unused", what=what, id=harm)


@check
def unused_fact(subject: Subject) -> Iterable[Problem]:
    """No question is asked whose answer changes nothing, and no fact is read that nobody asks for."""
    catalog = subject.catalog
    steps = [placed for flow in catalog.flows.values() for placed in flow.steps]
    asked = {one.step.ask for one in steps if isinstance(one.step, Ask)} | set(DOORS)
    conditions = [
        *(one.condition for one in steps),
        *(one for flow in catalog.flows.values() for one in flow.worry_conditions.values()),
        *catalog.contact_conditions.values(),
        *(one for draft in catalog.documents.values() for one in (draft.condition, *draft.parts, *draft.who)),
    ]
    read_facts = reduce(frozenset.union, map(Condition.reads, conditions), frozenset[int]())
    if any(contact.region and contact.show for contact in catalog.contacts.values()):
        read_facts |= {catalog.facts.index("region")}
    for index, fact in enumerate(catalog.facts.facts):
        used = index in read_facts
        if used != (fact.id in asked) and not (fact.id in FACTS and not used):
            yield problem("facts.yaml", fact.line, "unused", what="fact", id=fact.id)


@check
def unused_page(subject: Subject) -> Iterable[Problem]:
    """Every menu page and every flow can be opened from the menu, a step, a command or the last row."""
    catalog = subject.catalog
    pages, flows = {MAIN_PAGE}, set(COMMANDS)
    for page in catalog.pages.values():
        pages |= {entry.page for entry in page.entries if entry.page}
        flows |= {entry.flow for entry in page.entries if entry.flow}
    for flow in catalog.flows.values():
        flows |= set(_led_to(flow))
    for page in catalog.pages.values():
        if page.id not in pages:
            yield problem("menu.yaml", page.line, "unused", what="page", id=page.id)
    for flow in catalog.flows.values():
        if flow.id not in flows and not flow.urgent:
            yield problem(flow.file, 1, "unused", what="flow", id=flow.id)


@check
def asked_twice(subject: Subject) -> Iterable[Problem]:
    """No walk meets a question again that was answered, and no two questions of a flow use the same words."""
    catalog = subject.catalog
    for paths in subject.paths.values():
        words: dict[str, str] = {}
        for index, placed in enumerate(paths.flow.steps):
            if not isinstance(placed.step, Ask):
                continue
            fact = catalog.facts.index(placed.step.ask)
            again = any(state.index == index and state.facts[fact] for state in paths.states)
            text = placed.step.text or catalog.facts.facts[fact].question
            other = words.setdefault(text.say(catalog.settings.source), placed.step.ask)
            if again or other != placed.step.ask:
                yield problem(placed.file, placed.step.line, "asked-twice", id=placed.step.ask, flow=paths.flow.id)


def _led_to(flow: Flow) -> Iterator[str]:
    for one in flow.steps:
        yield from getattr(one.step, "also", ())
        yield from getattr(one.step, "memos", ())
        if isinstance(one.step, Go):
            yield one.step.go
        if isinstance(one.step, FrontDoor):
            yield one.step.watched_flow


def _unlisted(subject: Subject, file: str, field: str, what: str, shown: set[str]) -> Iterator[Problem]:
    """Items of a file that no flow uses: the catalog does not hold them, so they are looked up in the file."""
    data, _ = read(subject.folder / file, file)
    items = data.get(field, []) if isinstance(data, Located) else []
    for item in items:
        name = item.get("id") or next(iter(item.values()), "") if isinstance(item, Located) else ""
        if isinstance(item, Located) and isinstance(name, str) and name not in shown:
            yield problem(file, item.line, "unused", what=what, id=name)
