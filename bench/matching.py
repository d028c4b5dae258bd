"""How well typed messages are understood: ours against a fuzzy matcher and a trained n-gram classifier.

`python -m bench.matching [set]` reads one folder of `tests/messages/`. Those whose names end in `locked` were put aside
before anything was tuned; all others are learned from. What each set is worth stands in `docs/matching.md`.
scikit-learn is compared when it is installed; nothing that ships needs it.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from math import comb
from pathlib import Path

from rapidfuzz import fuzz, process

from bench.table import Row
from flows import Catalog, load
from flows.matching import (
    CRISIS,
    MOST_OFFERED,
    NO_FLOWS,
    REFUSED,
    SITUATION,
    SMALL_TALK,
    Matcher,
    Understood,
    examples_of,
)
from flows.spelling import fold

MESSAGES = Path(__file__).parent.parent / "tests" / "messages"
OPEN, LOCKED = "open", "locked"
HELPER, NOTHING, REFUSE, LESSON = "/helper", "none", "refuse", "lesson-"
TRAINED, OURS = "n-grams, trained", "ours"
ONE_IN = 20
"""A bound holds but for one in so many samples."""
Method = Callable[[str], Understood]


@dataclass(frozen=True)
class Message:
    """A message, what it is about, and the language it was written for."""

    text: str
    label: str
    another: bool
    language: str


def messages(half: str) -> Iterator[Message]:
    r"""The labelled messages of one set, one a line; `\n` in it stands for a new line."""
    for path in sorted((MESSAGES / half).glob("*.txt")):
        label = ""
        for line in filter(None, path.read_text(encoding="utf-8").splitlines()):
            if line.startswith("["):
                label = line.strip("[]")
            else:
                yield Message(line.replace(r"\n", "\n"), label.removesuffix(HELPER), label.endswith(HELPER), path.stem)


def learnable() -> list[Message]:
    """Every message that is not set aside."""
    sets = sorted(one.name for one in MESSAGES.iterdir() if not one.name.endswith(LOCKED))
    return [message for name in sets for message in messages(name)]


def label_of(message: Message) -> str:
    """What a message is an example of."""
    return {NOTHING: SMALL_TALK, REFUSE: REFUSED}.get(message.label, message.label)


@dataclass
class Marks:
    """How a method did, heading by heading."""

    right: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    failed: list[tuple[str, Message, Understood]] = field(default_factory=list)

    def mark(self, what: str, message: Message, heard: Understood, *, right: bool) -> None:
        """Count one message under one heading."""
        self.of[what] += 1
        self.right[what] += right
        if not right:
            self.failed.append((what, message, heard))

    def wrong(self, what: str) -> int:
        """How many were wrong."""
        return self.of[what] - self.right[what]

    def share(self, what: str) -> float:
        """How many of a hundred were right."""
        return 100 * self.right[what] / self.of[what]

    def say(self, what: str) -> str:
        """The share that was right, how many were wrong, and how many in truth may be (one-sided 95 %)."""
        wrong, of = self.wrong(what), self.of[what]
        return f"{what:26} {self.share(what):5.1f} %   wrong: {wrong} of {of} (at most {bound(wrong, of):.1%})"


def judge(method: Method, half: str) -> Marks:
    """A method's marks over one set of the messages."""
    marks = Marks()
    for message in messages(half):
        heard = method(message.text)
        mark = partial(marks.mark, message=message, heard=heard)
        if message.label in CRISIS:
            mark("crisis alarmed", right=heard.kind in CRISIS)
            mark("crisis seen or asked", right=heard.kind in CRISIS or heard.perhaps)
            mark("crisis of the right kind", right=heard.kind == message.label)
            mark("whose crisis", right=heard.another == message.another)
            continue
        mark("no false alarm", right=heard.kind not in CRISIS)
        mark("not asked in vain", right=not heard.perhaps)
        if message.label == NOTHING:
            mark("off-topic left alone", right=not heard.kind)
            mark("off-topic not asked either", right=not heard.kind and not heard.perhaps)
        elif message.label == REFUSE:
            mark("refused", right=heard.kind == REFUSED)
        else:
            _judge_offers(mark, message, heard)
    return marks


def _judge_offers(mark: Callable[..., None], message: Message, heard: Understood) -> None:
    names = [name for name, _ in heard.offers]
    if message.label.startswith(LESSON):
        mark("lesson offered", right=heard.kind == SITUATION and message.label in names)
        return
    for language in (f" {message.language}", ""):
        mark(f"first{language}", right=heard.kind == SITUATION and names[:1] == [message.label])
        mark(f"among three{language}", right=heard.kind in {SITUATION, REFUSED} and message.label in names)


def bound(wrong: int, of: int) -> float:
    """The greatest share of errors that would still give so few of them in one of twenty samples (Clopper-Pearson)."""
    low, high = 0.0, 1.0
    for _ in range(40):
        share = (low + high) / 2
        chance = sum(comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(wrong + 1))
        low, high = (share, high) if chance > 1 / ONE_IN else (low, share)
    return high


