"""Puts the files of a content folder together: shared steps into flows, conditions over facts, every reference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flows import models
from flows.catalog import FLOW_CODE, STEP_CODE, Catalog, Flow, Placed, code
from flows.facts import Condition, FactTable
from flows.problems import Problem, nearest, problem
from flows.steps import Ask, FlowFile, FrontDoor, Go, Laws, Remove, Step, Use, Worries
from flows.words import REQUIRED

FALLBACK = "other"
"""The platform whose routes serve where another has none: it has one for every harm."""
Files = Mapping[str, Any]


def assemble(files: Files) -> tuple[Catalog, list[Problem]]:
    """The catalog, and every reference in it that leads nowhere (then it must not be used)."""
    return _Assembly(files).catalog()


class _Assembly:
    def __init__(self, files: Files) -> None:
        self.files = files
        self.problems: list[Problem] = []
        self.facts = FactTable(files["facts.yaml"].facts)
        self.shared = self._by_id(files["steps.yaml"].steps, "steps.yaml")
        self.worries = self._by_id(files["worries.yaml"].worries, "worries.yaml")
        self.contacts = self._by_id(files["contacts.yaml"].contacts, "contacts.yaml")
        self.laws = self._by_id(files["law.yaml"].laws, "law.yaml")
        self.pages = self._by_id(files["menu.yaml"].pages, "menu.yaml")
        self.written: dict[str, FlowFile] = {}
        platforms = [files[name] for name in files if name.startswith("platforms/")]
        self.platforms = {one.id: one for one in sorted(platforms, key=lambda one: (one.order, one.id))}

    def catalog(self) -> tuple[Catalog, list[Problem]]:
        flow_files = {name: item for name, item in self.files.items() if name.startswith("flows/")}
        for name, item in flow_files.items():
            self._file_name(name, item)
        for name in (one for one in self.files if one.startswith("platforms/")):
            self._file_name(name, self.files[name])
        self._by_id(self.facts.facts, "facts.yaml")
        self.written = {item.id: item for item in flow_files.values()}
        if FALLBACK not in self.platforms:
            self.problems.append(
                problem(f"platforms/{FALLBACK}.yaml", 0, "missing-file", name=f"platforms/{FALLBACK}.yaml")
            )
        self.harms = set(self.platforms[FALLBACK].routes) if FALLBACK in self.platforms else set()
        catalog = Catalog(
            settings=self.files["settings.yaml"],
            facts=self.facts,
            flows={item.id: self._flow(name, item) for name, item in flow_files.items()},
            pages=self.pages,
            start=self.files["menu.yaml"].start.text,
            contacts=self.contacts,
            contact_conditions={
                one.id: self._condition(one.when, "contacts.yaml", one.line) for one in self.contacts.values()
            },
            quiet=self.files["contacts.yaml"].quiet,
            platforms=self.platforms,
            interface=self.files["interface.yaml"],
            about=self.files["about.yaml"].lines,
            events=self.files["events.yaml"].events,
            laws=self.laws,
        )
        self._whole(catalog)
        return catalog, self.problems

    def _whole(self, catalog: Catalog) -> None:
        """What can only be seen of all files together."""
        for page in catalog.pages.values():
            for entry in page.entries:
                self._refer(entry.flow, self.written, "flow", "menu.yaml", entry.line)
                self._refer(entry.page, self.pages, "page", "menu.yaml", entry.line)
        for contact in catalog.contacts.values():
            regions = {answer.id for fact in self.facts.facts if fact.id == "region" for answer in fact.answers}
            for region in contact.region:
                self._refer(region, regions, "region", "contacts.yaml", contact.line)
        for key in REQUIRED - set(catalog.interface):
            self.problems.append(problem("interface.yaml", 1, "missing-field", field=key))
        for kind in ("emergency", "crisis"):
            if not any(flow.kind == kind for flow in catalog.flows.values()):
                self.problems.append(problem("flows", 0, "missing-file", name=f"kind: {kind}"))
        self._codes(
            ((one.id, one.aliases, f"flows/{one.id}.yaml", one.line) for one in self.written.values()), FLOW_CODE
        )
        for file, items in (("contacts.yaml", self.contacts), ("menu.yaml", self.pages), ("law.yaml", self.laws)):
            self._codes(((one.id, (), file, one.line) for one in items.values()), STEP_CODE)

    def _flow(self, file: str, item: FlowFile) -> Flow:
        steps = [placed for step in item.steps if (placed := self._place(step, file))]
        self._codes(((one.id, one.step.aliases, file, one.step.line) for one in steps), STEP_CODE)
        own = self._by_id(item.worries, file)
        known = {**self.worries, **own}
        used = [name for one in steps if isinstance(one.step, Worries) for name in one.step.worries]
        for one in steps:
            if isinstance(one.step, Worries):
                for name in one.step.worries:
                    self._refer(name, known, "worry", one.file, one.step.line)
        worries = {name: known[name] for name in used if name in known}
        conditions = {
            name: self._condition(worry.when, file if name in own else "worries.yaml", worry.line)
            for name, worry in worries.items()
        }
        return Flow(item.id, code(item.id, FLOW_CODE), item, tuple(steps), worries, conditions, file)

    def _place(self, step: Step, file: str) -> Placed | None:
        condition = self._condition(step.when, file, step.line)
        if isinstance(step, Use):
            if not self._refer(step.use, self.shared, "shared step", file, step.line):
                return None
            step, file = self.shared[step.use], "steps.yaml"
            if isinstance(step, Use):
                self.problems.append(problem(file, step.line, "shared-go"))
                return None
            condition = condition.both(self._condition(step.when, file, step.line))
        self._references(step, file)
        return Placed(step, condition, code(step.id, STEP_CODE), file)

    def _references(self, step: Step, file: str) -> None:
        if isinstance(step, Ask):
            self._refer(step.ask, {fact.id for fact in self.facts.facts}, "fact", file, step.line)
        if isinstance(step, FrontDoor):
            self._refer(step.watched_flow, self.written, "flow", file, step.line)
        if isinstance(step, Go):
            self._refer(step.go, self.written, "flow", file, step.line)
        if isinstance(step, Laws):
            for name in step.laws:
                self._refer(name, self.laws, "law", file, step.line)
        if isinstance(step, Remove):
            self._refer(step.remove, self.harms, "harm", file, step.line)
        for name in getattr(step, "lines", ()):
            self._refer(name, self.contacts, "contact", file, step.line)
        for name in getattr(step, "also", ()):
            self._refer(name, self.written, "flow", file, step.line)

    def _condition(self, when: models.When, file: str, line: int) -> Condition:
        good = {}
        for name, answers in when.items():
            fact = next((one for one in self.facts.facts if one.id == name), None)
            if not self._refer(name, {one.id for one in self.facts.facts}, "fact", file, line) or fact is None:
                continue
            known = {answer.id for answer in fact.answers} | {"unknown"}
            found = [self._refer(answer, known, f"answer of {name}", file, line) for answer in answers]
            if all(found):
                good[name] = answers
        return self.facts.condition(good)

    def _refer(self, name: str | None, known: Iterable[str], what: str, file: str, line: int) -> bool:
        if name is None or name in known:
            return True
        self.problems.append(problem(file, line, "unknown-reference", what=what, id=name, near=nearest(name, known)))
        return False

    def _file_name(self, name: str, item: Any) -> None:
        if name.rsplit("/", 1)[-1] != f"{item.id}.yaml":
            self.problems.append(problem(name, item.line, "file-name", name=name, id=item.id))

    def _by_id(self, items: Iterable[Any], file: str) -> dict[str, Any]:
        known: dict[str, Any] = {}
        for item in items:
            if item.id in known:
                first = f"line {known[item.id].line}"
                self.problems.append(problem(file, item.line, "duplicate-id", id=item.id, first=first))
            known[item.id] = item
        return known

    def _codes(self, items: Iterable[tuple[str, tuple[str, ...], str, int]], length: int) -> None:
        taken: dict[str, str] = {}
        for name, aliases, file, line in items:
            for one in (name, *aliases):
                other = taken.setdefault(code(one, length), one)
                if other != one or (one == name and list(taken.values()).count(one) > 1):
                    self.problems.append(problem(file, line, "code-collision", id=one, other=other))
