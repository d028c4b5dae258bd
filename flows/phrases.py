"""Phrases found in a text: words in order, close to each other, whatever their spelling.

A phrase is words as an editor writes them; a star stands for any ending (`не хоч* жить`). Between its words up to two
others may stand. One typo a word is forgiven, and so are missing spaces.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from flows.spelling import CYRILLIC, LATIN, alphabets, fold, fold_each, run_together

GAP = 2
"""Words that may stand between two words of a phrase."""
SWAP_FROM, SLIP_FROM, ANY_FROM, TYPO_TO = 5, 6, 8, 30
"""Letters of a word from which neighbours that changed places are forgiven, a letter missing or added, and any one
typo: in shorter words a wrong letter makes another word. Longer than the last there are none."""
JOINED_FROM = 8
"""Letters of a phrase from which it is found without spaces too."""
START = 4
"""Letters by which phrases without spaces are looked up."""
AROUND = 8
"""Words to each side of a phrase that are looked at with it."""
SHORT = 4
"""A single word of so few letters counts only beside the alphabet it was written in: «бьют» is not "but"."""

T = TypeVar("T")
Folded = tuple[list[str], frozenset[str]]
"""The folded words of a text, and the alphabets of its letters."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as written, its folded words (a star kept at their end), what it stands for, and its only alphabet.

    Russian and Kazakh are typed in both alphabets, English in one: «бан он» is not "bang on".
    """

    label: str
    written: str
    words: tuple[str, ...]
    joined: str
    alphabet: str

    @classmethod
    def of(cls, label: str, written: str, folded: list[str]) -> Phrase:
        """A phrase made comparable, given its words. Raises ValueError when nothing is left to compare."""
        words = tuple(_starred(written, folded) if "*" in written else folded)
        if not words:
            raise ValueError("a phrase without letters")
        can_join = len(words) > 1 and "*" not in written
        joined = run_together(words) if can_join else ""
        lonely = len(words) == 1 and len(words[0].removesuffix("*")) <= SHORT
        of = alphabets(written)
        alphabet = LATIN if of == {LATIN} else CYRILLIC if lonely and of else ""
        return cls(label, written, words, joined if len(joined) >= JOINED_FROM else "", alphabet)

    def can_be_in(self, present: frozenset[str], of: frozenset[str]) -> bool:
        """Whether a text with these words, of these alphabets, may hold the phrase."""
        return (not self.alphabet or self.alphabet in of) and present.issuperset(self.words)


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that was found, and the words of the text it was found in: the first, and one past the last."""

    phrase: Phrase
    first: int
    end: int

    def is_in(self, other: Hit) -> bool:
        """Whether it is the same phrase as another, no farther."""
        return self.phrase is other.phrase and other.first <= self.first and self.end <= other.end


class Phrases:
    """All phrases of some labels, ready to be looked for together."""

    def __init__(self, by_label: Mapping[str, Iterable[str]]) -> None:
        given = [(label, written) for label, phrases in by_label.items() for written in phrases]
        folded = fold_each([written for _, written in given])
        every = [Phrase.of(*one, words) for one, words in zip(given, folded, strict=True)]
        often = Counter(chain.from_iterable([phrase.words for phrase in every]))
        self._by_rarest = _listed((min(phrase.words, key=often.__getitem__), phrase) for phrase in every)
        self._by_start = _listed((phrase.joined[:START], phrase) for phrase in every if phrase.joined)
        self._tokens = often.keys()
        self._stems = {token[:-1] for token in self._tokens if token.endswith("*")}
        self._lengths = sorted(set(map(len, self._stems)))
        whole = [token for token in self._tokens if not token.endswith("*") and len(token) >= SWAP_FROM]
        self._typos = _listed((one, token) for token in whole for one in _shortened(token))

    def find_each(self, texts: Sequence[Folded]) -> Iterator[list[Hit]]:
        """The phrases in each of many texts, in its order; a word is looked up once, however many texts have it."""
        known = {word: self._matching(word) for word in _different(texts)}
        for words, of in texts:
            hits = self._in([known[word] for word in words], of)
            together = [hit for hit in self._run_together(words, of) if not any(hit.is_in(one) for one in hits)]
            yield sorted(hits + together, key=lambda hit: (hit.first, hit.end, hit.phrase.written))

    def find_written(self, texts: Sequence[Folded]) -> Iterator[list[Hit]]:
        """The phrases in each of many texts that were written with care: no typo is looked for."""
        known = {word: frozenset(self._exactly(word)) for word in _different(texts)}
        return (self._in([known[word] for word in words], of) for words, of in texts)

    def _in(self, tokens: list[frozenset[str]], of: frozenset[str]) -> list[Hit]:
        if not any(tokens):
            return []
        fitting = self._fitting(frozenset().union(*tokens), of)
        return list(_in_order(tokens, fitting)) if fitting else []

    def _exactly(self, word: str) -> list[str]:
        """The words of phrases that a word of the text is."""
        found = [word] if word in self._tokens else []
        return found + [f"{stem}*" for end in self._lengths if end <= len(word) and (stem := word[:end]) in self._stems]

    def _matching(self, word: str) -> frozenset[str]:
        """The words of phrases that a word of the text can be."""
        found = self._exactly(word)
        if SWAP_FROM <= len(word) <= TYPO_TO and word not in self._tokens:
            for one in (word, *_shortened(word)):
                found += [token for token in self._typos.get(one, ()) if _is_typo(word, token)]
        return frozenset(found)

    def _fitting(self, present: frozenset[str], of: frozenset[str]) -> dict[str, list[Phrase]]:
        """The phrases all of whose words are there, by their first word."""
        by_first: dict[str, list[Phrase]] = defaultdict(list)
        for rarest in present & self._by_rarest.keys():
            for one in self._by_rarest[rarest]:
                if one.can_be_in(present, of):
                    by_first[one.words[0]].append(one)
        return by_first

    def _run_together(self, words: list[str], of: frozenset[str]) -> Iterator[Hit]:
        """Phrases written without spaces; one that begins with a single letter begins a word: «меня» ends in «я»."""
        text, at, starts = _joined(words)
        looked_up = [text[place : place + START] for place in range(len(text))]
        if self._by_start.keys().isdisjoint(looked_up):
            return
        for place, start in enumerate(looked_up):
            for phrase in self._by_start.get(start, ()):
                at_start = len(phrase.words[0]) > 1 or place in starts
                told = at_start and phrase.alphabet in {"", *of}
                if told and text.startswith(phrase.joined, place):
                    yield Hit(phrase, at[place], at[place + len(phrase.joined) - 1] + 1)


