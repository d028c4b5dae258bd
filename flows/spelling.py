"""Spelling made one: what people type, in whatever alphabet and with whatever typos, as words that can be compared.

Kazakh typed with Russian letters or in Latin, Russian in transliteration, ё and е, doubled and spaced-out letters
all come out alike. The words are for comparing only; nobody is meant to read them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import chain

MOST_LETTERS = 4096
"""Letters read of one text. Bot API, Message.text: "0-4096 characters"."""
SPACED = 3
"""More single letters in a row than this are one word typed with gaps."""

CYRILLIC, LATIN = "cyrillic", "latin"
_BOTH, _ONLY_CYRILLIC, _ONLY_LATIN, _NEITHER = map(frozenset[str], ((CYRILLIC, LATIN), (CYRILLIC,), (LATIN,), ()))
SIGNS = "🆘🔪🔫💊🩸⚰"
"""Emoji that cry for help; each is a word. All others tell nothing."""

_LETTERS = str.maketrans(
    dict(zip("абвгдеёжзийклмнопрстуфхцэыя", "abvgdeejziiklmnoprstufhkeia", strict=True))
    | dict(zip("әғқңөұүһіў", "agknouuhiu", strict=True))
    | {"ч": "ç", "ш": "ş", "щ": "ş", "ю": "u", "ı": "i"}
    | dict.fromkeys("ъь'’ʼ`", "")
)
_PAIRS = {
    **dict.fromkeys(("shch", "sch", "sh"), "ş"),
    **dict.fromkeys(("zh", "dzh", "dj"), "j"),
    **dict.fromkeys(("ya", "ia"), "a"),
    **dict.fromkeys(("yu", "iu"), "u"),
    **dict.fromkeys(("yo", "ye"), "e"),
    **dict.fromkeys(("ts", "ck"), "k"),
    "ch": "ç",
    "kh": "h",
    "gh": "g",
    "ng": "n",
    "ph": "f",
}
_PAIR = re.compile("|".join(sorted(_PAIRS, key=len, reverse=True)))
_LATIN = (("c", "k"), ("q", "k"), ("x", "h"), ("y", "i"), ("w", "v"))
_FOUR = re.compile(r"4(?=[a-zçş])")  # 4to: что
_SMALL = re.compile(r"(?<![a-zçş0-9])[0-9]{1,2}(?![a-zçş0-9])")  # somebody's age, a sum: any of them tells the same
_DOUBLE = re.compile(r"([a-zçş])\1+")
_WORD = re.compile(f"[a-zçş0-9]+|[{SIGNS}]")
_ODD = re.compile(r"[^\x00-\x7fçş]+")  # those two stand for a sound of their own
_MARKS = dict.fromkeys((*range(0x300, 0x370), 0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF))  # accents, unseen signs
_OF_CYRILLIC = "А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі"
_CYRILLIC_LETTER = re.compile(f"[{_OF_CYRILLIC}]")
_LATIN_LETTER = re.compile("[A-Za-z]")
_STRAY = re.compile(f"(?<=[{_OF_CYRILLIC}])[aceopxy]+|[aceopxy]+(?=[{_OF_CYRILLIC}])")
_LOOK_ALIKE = str.maketrans("aceopxy", "асеорху")


def fold(text: str) -> list[str]:
    """The words of a text (its first 4096 letters) in one plain Latin spelling, in order."""
    return fold_each([text])[0]


def fold_each(texts: Sequence[str]) -> list[list[str]]:
    """The words of each of many texts; what stands between spaces is respelled once, however often it is written."""
    typed = [text[:MOST_LETTERS].split() for text in texts]
    different = list(dict.fromkeys(chain.from_iterable(typed)))
    lines = _respelled("\n".join(different)).split("\n")
    respelled = {one: _WORD.findall(line) for one, line in zip(different, lines, strict=False)}  # of none, one line
    return [_unspaced([word for one in every for word in respelled[one]]) for every in typed]


def _respelled(text: str) -> str:
    text = unicodedata.normalize("NFC", text).lower()
    text = _STRAY.sub(lambda found: found[0].translate(_LOOK_ALIKE), text).translate(_LETTERS)
    text = _ODD.sub(_plain, text)
    text = _PAIR.sub(lambda found: _PAIRS[found[0]], text)
    if "4" in text:
        text = _FOUR.sub("ç", text)
    text = _SMALL.sub("0", text)
    for typed, plain in _LATIN:
        text = text.replace(typed, plain)
    return _DOUBLE.sub(r"\1", text)


def run_together(words: Iterable[str]) -> str:
    """Folded words without spaces, as if somebody had typed them so."""
    return _DOUBLE.sub(r"\1", "".join(words))


def alphabets(text: str) -> frozenset[str]:
    """Which alphabets the letters of a text (its first 4096) are of."""
    text = text[:MOST_LETTERS]
    return _alphabets(text) or _alphabets(unicodedata.normalize("NFKD", text))  # letters in a fancy style


def _alphabets(text: str) -> frozenset[str]:
    latin = _LATIN_LETTER.search(text) is not None
    if not text.isascii() and _CYRILLIC_LETTER.search(text):
        return _BOTH if latin else _ONLY_CYRILLIC
    return _ONLY_LATIN if latin else _NEITHER


def _plain(found: re.Match[str]) -> str:
    """Letters without their accents, and plain ones in the place of those in a fancy style."""
    return unicodedata.normalize("NFKD", found[0]).lower().translate(_LETTERS | _MARKS)


def _unspaced(words: list[str]) -> list[str]:
    if len(words) <= SPACED or list(map(len, words)).count(1) <= SPACED:
        return words
    joined: list[str] = []
    run: list[str] = []
    for word in (*words, ""):
        if len(word) == 1 and word.isalpha():
            run.append(word)
            continue
        joined += ["".join(run)] if len(run) > SPACED else run
        run = []
        if word:
            joined.append(word)
    return joined
