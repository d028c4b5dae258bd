"""The catalog: all content, loaded and cross-checked, immutable; a reload swaps it as a whole."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from flows.matching import Matcher
from flows.models import BOTH, ME
from flows.needs import MAIN_PAGE
from flows.steps import URGENT, Action, FlowFile, FrontDoor, Step, Worry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows import models, shapes
    from flows.documents import Draft
    from flows.facts import Condition, FactTable
    from flows.sayings import CrisisFile, TalkFile
    from flows.statistics import Place, StatisticsFile

FLOW_CODE, STEP_CODE = 2, 3
"""Characters of the codes that stand for a flow, and for a step (or contact, platform, worry, page), in a button."""


@lru_cache(maxsize=4096)
def code(name: str, length: int) -> str:
    """The stable short code of an id: it depends on nothing but the id."""
    return base64.urlsafe_b64encode(hashlib.sha256(name.encode()).digest())[:length].decode()


START, MAIN = code("start", STEP_CODE), code(MAIN_PAGE, STEP_CODE)
"""The codes of the first screen and of the main menu page."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A step where it stands in a flow: its whole condition, its code, and the file and line it was written on."""

    step: Step
    condition: Condition
    code: str
    file: str

    @property
    def id(self) -> str:
        """The step's id."""
        return self.step.id


@dataclass(frozen=True)
class Flow:
    """A flow ready to be walked."""

    id: str
    code: str
    written: FlowFile
    steps: tuple[Placed, ...]
    worries: Mapping[str, Worry]
    worry_conditions: Mapping[str, Condition]
    file: str

    @property
    def kind(self) -> str:
        """Situation, reference, emergency or crisis."""
        return self.written.kind

    @property
    def urgent(self) -> bool:
        """Whether its screens overtake others on their way to the person, and open with numbers."""
        return self.kind in URGENT

    @cached_property
    def actions(self) -> tuple[int, ...]:
        """Where the actions of the algorithm stand."""
        return tuple(index for index, placed in enumerate(self.steps) if isinstance(placed.step, Action))

    @cached_property
    def front_door(self) -> int | None:
        """Where the front door stands, if it has one."""
        return next((i for i, placed in enumerate(self.steps) if isinstance(placed.step, FrontDoor)), None)

    @cached_property
    def by_code(self) -> Mapping[str, int]:
        """Where the step with a code stands, under its present id and those it had before."""
        return {
            code(name, STEP_CODE): index
            for index, placed in reversed(list(enumerate(self.steps)))
            for name in (*placed.step.aliases, placed.id)
        }


@dataclass(frozen=True)
class Catalog:
    """All content. Mappings are by id, in the order editors wrote them. `version` changes with any byte of it."""

    settings: shapes.Settings
    facts: FactTable
    flows: Mapping[str, Flow]
    pages: Mapping[str, shapes.Page]
    start: models.Text
    contacts: Mapping[str, shapes.Contact]
    contact_conditions: Mapping[str, Condition]
    quiet: shapes.Quiet
    platforms: Mapping[str, shapes.Platform]
    interface: Mapping[str, models.Text]
    about: tuple[shapes.AboutLine, ...]
    events: tuple[shapes.Event, ...]
    laws: Mapping[str, shapes.Law]
    documents: Mapping[str, Draft]
    sources: Mapping[str, Place]
    statistics: StatisticsFile
    crisis: CrisisFile
    talk: TalkFile
    version: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        """The declared languages, in their append-only order."""
        return self.settings.languages

    @cached_property
    def flow_by_code(self) -> Mapping[str, Flow]:
        """The flow with a code, under its present id and those it had before."""
        return {
            code(name, FLOW_CODE): flow
            for flow in reversed(list(self.flows.values()))
            for name in (*flow.written.aliases, flow.id)
        }

    @cached_property
    def matcher(self) -> Matcher:
        """What understands typed messages. Building it takes a third of a second, so it is built once."""
        return Matcher(self)

    def of_kind(self, kind: str, role: str = ME) -> Flow:
        """The flow of a kind that stands once for a role (emergency, crisis); where it has none, the person's own."""
        return self._by_kind.get((kind, role)) or self._by_kind[kind, ME]

    @cached_property
    def _by_kind(self) -> Mapping[tuple[str, str], Flow]:
        return {(flow.kind, flow.written.role): flow for flow in self.flows.values()}

    def say(self, text: models.Text, language: str) -> str:
        """A text in one language, or in two below each other for somebody whose language is not known."""
        if language == BOTH:
            return "\n\n".join(dict.fromkeys(text.say(one) for one in self.settings.both))
        return text.say(language)

    def label(self, text: models.Text, language: str) -> str:
        """A button's text in one language, or in two beside each other."""
        if language == BOTH:
            return " · ".join(dict.fromkeys(text.say(one) for one in self.settings.both))
        return text.say(language)

    def word(self, key: str, language: str, **values: object) -> str:
        """An interface string, with its blanks filled."""
        said = self.say(self.interface[key], language)
        return said.format(**values) if values else said
