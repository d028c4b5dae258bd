"""The shapes of `sources.yaml` and `statistics.yaml`: kinds of places people come from, and words of the reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Self

from pydantic import field_validator, model_validator

from flows.models import SLUG, Item, Slug, Text, refuse
from flows.needs import blanks
from flows.problems import nearest

TOPICS = (
    *("opened", "request", "passed-on", "language", "source", "time", "step", "answer", "contact", "no-answer"),
    *("document", "memo", "plan", "stuck", "emergency", "crisis", "lesson", "reference", "typed"),
)
"""What is counted, in the order of the reports. All but `language` are the events of the counters."""
SUBJECTS = frozenset({"bot-opened", "day", "night", "understood", "not", "unknown"})
"""Subjects that no other content file names."""
WORDS = frozenset(
    """
    title name requests-name made-of all count share topic group code period so-far hidden one-total requests opened
    most languages sources at-night cards unanswered nothing-more by-week mark where-they-stop drop lines line
    card-opened no-answer checked due hidden-line how dictionary not-counted step-front-door step-contacts step-worries
    step-laws step-documents step-memos button-topics button-chart button-help button-summary button-report-ru
    button-report-kk preparing failed period-month period-campaign period-quarter period-year period-week
    """.split()  # noqa: SIM905  # sixty quoted words would be harder to read
) | {f"month-{number}" for number in range(1, 13)}
"""The strings under `words`."""
BLANKS = {
    "made-of": {"parts"},
    "so-far": {"period", "count"},
    "hidden": {"most", "count"},
    "requests": {"count"},
    "opened": {"count"},
    "most": {"names"},
    "languages": {"names"},
    "sources": {"names"},
    "at-night": {"share"},
    "cards": {"count"},
    "unanswered": {"names"},
    "drop": {"before", "after", "count"},
    "period-month": {"month", "year"},
    "period-campaign": {"year"},
    "period-quarter": {"quarter", "year"},
    "period-year": {"year"},
    "period-week": {"week", "year"},
}
"""What is filled into a string, as `{name}`."""


class Place(Item):
    """A kind of place that a link can name."""

    id: Slug
    name: Text

    @field_validator("id")
    @classmethod
    def _no_digits(cls, name: str) -> str:
        """A number would tell one school from another."""
        return name if not re.search(r"\d", name) else refuse("wrong-value", field="id", got=name, form=SLUG)


class SourcesFile(Item):
    """`content/sources.yaml`."""

    sources: tuple[Place, ...]


class TopicWords(Item):
    """One thing that is counted: its name, what it means, and what it does not mean."""

    name: Text
    means: Text
    but: Text


class StatisticsFile(Item):
    """`content/statistics.yaml`."""

    topics: dict[str, TopicWords]
    subjects: dict[str, Text]
    unseen: tuple[Text, ...]
    method: tuple[Text, ...]
    words: dict[str, Text]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        """Everything the reports say is there, with nothing else to fill in."""
        _exactly(self.topics, TOPICS)
        _exactly(self.subjects, SUBJECTS)
        _exactly(self.words, WORDS)
        for key, text in self.words.items():
            _filled(text, BLANKS.get(key, set()))
        for text in self.method:
            _filled(text, {"floor", "most", "step", "base"}, some=True)
        return self


def _exactly(found: Mapping[str, object], needed: Iterable[str]) -> None:
    for key in needed:
        if key not in found:
            refuse("missing-field", field=key)
    for key in found:
        if key not in needed:
            refuse("unknown-field", field=key, near=nearest(key, needed))


def _filled(text: Text, expected: set[str], *, some: bool = False) -> None:
    for language, said in text.by.items():
        found = blanks(said)
        if found - expected or (expected - found and not some):
            named = {"found": ", ".join(sorted(found)) or "–", "expected": ", ".join(sorted(expected)) or "–"}
            refuse("blanks", language=language, **named)
