"""What a message is about: danger, thoughts of dying, something this bot refuses, or which situations it sounds like.

It picks among reviewed content and writes none. Must not keep a text, or anything made of one, beyond a call.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.likeness import Likeness, features
from flows.phrases import Folded, Hit, Phrases, around
from flows.pretrained import read
from flows.spelling import CYRILLIC, SIGNS, alphabets, fold, fold_each
from flows.tongues import Tongues
from flows.unglued import Unglued
from flows.whose import Whose

if TYPE_CHECKING:
    from flows.catalog import Catalog

DANGER, SELF_HARM, REFUSED, SITUATION = "danger", "self-harm", "refused", "situation"
HARMLESS, MINE, TO_OTHERS, SMALL_TALK, WRITER = "harmless", "mine", "to others", "small-talk", "writer of "
TOPICS, WHOSE = "topics", "whose"
"""What is learned beforehand: what a text is about, and whose crisis it is."""
CRISIS = frozenset({DANGER, SELF_HARM})
NO_FLOWS = CRISIS | {REFUSED, SMALL_TALK}
"""What a text can be like that is no flow's."""
CRISES = {"emergency": DANGER, "crisis": SELF_HARM}
"""What the examples of a flow of this kind are learned as."""
MOST_OFFERED = 3
NEAR_BEST = 0.4
"""How far below the best offer's score another may be: people in trouble read every line they are given."""
ALARMED = 0.0
"""How much more like a crisis than like anything else a text without any phrase of one must be to be taken for one."""
PERHAPS = -0.4
"""How much more like a crisis than like anything else a text must be to be asked about gently."""
SURE, CALM = 0.0, -0.5
"""How much more like a crisis than like small talk must be what stands around a phrase of one to be taken for one,
and to be asked about: "dying" is said of much, and by the door stands many a courier."""
OWN_HAND = 0.5
"""How much more like self-harm than like danger a text with phrases of danger alone must be to be taken for that."""
FEW, PLAINLY = 2, 0.3
"""Words beside a phrase of a crisis that make it no other message, and how much it then counts for more."""
PIECE = 24
"""Words of a long text that are looked at together."""
MOST_LOOKED = 12
"""Phrases of a crisis that are looked at with what stands around them; more are no manner of speaking."""
DOUBT = 0.05
"""How much more like small talk than like a situation a text must be to be left alone."""
LIKE = 0.1
"""Below this a text is like nothing in particular."""
CUE = 4
"""How many features a phrase that tells who writes counts for."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of a text.

    `kind` is danger, self-harm, refused or situation, empty when it is nothing in particular. `perhaps`: it is none of
    the first two and may be, so both are asked about first. `another` tells whether that is somebody else's. `offers`
    are flows with their scores, best first; `phrases` those of the content that decided. `language` is the likeliest,
    empty when nothing tells.
    """

    kind: str
    offers: tuple[tuple[str, float], ...] = ()
    perhaps: bool = False
    another: bool = False
    phrases: tuple[str, ...] = ()
    language: str = ""
    sure_of_language: bool = False


