"""Puts the files of a content folder together: shared steps into flows, conditions over facts, every reference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flows import models, shapes
from flows.catalog import FLOW_CODE, STEP_CODE, Catalog, Flow, Placed, code
from flows.documents import Document, Draft
from flows.facts import FIRST_ANSWER, UNKNOWN, Condition, FactTable
from flows.needs import FALLBACK, missing
from flows.position import MAX_BYTES, heaviest
from flows.problems import Problem, nearest, problem
from flows.steps import Ask, Documents, FlowFile, FrontDoor, Go, Laws, Memos, Remove, Step, Use, Worries

Files = Mapping[str, Any]
HOMES = {
    "fact": "facts.yaml",
    "region": "facts.yaml",
    "shared step": "steps.yaml",
    "worry": "worries.yaml",
    "contact": "contacts.yaml",
    "page": "menu.yaml",
    "law": "law.yaml",
    "harm": f"platforms/{FALLBACK}.yaml",
}
FOLDERS = {"flow": "flows", "document": "documents", "platform": "platforms"}
"""The file in which a thing stands that others refer to; what has a file of its own stands in a folder of such."""


def assemble(files: Files, broken: Iterable[str] = ()) -> tuple[Catalog | None, list[Problem]]:
    """The catalog, or None and every reference that leads nowhere.

    `broken` files could not be read: there is no catalog then, and what may stand in them is not called missing.
    """
    return _Assembly(files, frozenset(broken) - files.keys()).catalog()


class _Assembly:
    def __init__(self, files: Files, broken: frozenset[str]) -> None:
        self.files, self.broken = files, broken
        self.problems: list[Problem] = list(missing(files, broken))
        self.facts = FactTable(self._items("facts.yaml", "facts"))
        self.fact_ids = self._by_id(self.facts.facts, "facts.yaml")
        self.shared = self._by_id(self._items("steps.yaml", "steps"), "steps.yaml")
        self.worries = self._by_id(self._items("worries.yaml", "worries"), "worries.yaml")
        self.contacts = self._by_id(self._items("contacts.yaml", "contacts"), "contacts.yaml")
        self.laws = self._by_id(self._items("law.yaml", "laws"), "law.yaml")
        self.pages = self._by_id(self._items("menu.yaml", "pages"), "menu.yaml")
        self.sources = self._by_id(self._items("sources.yaml", "sources"), "sources.yaml")
        self.written = self._folder("flows/", FLOW_CODE)
        self.documents = self._folder("documents/", STEP_CODE)
        platforms = self._folder("platforms/", STEP_CODE)
        self.platforms = {one.id: one for one in sorted(platforms.values(), key=lambda one: (one.order, one.id))}
        self.harms = set(self.platforms[FALLBACK].routes) if FALLBACK in self.platforms else set()

    def catalog(self) -> tuple[Catalog | None, list[Problem]]:
        self._facts()
        self._menu()
        self._sources()
        flows = {item.id: self._flow(f"flows/{item.id}.yaml", item) for item in self.written.values()}
        conditions = {one.id: self._contact(one) for one in self.contacts.values()}
        drafts = {one.id: self._draft(f"documents/{one.id}.yaml", one) for one in self.documents.values()}
        if self.problems or self.broken:
            return None, self.problems
        return Catalog(
            settings=self.files["settings.yaml"],
            facts=self.facts,
            flows=flows,
            pages=self.pages,
            start=self.files["menu.yaml"].start.text,
            contacts=self.contacts,
            contact_conditions=conditions,
            quiet=self.files["contacts.yaml"].quiet,
            platforms=self.platforms,
            interface=self.files["interface.yaml"],
            about=self.files["about.yaml"].lines,
            events=self.files["events.yaml"].events,
            laws=self.laws,
            documents=drafts,
            sources=self.sources,
            statistics=self.files["statistics.yaml"],
            crisis=self.files["crisis.yaml"],
            talk=self.files["talk.yaml"],
        ), []

    def _items(self, file: str, field: str) -> tuple[Any, ...]:
        return tuple(getattr(self.files[file], field)) if file in self.files else ()

    def _folder(self, prefix: str, length: int) -> dict[str, Any]:
        """The files of a folder by the ids in them, which are their names."""
        named = {name: item for name, item in self.files.items() if name.startswith(prefix)}
        for name, item in named.items():
            if name != f"{prefix}{item.id}.yaml":
                self._problem(name, item.line_of("id"), "file-name", name=name, id=item.id)
        items = [(item, name) for name, item in named.items()]
        self._distinct(items, length)
        return {item.id: item for item in named.values()}

    def _facts(self) -> None:
        """Every answer has its own id and a place in its fact's bits, and all facts together in a button."""
        for fact in self.facts.facts:
            self._by_id(fact.answers, "facts.yaml")
            for answer in (one for one in fact.answers if one.id == UNKNOWN):
                values = {"field": "id", "got": UNKNOWN, "expected": "a-z 0-9 -"}
                self._problem("facts.yaml", answer.line, "wrong-value", **values)
            if FIRST_ANSWER + len(fact.answers) > (most := 2**fact.bits):
                found, most = len(fact.answers), most - FIRST_ANSWER
                self._problem("facts.yaml", fact.line, "too-many-answers", id=fact.id, found=found, most=most)
        if (found := heaviest(self.facts)) > MAX_BYTES:
            self._problem("facts.yaml", 1, "button-too-heavy", found=found, limit=MAX_BYTES)

    def _menu(self) -> None:
        for page in self.pages.values():
            for entry in page.entries:
                self._refer(entry.flow, self.written, "flow", ("menu.yaml", entry.line))
                self._refer(entry.page, self.pages, "page", ("menu.yaml", entry.line))

    def _sources(self) -> None:
        """A link may name a source or a flow, so that no word may be both."""
        for one in self.sources.values():
            if one.id in self.written:
                first = f"flows/{one.id}.yaml"
                self._problem("sources.yaml", one.line_of("id"), "duplicate-id", id=one.id, first=first)

    def _contact(self, contact: shapes.Contact) -> Condition:
        regions = {answer.id for fact in self.facts.facts if fact.id == "region" for answer in fact.answers}
        for region in contact.region:
            self._refer(region, regions, "region", ("contacts.yaml", contact.line_of("region")))
        if settings := self.files.get("settings.yaml"):
            for one in contact.languages:
                self._refer(one, settings.languages, "language", ("contacts.yaml", contact.line_of("languages")))
        return self._condition(contact.when, ("contacts.yaml", contact.line_of("when")))

    def _draft(self, file: str, document: Document) -> Draft:
        for name in document.nameless:
            self._refer(name, self.platforms, "platform", (file, document.line_of("nameless")))
        for part in document.parts:
            for name in part.flows:
                self._refer(name, self.written, "flow", (file, part.line_of("flows")))
            for name in part.platforms:
                self._refer(name, self.platforms, "platform", (file, part.line_of("platforms")))
        return Draft(
            document,
            self._condition(document.when, (file, document.line_of("when"))),
            tuple(self._condition(part.when, (file, part.line_of("when"))) for part in document.parts),
            tuple(self._condition(note.when, (file, note.line_of("when"))) for note in document.who),
        )

    def _flow(self, file: str, item: FlowFile) -> Flow:
        steps = tuple(placed for step in item.steps if (placed := self._place(step, file)))
        self._distinct([(one.step, file) for one in steps], STEP_CODE)
        for one in steps:
            if isinstance(one.step, FrontDoor):
                self._role(one.step, item.role, one.file)
        own = self._by_id(item.worries, file)
        known = {**self.worries, **own}
        asked = [(name, one) for one in steps if isinstance(one.step, Worries) for name in one.step.worries]
        worries = {
            name: known[name]
            for name, one in asked
            if self._refer(name, known, "worry", (one.file, one.step.line_of("worries")))
        }
        conditions = {
            name: self._condition(worry.when, (file if name in own else "worries.yaml", worry.line_of("when")))
            for name, worry in worries.items()
        }
        return Flow(item.id, code(item.id, FLOW_CODE), item, steps, worries, conditions, file)

    def _place(self, step: Step, file: str) -> Placed | None:
        condition = self._condition(step.when, (file, step.line_of("when")))
        if isinstance(step, Use):
            if not self._refer(step.use, self.shared, "shared step", (file, step.line)):
                return None
            step, file = self.shared[step.use], "steps.yaml"
            if isinstance(step, Use):
                self._problem(file, step.line, "shared-go")
                return None
            condition = condition.both(self._condition(step.when, (file, step.line_of("when"))))
        self._references(step, file)
        return Placed(step, condition, code(step.id, STEP_CODE), file)

    def _references(self, step: Step, file: str) -> None:
        at = (file, step.line)
        if isinstance(step, Ask):
            self._refer(step.ask, self.fact_ids, "fact", at)
        if isinstance(step, FrontDoor):
            self._refer(step.watched_flow, self.written, "flow", at)
        if isinstance(step, Go):
            self._refer(step.go, self.written, "flow", at)
        if isinstance(step, Remove):
            self._refer(step.remove, self.harms, "harm", at)
        for name in step.laws if isinstance(step, Laws) else ():
            self._refer(name, self.laws, "law", at)
        for name in step.documents if isinstance(step, Documents) else ():
            self._refer(name, self.documents, "document", (file, step.line_of("documents")))
        for name in step.memos if isinstance(step, Memos) else ():
            self._refer(name, self.written, "flow", (file, step.line_of("memos")))
        for name in getattr(step, "lines", ()):
            self._refer(name, self.contacts, "contact", (file, step.line_of("lines")))
        for name in getattr(step, "also", ()):
            self._refer(name, self.written, "flow", (file, step.line_of("also")))

    def _role(self, door: FrontDoor, role: models.Role, file: str) -> None:
        """The front door has its words for the role of the flow it opens."""
        texts = {"text": door.text, "danger": door.danger, "self-harm": door.self_harm}
        for key, said in {**texts, "watched": door.watched, "none": door.none}.items():
            if role not in said:
                self._problem(file, door.line_of(key), "missing-field", field=role)

    def _condition(self, when: models.When, at: tuple[str, int]) -> Condition:
        good = {}
        for name, answers in when.items():
            if not self._refer(name, self.fact_ids, "fact", at):
                continue
            known = {answer.id for answer in self.fact_ids[name].answers if not answer.retired} | {UNKNOWN}
            good[name] = [answer for answer in answers if self._refer(answer, known, f"answer of {name}", at)]
        return self.facts.condition(good)

    def _refer(self, name: str | None, known: Iterable[str], what: str, at: tuple[str, int]) -> bool:
        if name is None or name in known:
            return True
        if HOMES.get(what, f"{FOLDERS.get(what, 'flows')}/{name}.yaml") not in self.broken:
            self._problem(*at, "unknown-reference", what=what, id=name, near=nearest(name, known))
        return False

    def _by_id(self, items: Iterable[Any], file: str) -> dict[str, Any]:
        items = tuple(items)
        self._distinct([(item, file) for item in items], STEP_CODE)
        return {item.id: item for item in items}

    def _distinct(self, items: Iterable[tuple[Any, str]], length: int) -> None:
        """Ids, and the ids things had before, lead to one thing each, and so do their codes in buttons."""
        taken: dict[str, tuple[str, int, str]] = {}
        for number, (item, file) in enumerate(items):
            for name in (item.id, *getattr(item, "aliases", ())):
                other, owner, first = taken.setdefault(code(name, length), (name, number, f"{file}:{item.line}"))
                if owner == number:
                    continue
                if other == name:
                    self._problem(file, item.line, "duplicate-id", id=name, first=first)
                else:
                    self._problem(file, item.line, "code-collision", id=name, other=other)

    def _problem(self, file: str, line: int, rule: str, **values: object) -> None:
        self.problems.append(problem(file, line, rule, **values))
