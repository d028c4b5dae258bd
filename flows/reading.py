"""How hard words are to read: sentences, words, syllables, and the published formulas over them. Knows no screens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

AIM = 8
"""The school year whose pupils should understand a screen: it is written for them, and for tired grown-ups."""
LONGEST_SENTENCE = 25
"""Words. insidegovuk.blog.gov.uk, 2014, "Sentence length: why 25 words is our limit": from there on it is difficult."""
LONG_WORD = 7
"""Letters from which LIX calls a word long: "more than 6 letters"."""

Prose = Sequence[Sequence[str]]
"""The words of each sentence."""

_UNREAD = re.compile(
    r"https?://\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b(?:/\S*)?"  # addresses
    r"|→[^→.!?;:,\n]*"  # buttons to press one after another: what is written on them is not ours
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_CLOSED = re.compile(r"[.!?…:;][»”\")]*$")
_END = re.compile(
    r"(?<=[.!?…])(?<!\b\w\.)"  # not after an initial
    r"(?:(?<!\b[^\W\d]{2}\.)|(?!\s\d))"  # nor between «ст.» and its number
    r"[»”\")]*\s+(?![a-zа-яёәғқңөұүһі])"
)
_SILENT = re.compile(r"(?:(?<![^aeiouy]l)e|(?<![td])ed|(?<![^aeiouy]l)(?<![sxzcg])(?<!ch)(?<!sh)es)$")


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text without tags. A line ends one; what no mark closes is a heading, and is none."""
    for line in text.splitlines():
        *whole, last = _END.split(line.strip())
        yield from (one for one in (*whole, last if _CLOSED.search(last) else "") if words(one))


def words(text: str) -> list[str]:
    """The words of a text; numbers, addresses and buttons after «→» are none, «из-за» and "don't" are one each."""
    return _WORD.findall(_UNREAD.sub("", text))


def lix(prose: Prose) -> float:
    """The words of a sentence plus the percentage of long words. C. H. Björnsson, Läsbarhet, Stockholm: Liber, 1968.

    Of the parts that readabilityformulas.com ("The LIX readability formula") lists, sentences are counted as here.
    """
    every = [word for sentence in prose for word in sentence]
    return len(every) / len(prose) + 100 * long_words(every)


def long_words(every: Sequence[str]) -> float:
    """The share of long words."""
    return sum(len(word) >= LONG_WORD for word in every) / len(every)


def _russian(word: str) -> int:
    return sum(letter in "аеёиоуыэюя" for letter in word.lower())


def _english(word: str) -> int:
    """By groups of vowels, less what is not heard at the end: near enough for the mean of many words."""
    return len(re.findall("[aeiouy]+", _SILENT.sub("", word.lower())))


class Formula(NamedTuple):
    """A school year: so much for each word of a sentence and each syllable of a word, less a constant."""

    name: str
    word: float
    syllable: float
    less: float
    heard: Callable[[str], int]

    def year(self, prose: Prose) -> float:
        """The school year whose pupils should understand the sentences."""
        every = [word for sentence in prose for word in sentence]
        syllables = sum(max(1, self.heard(word)) for word in every)
        return self.word * len(every) / len(prose) + self.syllable * syllables / len(every) - self.less


FORMULAS = {
    "ru": Formula("Flesch–Kincaid, И. В. Оборнева 2006", 0.5, 8.4, 15.59, _russian),
    "en": Formula("Flesch–Kincaid 1975", 0.39, 11.8, 15.59, _english),
}
"""By language. Russian: И. В. Оборнева, «Автоматизированная оценка сложности учебных текстов», 2006, as programs for
Russian quote her grade formula beside her reading ease (206.835 - 1.3 - 60.1). English: J. P. Kincaid and others, 1975;
en.wikipedia.org, "Flesch–Kincaid readability tests". For Kazakh none was found that anybody has tried on readers.
"""
