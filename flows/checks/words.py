"""Words: none that blame, none of lawyers, none of one sex only, and no question about the person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from flows.checks import Subject, check
from flows.checks.texts import unmarked
from flows.extra import Avoided, WordsFile, read_extra
from flows.models import Fact, Text
from flows.problems import Problem, problem
from flows.steps import Ask
from flows.texts import below, within

QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
ENDINGS = r"(?:л|ла|лся|лась)"
GENDERED = re.compile(
    r"\w*\((?:а|ла|на|ая|ой|лась|ей|я)\)|\b\w+[лн]/а\b"  # сделал(а), готов(а), сделал/а
    rf"|\b(?:я|вы)\s(?:не\s|уже\s|сами\s|это\s)*\w{{2,}}{ENDINGS}\b",  # я сделал, вы уже сделала
    re.IGNORECASE,
)
SPECIAL = str.maketrans("әғқңөұүһі", "агкноуухи")
"""Kazakh letters, and the Russian ones typed for lack of them."""
WORD = re.compile(r"[а-яёәғқңөұүһі]{3,}")
OTHER_CYRILLIC = re.compile(r"(?![а-яёәғқңөұүһі])[Ѐ-ӿǝə]", re.IGNORECASE)
OFTEN, TIMES = 3, 5
"""How often a word stands in the content with its Kazakh letters, and how many times as often as without them."""


@check
def hurtful_words(subject: Subject) -> Iterable[Problem]:
    """No text blames, doubts, promises too much or speaks like a lawyer; the list is `words.yaml`."""
    file, found = _list(subject)
    yield from found
    for entry in file.words if file else ():
        yield from _said(subject, entry)


@check
def personal_question(subject: Subject) -> Iterable[Problem]:
    """No question asks who the person is; the list is `words.yaml`."""
    file, _ = _list(subject)
    questions = [*within(subject.catalog, Ask), *within(subject.catalog, Fact)]
    for language, phrases in file.personal.by.items() if file else ():
        pattern = _pattern(phrases)
        for place, question in questions:
            for text in below(question, Text):
                if hit := pattern.search(_prose(text.by.get(language, ""))):
                    yield problem(place, text.line, "personal-question", language=language, word=hit[0])


@check
def gendered_words(subject: Subject) -> Iterable[Problem]:
    """Russian speaks to women and men alike: no «сделал(а)», no «вы сделали» in one sex."""
    for file, text in subject.texts:
        for hit in GENDERED.findall(_prose(text.by.get("ru", ""))):
            yield problem(file, text.line, "gendered", word=hit)


@check
def kazakh_letters(subject: Subject) -> Iterable[Problem]:
    """No Kazakh word is typed with Russian letters, as judged by how the rest of the content writes it."""
    said = [(file, text, WORD.findall(unmarked(text.by.get("kk", "")).lower())) for file, text in subject.texts]
    count = Counter(word for *_, words in said for word in words)
    plain = {word.translate(SPECIAL): word for word in sorted(count, key=lambda word: count[word])}
    for file, text, words in said:
        for word in words:
            meant = plain.get(word, word)
            if meant != word and count[meant] >= max(OFTEN, TIMES * count[word]):
                yield problem(file, text.line, "kazakh-letters", word=word, meant=meant)


@check
def foreign_letters(subject: Subject) -> Iterable[Problem]:
    """No letter of another Cyrillic alphabet stands for one of ours that looks like it."""
    for file, text in subject.texts:
        for language in ("kk", "ru"):
            for letter in OTHER_CYRILLIC.findall(text.by.get(language, "")):
                yield problem(file, text.line, "foreign-letter", letter=letter, language=language)


def _said(subject: Subject, entry: Avoided) -> Iterator[Problem]:
    pattern = _pattern(entry.avoid)
    stems = [phrase.split("*")[0].strip().casefold() for phrase in entry.avoid]
    for file, text in subject.texts:
        said = text.by.get(entry.language, "")
        folded = said.casefold()
        if any(stem in folded for stem in stems) and (hit := pattern.search(_prose(said))):
            values = {"word": hit[0], "language": entry.language, "why": entry.why, "instead": entry.instead}
            yield problem(file, text.line, "hurtful-word", **values)


def _list(subject: Subject) -> tuple[WordsFile | None, list[Problem]]:
    return read_extra(subject.folder, "words.yaml", WordsFile, subject.catalog.languages)


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of the phrases, as whole words; a star stands for any ending."""
    words = ("".join(r"\w*" if part == "*" else re.escape(part) for part in re.split(r"(\*)", one)) for one in phrases)
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def _prose(text: str) -> str:
    """A text in its own words: what it quotes, tags and addresses are left out."""
    return QUOTED.sub(" ", unmarked(text))