def ranked(scores: dict[str, float]) -> Understood:
    """What a method that only knows scores would answer: its best label decides."""
    best = max(scores, key=lambda label: scores[label], default=SMALL_TALK)
    kind = best if best in NO_FLOWS else SITUATION
    offers = sorted((-score, label) for label, score in scores.items() if label not in NO_FLOWS)
    return Understood(
        "" if kind == SMALL_TALK else kind, tuple((label, -score) for score, label in offers[:MOST_OFFERED])
    )


def fuzzy(catalog: Catalog) -> Method:
    """The best likeness (rapidfuzz) of the whole text to any example of a label."""
    examples = [(label, " ".join(fold(text))) for label, text in _taught(catalog)]
    texts = [text for _, text in examples]

    def method(text: str) -> Understood:
        scores: dict[str, float] = {}
        found = process.extract(" ".join(fold(text)), texts, scorer=fuzz.ratio, limit=len(texts))
        for _, score, place in found:
            label = examples[place][0]
            scores[label] = max(score, scores.get(label, 0.0))
        return ranked(scores)

    return method


def trained(catalog: Catalog) -> Method:
    """Character n-grams and linear support vector machines (scikit-learn)."""
    text, linear = (import_module(f"sklearn.{name}") for name in ("feature_extraction.text", "svm"))
    examples = _taught(catalog)
    vectors = text.TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    known = vectors.fit_transform([" ".join(fold(one)) for _, one in examples])
    model = linear.LinearSVC(C=0.3).fit(known, [label for label, _ in examples])

    def method(message: str) -> Understood:
        values = model.decision_function(vectors.transform([" ".join(fold(message))]))[0]
        return ranked(dict(zip(model.classes_, map(float, values), strict=True)))

    return method


def _taught(catalog: Catalog) -> list[tuple[str, str]]:
    """What ours has learned too, beforehand or at the start: label and text."""
    beforehand = [(label_of(message), message.text) for message in learnable()]
    return [*beforehand, *((label, text) for label, _, text in examples_of(catalog))]


def ours(catalog: Catalog) -> Method:
    """What ships."""
    return Matcher(catalog).understand


METHODS: dict[str, Callable[[Catalog], Method]] = {"fuzzy phrases": fuzzy, TRAINED: trained, OURS: ours}


@dataclass(frozen=True)
class Cost:
    """Milliseconds to build, milliseconds a message, megabytes of Python objects kept."""

    build: float
    each: float
    size: float


def cost_of(make: Callable[[Catalog], Method], catalog: Catalog, half: str) -> Cost:
    """What a method costs: the best of three builds, the mean over all messages."""
    build = min(_seconds(partial(make, catalog)) for _ in range(3))
    method, texts = make(catalog), [message.text for message in messages(half)]
    each = _seconds(lambda: [method(text) for text in texts]) / len(texts)
    tracemalloc.start()  # not around the times above: it slows everything
    kept = make(catalog)
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    del kept
    return Cost(build * 1000, each * 1000, size / 2**20)


def _seconds(work: Callable[[], object]) -> float:
    """Of the processor: a machine may have other things to do."""
    start = time.process_time()
    work()
    return time.process_time() - start


def run() -> list[Row]:
    """What ships against its limits, on the half that nothing was tuned on."""
    catalog = load()
    cost, marks = cost_of(ours, catalog, LOCKED), judge(ours(catalog), LOCKED)
    return [
        Row("the right situation first, %", marks.share("first"), 85, least=True),
        Row("the right situation among those offered, %", marks.share("among three"), 95, least=True),
        Row("danger and crisis missed", marks.wrong("crisis seen or asked"), 0),
        Row("danger and crisis asked about only, %", 100 - marks.share("crisis alarmed"), 5),
        Row("false alarms, %", 100 - marks.share("no false alarm"), 3),
        Row("asked in vain, %", 100 - marks.share("not asked in vain"), 10),
        Row("off-topic left alone, %", marks.share("off-topic left alone"), 90, least=True),
        Row("a message understood in, ms", cost.each, 3),
        Row("the matcher built in, ms", cost.build, 300),
        Row("the matcher's objects, MB", cost.size, 60),
    ]


def compare(half: str) -> None:
    """Print what each method costs and how it does; what ours gets wrong too, on the half that may be looked at."""
    catalog = load()
    for name, make in METHODS.items():
        if name == TRAINED and not find_spec("sklearn"):
            continue
        cost, marks = cost_of(make, catalog, half), judge(make(catalog), half)
        print(f"\n{name}: built in {cost.build:.0f} ms, {cost.each:.2f} ms a message, {cost.size:.0f} MB of objects")
        print(*(f"  {marks.say(what)}" for what in marks.of), sep="\n")
        if name == OURS and not half.endswith(LOCKED):  # nobody reads which of these are got wrong
            for what, message, heard in marks.failed:
                print(f"  {what} | {message.label} | {message.text} | {heard.kind} {heard.offers} {heard.phrases}")


if __name__ == "__main__":
    compare(sys.argv[1] if len(sys.argv) > 1 else OPEN)
