"""Words: Kazakh letters, copies between languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from flows.checks import Subject, check
from flows.problems import Problem, problem

LATIN_LOOKALIKES = re.compile(r"(?=\w*[а-яёәғқңөұүһі])(?=\w*[a-z])[\w]+", re.IGNORECASE)
TAGS = {"b", "i", "u", "s", "code", "pre", "a", "blockquote"}
FEW_WORDS = 2
"""A title of so few words may be the same in two languages."""
SAME_IS_FINE = re.compile(r"[\W\d_]*|[\x00-\x7f]+|\{.*\}")


@check
def html(subject: Subject) -> Iterable[Problem]:
    """No text has HTML that Telegram refuses; screens are made of whole texts, so that theirs is right too."""
    for file, text in subject.texts:
        for language, said in text.by.items():
            if error := html_error(said):
                yield problem(file, text.line, "html", detail=error, where=language)
    for line in subject.catalog.about:
        if error := html_error(line.value):
            yield problem("about.yaml", line.line, "html", detail=error, where=line.id)


@check
def mixed_letters(subject: Subject) -> Iterable[Problem]:
    """No word of Russian or Kazakh holds a Latin letter that only looks right."""
    for file, text in subject.texts:
        for language in ("ru", "kk"):
            for word in LATIN_LOOKALIKES.findall(_prose(text.by.get(language, ""))):
                yield problem(file, text.line, "mixed-letters", word=word, language=language)


@check
def copied_text(subject: Subject) -> Iterable[Problem]:
    """A language's text is not a copy of another's."""
    for file, text in subject.texts:
        kazakh, russian = text.by.get("kk"), text.by.get("ru", "")
        if kazakh == russian and len(russian.split()) > FEW_WORDS and not SAME_IS_FINE.fullmatch(russian):
            yield problem(file, text.line, "copied-text", language="kk", other="ru")


def _prose(text: str) -> str:
    """A text without tags, addresses and blanks to fill."""
    return re.sub(r"<[^>]+>|https?://\S+|\{\w+\}", " ", text)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.error = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag not in TAGS or (attrs and tag != "a"):
            self.error = self.error or f"<{tag}>"
        if tag == "a" and not str(dict(attrs).get("href", "")).startswith("https://"):
            self.error = self.error or "<a href>"

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.error = self.error or f"</{tag}>"


def html_error(text: str) -> str:
    """What Telegram would refuse in a text's HTML, or nothing. Bot API, "HTML style"."""
    parser = _Tags()
    parser.feed(text)
    parser.close()
    if parser.error or parser.open:
        return parser.error or f"<{parser.open[-1]}>"
    bare = text.replace("&lt;", "").replace("&gt;", "").replace("&amp;", "").replace("&quot;", "")
    return "&" if "&" in bare else ""
