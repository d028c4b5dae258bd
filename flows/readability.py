"""The report on length and readability: every screen as a person reads it, and where to write shorter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median

from flows.catalog import Catalog
from flows.checks import Subject
from flows.checks.screens import Measured, places
from flows.models import Text
from flows.reading import AIM, FORMULAS, LONG_WORD, LONGEST_SENTENCE, Prose, lix, long_words, sentences, words
from flows.screens import visible
from flows.texts import below
from flows.whereabouts import Written, written

HARDEST = 15
"""Screens named for each language."""
ENOUGH = 20
"""Words in sentences from which a formula says something about a screen."""
SHOWN = 60
"""Characters of a screen's longest sentence, by which an editor knows it again."""
NONE = "–"

HEAD = {
    "ru": "Длина и читаемость. Каждый экран считается один раз, в самом длинном виде, какой бывает; предложение –\n"
    f"тоже один раз. Заголовки и строки без точки – не предложения. Цель: понятно в {AIM} классе, предложение – не\n"
    f"больше {LONGEST_SENTENCE} слов.",
    "en": "Length and readability. Each screen counts once, in the longest form it can have; each sentence once too.\n"
    f"Headings and lines without a full stop are no sentences. The aim: understood in school year {AIM}, no sentence\n"
    f"of more than {LONGEST_SENTENCE} words.",
}
ROWS = {
    "screens": ("Экранов", "Screens"),
    "words": ("Слов на экранах", "Words on the screens"),
    "typical-screen": ("Знаков на экране: обычно (медиана)", "Characters of a screen: median"),
    "longest-screen": ("Знаков на экране: больше всего", "Characters of a screen: most"),
    "sentences": ("Разных предложений", "Different sentences"),
    "typical-sentence": ("Слов в предложении: обычно (медиана)", "Words of a sentence: median"),
    "most-sentences": ("Слов в 9 предложениях из 10: не больше", "Words of 9 sentences in 10: at most"),
    "longest-sentence": ("Слов в предложении: больше всего", "Words of a sentence: most"),
    "long-words": (f"Длинных слов (от {LONG_WORD} букв)", f"Long words ({LONG_WORD} letters or more)"),
    "lix": ("LIX: слов в предложении + % длинных слов", "LIX: words of a sentence + % of long words"),
    "year": ("Класс школы", "School year"),
    "hard-screens": (f"Экранов труднее {AIM} класса", f"Screens harder than school year {AIM}"),
}
TABLE = {
    "ru": "Самые трудные экраны: {language} ({by}). Строка и кавычки – где самое длинное предложение.",
    "en": "The hardest screens: {language} (by {by}). Line and quotes: the longest sentence.",
}
FOOT = {
    "ru": "Класс школы: {formulas}. Для казахского испытанной формулы нет: только LIX (C. H. Björnsson 1968).\n"
    "LIX придуман для шведского: сравнивайте им экраны одного языка, а не языки между собой.\n"
    "Формула видит длину, а не смысл: читайте вслух.",
    "en": "School year: {formulas}. For Kazakh there is no tried formula: only LIX (C. H. Björnsson 1968).\n"
    "LIX was made for Swedish: compare screens of one language by it, not languages with each other.\n"
    "A formula sees length, not sense: read aloud.",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A screen in one language: its words without tags, the sentences among them, and where they are written."""

    text: str
    sentences: tuple[str, ...]
    prose: Prose
    where: Written

    def line_of(self, sentence: str, language: str) -> tuple[str, int]:
        """The file and line of the text with one of its sentences; of the screen, when a blank was filled in."""
        for file, item in self.where.items:
            for text in below(item, Text):
                if sentence in visible(text.by.get(language, "")):
                    return file, text.line
        return self.where.file, self.where.line


def report(catalog: Catalog, folder: Path, now: datetime, tongue: str) -> str:
    """What there is to read in each language, and the screens that are hardest to read, in Russian or English."""
    shown = screens(Subject(catalog, folder, now))
    columns = {language: figures(language, every, tongue) for language, every in shown.items()}
    label = 0 if tongue == "ru" else 1
    wide = max(len(said[label]) for said in ROWS.values())
    rows = ["".join(f"{'':{wide}}" + "".join(f"{one.upper():>9}" for one in columns))]
    for key, said in ROWS.items():
        rows.append(f"{said[label]:{wide}}" + "".join(f"{one[key]:>9}" for one in columns.values()))
    tables = [_table(language, every, tongue) for language, every in shown.items()]
    formulas = "; ".join(f"{one.upper()} – {formula.name}" for one, formula in FORMULAS.items() if one in shown)
    return "\n\n".join([HEAD[tongue], "\n".join(rows), *tables, FOOT[tongue].format(formulas=formulas)]) + "\n"


def screens(subject: Subject) -> dict[str, list[Shown]]:
    """Every screen by language, in the longest form that answers, hours and days give it."""
    longest: dict[tuple[str, ...], tuple[str, Measured]] = {}
    for place in places(subject):
        at = place.position
        text = visible(subject.draw.screen(at, place.now or subject.now).text)
        step = "" if at.view == "plan" else at.step  # a flow has one plan, wherever it is opened
        key = (at.language, at.flow, step, at.view, at.argument)
        if key not in longest or (len(text), text) > (len(longest[key][0]), longest[key][0]):
            longest[key] = text, place
    # a shared step reads the same in every flow, but for the count of steps in its first line
    once = {(key[0], found[0].partition("\n")[2] or found[0]): found for key, found in longest.items()}
    return {
        language: [_shown(subject, *found) for (said, _), found in once.items() if said == language]
        for language in subject.catalog.languages
    }


def figures(language: str, every: Sequence[Shown], tongue: str) -> dict[str, str]:
    """The figures of a language, by the keys of `ROWS`."""
    different = {said: found for one in every for said, found in zip(one.sentences, one.prose, strict=True)}
    prose = list(different.values())
    if not prose:
        return dict.fromkeys(ROWS, NONE)
    lengths, sizes = sorted(map(len, prose)), [len(shown.text) for shown in every]
    formula = FORMULAS.get(language)
    hard = [one for one in _measurable(every) if formula and formula.year(one.prose) > AIM]
    return {
        "screens": str(len(every)),
        "words": str(sum(len(words(shown.text)) for shown in every)),
        "typical-screen": str(round(median(sizes))),
        "longest-screen": str(max(sizes)),
        "sentences": str(len(prose)),
        "typical-sentence": str(round(median(lengths))),
        "most-sentences": str(lengths[(len(lengths) - 1) * 9 // 10]),
        "longest-sentence": str(lengths[-1]),
        "long-words": f"{long_words([word for one in prose for word in one]):.0%}",
        "lix": str(round(lix(prose))),
        "year": _decimal(formula.year(prose), tongue) if formula else NONE,
        "hard-screens": str(len(hard)) if formula else NONE,
    }


def _shown(subject: Subject, text: str, place: Measured) -> Shown:
    said = tuple(sentences(text))
    where = written(subject.draw, place.position, place.now or subject.now)
    return Shown(text, said, [words(one) for one in said], where)


def _measurable(every: Iterable[Shown]) -> list[Shown]:
    return [one for one in every if sum(map(len, one.prose)) >= ENOUGH]


def _table(language: str, every: Sequence[Shown], tongue: str) -> str:
    formula = FORMULAS.get(language)
    hard: Callable[[Prose], float] = formula.year if formula else lix
    ranked = sorted(
        ((hard(one.prose), one) for one in _measurable(every)), key=lambda found: (-found[0], found[1].text)
    )
    rows: dict[tuple[str, int], str] = {}
    for found, one in ranked:
        longest = max(one.sentences, key=lambda said: len(words(said)))
        place = one.line_of(longest, language)
        begun = longest if len(longest) <= SHOWN else f"{longest[:SHOWN].rstrip()}…"
        rows.setdefault(place, f"{_decimal(found, tongue):>6}  {place[0]}:{place[1]}  «{begun}»")
        if len(rows) == HARDEST:
            break
    by = ROWS["year"][0 if tongue == "ru" else 1].lower() if formula else "LIX"
    return "\n".join([TABLE[tongue].format(language=language.upper(), by=by), *rows.values()])


def _decimal(found: float, tongue: str) -> str:
    return f"{found:.1f}".replace(".", "," if tongue == "ru" else ".")
