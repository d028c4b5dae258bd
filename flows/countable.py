"""Everything that can be counted, in catalog order, with its name in a language; must not know any count.

The list does not depend on what was counted: a row that stood there only when counted would tell one from none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from flows.facts import UNKNOWN
from flows.screens import visible
from flows.statistics import TOPICS
from flows.steps import Action, Ask, Contacts, Documents, FrontDoor, Go, Laws, Memos, Say, Worries

if TYPE_CHECKING:
    from flows.catalog import Catalog, Flow, Placed
    from flows.models import Fact, Text

UNCOUNTED = frozenset({"region"})
"""Facts whose answers are never counted: in a small place they would point at one person."""
CONTENT = "content"
"""The event that marks the day on which another version of the content came into use."""
NAME = 60
"""Characters of a step's or answer's name."""
_HEADINGS = {
    FrontDoor: "step-front-door",
    Contacts: "step-contacts",
    Worries: "step-worries",
    Laws: "step-laws",
    Documents: "step-documents",
    Memos: "step-memos",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What an event can happen to; `group` is the flow it belongs to, `always` whether everybody there meets it."""

    id: str
    name: str
    group: str = ""
    always: bool = True


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of thing that is counted: its event, its meaning, and its subjects in catalog order."""

    id: str
    name: str
    means: str
    but: str
    subjects: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class Handbook:
    """All that a report needs besides figures, in one language."""

    language: str
    words: Mapping[str, str]
    topics: tuple[Topic, ...]
    method: tuple[str, ...]
    unseen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A contact as it stands with its checks: `state` is empty, `due` or `hidden-line`."""

    id: str
    name: str
    verified: date
    state: str


def topics(catalog: Catalog, language: str) -> tuple[Topic, ...]:
    """All topics in the order of the reports, named in a language."""
    names = _Names(catalog, language)
    return tuple(names.topic(event) for event in TOPICS)


def handbook(catalog: Catalog, language: str) -> Handbook:
    """The words and topics of the reports in a language. Raises KeyError for one that is not declared."""
    written = catalog.statistics
    return Handbook(
        language,
        {key: text.say(language) for key, text in written.words.items()},
        topics(catalog, language),
        tuple(text.say(language) for text in written.method),
        tuple(text.say(language) for text in written.unseen),
    )


def step_id(flow: Flow, placed: Placed) -> str:
    """The subject of a step."""
    return f"{flow.id}.{placed.id}"


def answer_id(flow: Flow, fact: Fact, answer: str) -> str:
    """The subject of an answer."""
    return f"{flow.id}.{fact.id}.{answer}"


def lines(catalog: Catalog, language: str, today: date) -> tuple[Line, ...]:
    """The contacts on show, and whether they are due for a check or hidden because it is too long ago."""
    return tuple(
        Line(one.id, visible(one.name.say(language)), one.verified, _state(catalog, one.verified, today, keep=one.keep))
        for one in catalog.contacts.values()
        if one.show
    )


def _state(catalog: Catalog, verified: date, today: date, *, keep: bool) -> str:
    age = today - verified
    if age > timedelta(days=catalog.settings.contact_days) and not keep:
        return "hidden-line"
    return "due" if age > timedelta(days=catalog.settings.release_days) else ""


class _Names:
    """Names subjects in one language."""

    def __init__(self, catalog: Catalog, language: str) -> None:
        self.catalog = catalog
        self.language = language

    def topic(self, event: str) -> Topic:
        written = self.catalog.statistics.topics[event]
        name, means, but = (self._say(text) for text in (written.name, written.means, written.but))
        return Topic(event, name, means, but, tuple(self._subjects(event)))

    def _subjects(self, event: str) -> Iterable[Subject]:
        catalog = self.catalog
        found: dict[str, Iterable[Subject]] = {
            "opened": [Subject("", self._own("bot-opened"))],
            "language": (Subject(one, catalog.interface["language-name"].say(one)) for one in catalog.languages),
            "source": (Subject(one.id, self._say(one.name)) for one in catalog.sources.values()),
            "time": (Subject(one, self._own(one)) for one in ("day", "night")),
            "typed": (Subject(one, self._own(one)) for one in ("understood", "not")),
            "step": self._steps(),
            "answer": self._answers(),
            "contact": self._contacts(numbered=False),
            "no-answer": self._contacts(numbered=True),
            "document": (Subject(one.id, self._say(one.written.title)) for one in catalog.documents.values()),
            "memo": self._flows(flow for flow in catalog.flows.values() if flow.actions),
            "plan": self._flows(flow for flow in catalog.flows.values() if flow.actions),
            "stuck": self._actions(),
        }
        kind = "situation" if event in {"request", "passed-on"} else event
        return found.get(event) or self._flows(flow for flow in catalog.flows.values() if flow.kind == kind)

    def _flows(self, flows: Iterable[Flow]) -> Iterator[Subject]:
        for flow in flows:
            yield Subject(flow.id, self._say(flow.written.title))

    def _contacts(self, *, numbered: bool) -> Iterator[Subject]:
        for one in self.catalog.contacts.values():
            if one.show and (one.numbers or not numbered):
                yield Subject(one.id, self._say(one.name))

    def _steps(self) -> Iterator[Subject]:
        for flow in self.catalog.flows.values():
            for placed in flow.steps:
                if not isinstance(placed.step, Go):
                    always = not placed.condition.reads()
                    yield Subject(step_id(flow, placed), self._step(placed), self._say(flow.written.title), always)

    def _actions(self) -> Iterator[Subject]:
        for flow in self.catalog.flows.values():
            for place in flow.actions:
                placed = flow.steps[place]
                yield Subject(step_id(flow, placed), self._step(placed), self._say(flow.written.title))

    def _answers(self) -> Iterator[Subject]:
        for flow in self.catalog.flows.values():
            for fact in self._asked(flow):
                answers = [(one.id, self._say(one.label)) for one in fact.answers]
                skip = [(UNKNOWN, self._own(UNKNOWN))] if fact.skippable else []
                for answer, label in (*answers, *skip):
                    name = f"{_short(self._say(fact.question))} – {label}"
                    yield Subject(answer_id(flow, fact, answer), name, self._say(flow.written.title))

    def _asked(self, flow: Flow) -> Iterator[Fact]:
        names = dict.fromkeys(placed.step.ask for placed in flow.steps if isinstance(placed.step, Ask))
        for name in names:
            if name not in UNCOUNTED:
                yield self.catalog.facts.facts[self.catalog.facts.index(name)]

    def _step(self, placed: Placed) -> str:
        match placed.step:
            case Action() as action:
                return self._say(action.title)
            case Ask() as ask:
                return _short(self._say(self.catalog.facts.facts[self.catalog.facts.index(ask.ask)].question))
            case Say() as say:
                return _short(self._say(say.text))
            case step:
                return self.catalog.statistics.words[_HEADINGS[type(step)]].say(self.language)

    def _own(self, subject: str) -> str:
        return self.catalog.statistics.subjects[subject].say(self.language)

    def _say(self, text: Text) -> str:
        return visible(text.say(self.language))


def _short(text: str) -> str:
    """The first line, cut at a word when it is long."""
    line = text.strip().splitlines()[0].rstrip(":")
    return line if len(line) <= NAME else line[:NAME].rpartition(" ")[0].rstrip(",;:–") + "…"
