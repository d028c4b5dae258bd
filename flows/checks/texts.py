"""Words: Kazakh letters, copies between languages, sentences too long to follow."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flows.checks import Subject, check
from flows.problems import Problem, problem
from flows.reading import LONGEST_SENTENCE, sentences, words
from flows.screens import visible

MARKUP = re.compile(r"<[^>]+>|https?://\S+|\{\w+\}")
LATIN_LOOKALIKES = re.compile(r"(?=\w*[а-яёәғқңөұүһі])(?=\w*[a-z])[\w]+", re.IGNORECASE)
FEW_WORDS = 2
"""A title of so few words may be the same in two languages."""
BEGUN = 40
"""Characters by which an editor finds a sentence."""
SAME_IS_FINE = re.compile(r"[\W\d_]*|[\x00-\x7f]+|\{.*\}")


@check
def mixed_letters(subject: Subject) -> Iterable[Problem]:
    """No word of Russian or Kazakh holds a Latin letter that only looks right."""
    for file, text in subject.texts:
        for language in ("ru", "kk"):
            for word in LATIN_LOOKALIKES.findall(unmarked(text.by.get(language, ""))):
                yield problem(file, text.line, "mixed-letters", word=word, language=language)


@check
def copied_text(subject: Subject) -> Iterable[Problem]:
    """A language's text is not a copy of another's."""
    for file, text in subject.texts:
        kazakh, russian = text.by.get("kk"), text.by.get("ru", "")
        if kazakh == russian and len(russian.split()) > FEW_WORDS and not SAME_IS_FINE.fullmatch(russian):
            yield problem(file, text.line, "copied-text", language="kk", other="ru")


PARTS = re.compile(r"\w+")
"""At least as many as there are words: few lines have so many that their sentences need be told apart."""


@check
def long_sentence(subject: Subject) -> Iterable[Problem]:
    """No sentence has more words than a reader in distress can follow."""
    for file, text in subject.texts:
        for language, said in text.by.items():
            long = [line for line in said.splitlines() if len(PARTS.findall(line)) > LONGEST_SENTENCE]
            for sentence in sentences(visible("\n".join(long))):
                if (found := len(words(sentence))) > LONGEST_SENTENCE:
                    values = {"language": language, "found": found, "limit": LONGEST_SENTENCE}
                    yield problem(file, text.line, "long-sentence", begun=sentence[:BEGUN].rstrip(), **values)


def unmarked(text: str) -> str:
    """A text without tags, addresses and blanks to fill."""
    return MARKUP.sub(" ", text)
