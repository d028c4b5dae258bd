"""What a report has to be told of the content, which storage does not know: topics, their subjects, contacts, words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol


class Subject(Protocol):
    """Something that an event can happen to."""

    @property
    def id(self) -> str:
        """Its name in the counters."""

    @property
    def name(self) -> str:
        """Its name for people."""

    @property
    def group(self) -> str:
        """What it belongs to; may be empty."""

    @property
    def always(self) -> bool:
        """Whether everybody there meets it."""


class Topic(Protocol):
    """An event that is counted."""

    @property
    def id(self) -> str:
        """The event's name in the counters."""

    @property
    def name(self) -> str:
        """Its name for people."""

    @property
    def means(self) -> str:
        """What its numbers mean."""

    @property
    def but(self) -> str:
        """What they do not mean."""

    @property
    def subjects(self) -> Iterable[Subject]:
        """All there are, in the order to print them; none may depend on what was counted."""


class Line(Protocol):
    """A contact, as it stands on the day of a report."""

    @property
    def id(self) -> str:
        """Its name in the counters."""

    @property
    def name(self) -> str:
        """Its name for people."""

    @property
    def verified(self) -> date:
        """The day it was last checked."""

    @property
    def state(self) -> str:
        """Empty, or a word of the reports: `due`, `hidden-line`."""


class Handbook(Protocol):
    """All that a report needs besides figures, in one language."""

    @property
    def language(self) -> str:
        """The language's code."""

    @property
    def words(self) -> Mapping[str, str]:
        """The words of the reports."""

    @property
    def topics(self) -> Sequence[Topic]:
        """All topics, in the order to print them."""

    @property
    def method(self) -> Sequence[str]:
        """How the numbers are protected."""

    @property
    def unseen(self) -> Sequence[str]:
        """What is not counted."""