class Matcher:
    """Built from the phrases and examples of one catalog."""

    def __init__(self, catalog: Catalog) -> None:
        with _nothing_collected():
            self._learn(catalog)

    def _learn(self, catalog: Catalog) -> None:
        crisis, flows = catalog.crisis, catalog.flows
        self.helpers = {flow.id for flow in flows.values() if flow.written.role == "helper"}
        self._lessons = {flow.id for flow in flows.values() if flow.written.kind == "lesson"}
        self._harmers = {flow.id for flow in flows.values() if flow.written.role == "harmer"}
        self._alarms = Phrases(
            {DANGER: crisis.danger.all, SELF_HARM: crisis.self_harm.all}
            | {HARMLESS: crisis.harmless.all, MINE: crisis.mine.all, TO_OTHERS: crisis.to_others.all}
        )
        self._writers = Phrases({flow.id: flow.written.writer.all for flow in flows.values()})
        given = list(examples_of(catalog))
        folded = fold_each([text for *_, text in given])
        self._unglued = Unglued(folded)
        self._answers = set(map(tuple, fold_each(catalog.talk.answers.all)))
        examples = [
            (label, language, words, alphabets(text))
            for (label, language, text), words in zip(given, folded, strict=True)
        ]
        flows_own = [(words, of) for label, _, words, of in examples if label not in NO_FLOWS]
        writers = self._writers.find_written(flows_own)  # in all others who writes is of no account
        found = [_features(words, [] if label in NO_FLOWS else next(writers)) for label, _, words, _ in examples]
        labels = [label for label, *_ in examples]
        pretrained = read(TOPICS).only(NO_FLOWS.union(labels))
        self._likeness = Likeness(zip(labels, found, strict=True), {SMALL_TALK}, pretrained)
        of = dict(zip((text for *_, text in given), found, strict=True))
        crises = [flow for flow in flows.values() if flow.kind in CRISES]
        told = ((flow.id in self.helpers, of[text]) for flow in crises for text in flow.written.examples.all)
        self._whose = Whose(told, read(WHOSE))
        self._tongues = Tongues(
            (language, CYRILLIC in of, one) for (_, language, _, of), one in zip(examples, found, strict=True)
        )

    def understand(self, text: str) -> Understood:
        """What a text is about."""
        return next(self.understand_each([text]))

    def understand_each(self, texts: Sequence[str]) -> Iterator[Understood]:
        """What each of many texts is about; what several of them hold is looked up once."""
        folded = [(words, alphabets(text)) for words, text in zip(fold_each(texts), texts, strict=True)]
        found = zip(folded, self._writers.find_each(folded), self._alarms.find_each(folded), strict=True)
        return (self._understood(*one) for one in found)

    def _understood(self, folded: Folded, writers: list[Hit], hits: list[Hit]) -> Understood:
        words, of = folded
        apart = self._unglued.words(words)
        found = features(apart)
        alarms = _alarms(hits)
        language, sure = self._tongues.tell(found, cyrillic=CYRILLIC in of)
        if not alarms and tuple(words) in self._answers:
            return Understood("", language=language, sure_of_language=sure)
        plain = self._likeness.scores(found)
        scores = self._likeness.scores(_features(apart, writers)) if writers else plain
        excused = not any(hit.phrase.label in CRISIS for hit in alarms) and any(map(_is_excuse, hits))
        likely, lead = self._lead(plain)  # who writes tells neither how urgent it is nor of any trouble
        told, perhaps = self._told(words, alarms, [hit for hit in hits if hit.phrase.label == HARMLESS])
        if told == DANGER and not any(hit.phrase.label == SELF_HARM for hit in alarms) and _is_own_hand(plain):
            told = SELF_HARM
        crisis = told or (likely if lead >= ALARMED and len(apart) > 1 and not excused else "")
        perhaps = not crisis and (perhaps or self._is_like_crisis(apart, lead, excused=excused))
        kind = crisis or (_topic(plain) and _topic(scores))
        deciding = [hit for hit in alarms if perhaps or hit.phrase.label == kind]
        mine = [hit for hit in hits if hit.phrase.label == MINE]
        others = [hit for hit in writers if hit.phrase.label in self.helpers]
        return Understood(
            kind,
            offers=tuple(self._offers(scores, {hit.phrase.label for hit in writers})),
            perhaps=perhaps,
            another=bool(perhaps or crisis) and self._whose.is_anothers(words, deciding, mine, others),
            phrases=tuple(dict.fromkeys(hit.phrase.written for hit in deciding)),
            language=language,
            sure_of_language=sure,
        )

    def reasons(self, text: str, label: str, most: int = 5) -> list[str]:
        """The words of a text, as written, that speak most for a flow. For editors, who typed it themselves."""
        spoken = {"".join(fold(word)): word for word in text.split()}
        weights = self._likeness.weights([f"{word}=" for word in spoken], label)
        best = sorted((-weight, feature) for feature, weight in weights.items() if weight > 0)
        return [spoken[feature[:-1]] for _, feature in best[:most]]

    def _told(self, words: list[str], alarms: list[Hit], harmless: list[Hit]) -> tuple[str, bool]:
        """Danger, self-harm or nothing: what phrases tell for sure; and whether any may tell of either.

        A sign, and a threat to somebody else, tell of nothing for sure. A manner of speaking excuses its own words.
        """
        looked = alarms[:MOST_LOOKED]
        leads = [self._lead_around(words, hit, harmless) for hit in looked]
        sure = [hit for hit, lead in zip(looked, leads, strict=True) if lead >= SURE] + alarms[MOST_LOOKED:]
        told = {hit.phrase.label for hit in sure if hit.phrase.written not in SIGNS}
        return next((kind for kind in CRISES.values() if kind in told), ""), any(lead >= CALM for lead in leads)

    def _is_like_crisis(self, words: list[str], lead: float, *, excused: bool) -> bool:
        """Whether a text, or a piece of a long one, is so like a crisis that it is worth a question.

        A word by itself must be more like one than like anything else: "help" is, an age or a slip of the finger not.
        """
        if lead >= (ALARMED if excused or len(words) == 1 else PERHAPS):
            return True
        places = range(0, len(words), PIECE) if len(words) > PIECE else ()
        return any(self._lead_of(words[place : place + PIECE]) >= ALARMED for place in places)

    def _lead_around(self, words: list[str], hit: Hit, harmless: list[Hit]) -> float:
        """How much more like a crisis than like small talk it is around a phrase; alone, the phrase decides.

        Trouble beside it excuses nothing: whoever is blackmailed may well think of dying.
        """
        near = around(words, [hit], harmless)
        others = len(near) - (hit.end - hit.first)
        scores = self._likeness.scores(features(near))
        if not scores or not others:
            return SURE
        of_talk = {label: score for label, score in scores.items() if label in CRISIS | {SMALL_TALK}}
        return self._lead(of_talk)[1] + (PLAINLY if others <= FEW else 0.0)

    def _lead_of(self, words: list[str]) -> float:
        return self._lead(self._likeness.scores(features(words)))[1]

    def _lead(self, scores: Mapping[str, float]) -> tuple[str, float]:
        """The crisis that a text is most like, and how much more than like anything calm; none of unknown words."""
        if not scores:
            return "", -1.0
        likely = max(CRISES.values(), key=lambda kind: scores.get(kind, 0.0))
        calm = {label: score for label, score in scores.items() if label not in CRISIS}
        return likely, scores.get(likely, 0.0) - max(calm.values(), default=0.0)

    def _offers(self, scores: Mapping[str, float], writers: set[str]) -> Iterator[tuple[str, float]]:
        """The flows a text is like, best first.

        A lesson is there only as the best: it takes no situation's place. So are the flows for whoever did harm when no
        phrase says so: who was hurt is not to read that it may be their doing.
        """
        flows = sorted((-score, label) for label, score in scores.items() if label not in NO_FLOWS and score >= LIKE)
        only_best = self._lessons | (self._harmers - writers)
        best = [one for place, one in enumerate(flows) if place == 0 or one[1] not in only_best]
        yield from ((label, -score) for score, label in best[:MOST_OFFERED] if score <= best[0][0] + NEAR_BEST)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Learning makes a hundred thousand lists and none is garbage: looking for it takes a tenth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def examples_of(catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    """Every example of the content: what it is an example of, its language, its text."""
    talk = catalog.talk
    sayings = [(CRISES.get(flow.kind, flow.id), flow.written.examples) for flow in catalog.flows.values()]
    sayings += [(REFUSED, talk.refused), (SMALL_TALK, talk.small_talk)]
    for label, said in sayings:
        for language, texts in said.by.items():
            yield from ((label, language, text) for text in texts)


def _features(words: list[str], writers: list[Hit]) -> list[str]:
    """The features of a text; the phrases that tell who writes are features too."""
    found = features(words)
    for label in sorted({hit.phrase.label for hit in writers}):
        found += [f"{WRITER}{label} {n}" for n in range(CUE)]
    return found


def _alarms(hits: list[Hit]) -> list[Hit]:
    """The phrases of a crisis that are no manner of speaking. Who threatens others is in no crisis of their own."""
    excuses = list(filter(_is_excuse, hits))
    crises = [hit for hit in hits if hit.phrase.label in CRISIS]
    own = [hit for hit in crises if not any(one.first <= hit.first and hit.end <= one.end for one in excuses)]
    return own + [hit for hit in hits if hit.phrase.label == TO_OTHERS]


def _is_excuse(hit: Hit) -> bool:
    return hit.phrase.label in {HARMLESS, TO_OTHERS}


def _is_own_hand(scores: Mapping[str, float]) -> bool:
    """Whether a text with words of danger tells of somebody's own hand: a knife, a roof, blood are of both."""
    return scores.get(SELF_HARM, 0.0) - scores.get(DANGER, 0.0) >= OWN_HAND


def _topic(scores: Mapping[str, float]) -> str:
    """Something refused, a situation or nothing in particular."""
    topics = {label: score for label, score in scores.items() if label not in CRISIS}
    talk = topics.pop(SMALL_TALK, 0.0) - DOUBT
    best = max(topics, key=lambda label: topics[label], default="")
    if not best or topics[best] < max(talk, LIKE):
        return ""
    return REFUSED if best == REFUSED else SITUATION
