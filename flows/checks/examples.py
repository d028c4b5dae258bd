"""Examples and phrases by which typed messages are understood: each is answered as its editor means, none is lonely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from flows.checks import Subject, check
from flows.matching import CRISES, CRISIS, DANGER, REFUSED, SELF_HARM, SITUATION, SMALL_TALK
from flows.problems import Problem, problem
from flows.sayings import Sayings

FEW = 3
"""A language has too few when another has over so many times as many."""
ALIKE, CLOSE, ENOUGH = 0.25, 2 / 3, 8
"""Flows are too alike when over this share of the examples of one come this close to the other; fewer tell nothing."""
Labelled = tuple[str, str, Sayings]


@check
def misleading_example(subject: Subject) -> Iterable[Problem]:
    """Who writes exactly what stands in an example is offered that flow first, and not taken for somebody in danger."""
    talk = subject.catalog.talk
    for file, label, sayings in _flows(subject):
        for line, text in _phrases(sayings):
            heard = subject.heard[text]
            if heard.kind in CRISIS:
                because = ", ".join(heard.phrases) or "–"
                yield problem(file, line, "example-alarms", text=text, kind=heard.kind, phrases=because)
            elif heard.kind != SITUATION or heard.offers[0][0] != label:
                other = heard.offers[0][0] if heard.kind == SITUATION else heard.kind or SMALL_TALK
                yield problem(file, line, "example-misleads", text=text, flow=label, other=other)
    for line, text in (*_phrases(talk.small_talk), *_phrases(talk.answers)):
        if kind := subject.heard[text].kind:
            yield problem("talk.yaml", line, "example-misleads", text=text, flow=SMALL_TALK, other=kind)
    for file, label, sayings in _flows(subject, of_crisis=True):
        for line, text in _phrases(sayings):
            heard = subject.heard[text]
            if heard.kind not in CRISIS and not heard.perhaps:
                yield problem(file, line, "example-misleads", text=text, flow=label, other=heard.kind or SMALL_TALK)


@check
def flows_too_alike(subject: Subject) -> Iterable[Problem]:
    """No flow's examples come close to another flow as a rule: people would be offered the wrong one."""
    for file, label, sayings in _flows(subject):
        heard = [subject.heard[text].offers for text in sayings.all]
        rivals = Counter(rival for offers in heard for rival in _rivals(label, offers))
        for other, count in rivals.items():
            if len(heard) >= ENOUGH and count > ALIKE * len(heard):
                share = f"{count / len(heard):.0%}"
                yield problem(file, sayings.line, "flows-alike", flow=label, other=other, share=share)


@check
def few_phrases(subject: Subject) -> Iterable[Problem]:
    """No language is left behind: what is collected in one is collected in the others."""
    for file, label, sayings in _all(subject):
        counts = {language: len(sayings.by.get(language, ())) for language in subject.catalog.languages}
        most = max(counts.values())
        for language, found in counts.items():
            if found * FEW < most:
                yield problem(file, sayings.line, "few-phrases", label=label, language=language, found=found, most=most)


def _rivals(label: str, offers: tuple[tuple[str, float], ...]) -> Iterator[str]:
    """The other flows offered before this one, or nearly level with it."""
    own = dict(offers).get(label, 0.0)
    return (other for other, score in offers if other != label and score >= CLOSE * own)


def _flows(subject: Subject, *, of_crisis: bool = False) -> Iterator[Labelled]:
    """What the flows that answer a crisis have, or what all others have."""
    for flow in subject.catalog.flows.values():
        if flow.written.examples.by and (flow.kind in CRISES) == of_crisis:
            yield flow.file, flow.id, flow.written.examples


def _all(subject: Subject) -> Iterator[Labelled]:
    crisis, talk = subject.catalog.crisis, subject.catalog.talk
    yield from _flows(subject)
    yield from _flows(subject, of_crisis=True)
    yield from (("crisis.yaml", DANGER, crisis.danger), ("crisis.yaml", SELF_HARM, crisis.self_harm))
    yield from (("talk.yaml", REFUSED, talk.refused), ("talk.yaml", SMALL_TALK, talk.small_talk))


def _phrases(sayings: Sayings) -> Iterator[tuple[int, str]]:
    for language, phrases in sayings.by.items():
        yield from zip(sayings.lines[language], phrases, strict=True)