def _listed(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    listed: dict[str, list[T]] = defaultdict(list)
    for key, one in pairs:
        listed[key].append(one)
    return dict(listed)  # no text finds a new key


def _joined(words: Sequence[str]) -> tuple[str, list[int], set[int]]:
    """Words without spaces, doubled letters as one; of which word each letter is; and where words begin."""
    text, at, starts = "", [], set()
    for place, word in enumerate(words):
        double = int(text[-1:] == word[:1])
        starts.add(len(text) - double)
        text += word[double:]
        at += [place] * (len(word) - double)
    return text, at, starts


def around(words: Sequence[str], hits: Sequence[Hit], without: Iterable[Hit] = ()) -> Sequence[str]:
    """The words of a text that hits stand in and those around them; all words when there is none.

    Left out are words of other hits, unless they are of both.
    """
    first = min((hit.first for hit in hits), default=0)
    end = max((hit.end for hit in hits), default=len(words))
    places = range(max(0, first - AROUND), min(end + AROUND, len(words)))
    left_out = {place for hit in without for place in range(hit.first, hit.end)} - {*range(first, end)}
    return [words[place] for place in places if place not in left_out]


def _different(texts: Sequence[Folded]) -> set[str]:
    return {word for words, _ in texts for word in words}


def _in_order(at: list[frozenset[str]], fitting: Mapping[str, list[Phrase]]) -> Iterator[Hit]:
    for first, tokens in enumerate(at):
        for token in tokens:
            for phrase in fitting.get(token, ()):
                if end := _follow(phrase.words, at, first):
                    yield Hit(phrase, first, end)


def _follow(tokens: tuple[str, ...], at: list[frozenset[str]], first: int) -> int:
    """One past the last word when the tokens follow each other from the first word on, else 0."""
    here = first
    for token in tokens[1:]:
        for place in range(here + 1, min(here + GAP + 2, len(at))):
            if token in at[place]:
                here = place
                break
        else:
            return 0
    return here + 1


def _starred(written: str, words: list[str]) -> Iterator[str]:
    """The folded words of a phrase; a star stays at the end of the word that it is written at."""
    parts = written.split()
    folded = [[word] for word in words] if len(words) == len(parts) else [fold(part) for part in parts]
    for part, apart in zip(parts, folded, strict=True):
        yield from apart[:-1]
        yield from (word + "*" * part.endswith("*") for word in apart[-1:])


def _is_typo(word: str, token: str) -> bool:
    """Whether the difference, never of the first letter, is one slip of the finger."""
    if word[0] != token[0] or len(word) != len(token):
        return word[0] == token[0] and len(token) >= SLIP_FROM
    wrong = sum(one != other for one, other in zip(word, token, strict=True))
    return (wrong == 1 and len(token) >= ANY_FROM) or sorted(word) == sorted(token)


def _shortened(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))
