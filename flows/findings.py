"""What the checks of words, sources, translations and sign-offs say to an editor, in Russian and English."""

from __future__ import annotations

Said = dict[str, tuple[str, str]]

FINDINGS: dict[str, Said] = {
    "hurtful-word": {
        "en": ("the {language} text says «{word}» ({why})", "write rather: {instead}"),
        "ru": ("в тексте {language} стоит «{word}» ({why})", "лучше написать: {instead}"),
    },
    "personal-question": {
        "en": ("a question asks who the person is: «{word}» ({language})", "ask only what changes the advice"),
        "ru": ("вопрос о том, кто этот человек: «{word}» ({language})", "спрашивайте только то, что меняет совет"),
    },
    "gendered": {
        "en": ("«{word}» speaks to one sex, or to two in brackets", "write so that it does not show: «что случилось»"),
        "ru": ("в словах «{word}» виден род", "напишите без рода: «что случилось», «вам угрожают»"),
    },
    "kazakh-letters": {
        "en": ("the Kazakh word «{word}» is typed with Russian letters", "write «{meant}»"),
        "ru": ("казахское слово «{word}» набрано русскими буквами", "напишите «{meant}»"),
    },
    "foreign-letter": {
        "en": ("the letter «{letter}» is in no alphabet of this text ({language})", "type the word again"),
        "ru": ("буквы «{letter}» нет в алфавите этого текста ({language})", "наберите слово заново"),
    },
    "link": {
        "en": ("the address {url} will not do: {why}", "give the page's own address, as https://site.kz/page"),
        "ru": ("такой адрес не годится: {url} ({why})", "дайте прямой адрес страницы, как https://site.kz/page"),
    },
    "unsourced": {
        "en": ("«{id}» names no source", "add «sources:» with address and date, or «advice: yes» for a sign-off"),
        "ru": ("у «{id}» нет источника", "добавьте «sources:» с адресом и датой или «advice: yes» для подписи"),
    },
    "source-date": {
        "en": ("«{date}» is no date", "write the day it was read: 2026-11-24"),
        "ru": ("«{date}» – не дата", "напишите день, когда источник читали: 2026-11-24"),
    },
    "future-date": {
        "en": ("the day {date} is still to come", "write the day on which it was checked"),
        "ru": ("день {date} ещё не наступил", "напишите день, когда это проверили"),
    },
    "too-old": {
        "en": ("this was checked {days} days ago ({date})", "at most {most}: check it again and write today's date"),
        "ru": ("это проверяли {days} дней назад ({date})", "не больше {most}: проверьте снова и поставьте дату"),
    },
    "stale-translation": {
        "en": (
            "the {source} text has changed since this {language} text was written",
            "translate it again; if it is right as it is: qorgan translate accept",
        ),
        "ru": (
            "текст {source} изменился после того, как написан этот текст {language}",
            "переведите заново; если он верен и так: qorgan translate accept",
        ),
    },
    "unrecorded": {
        "en": ("it is not noted which source texts {found} translations were made from", "qorgan translate record"),
        "ru": ("не записано, с каких текстов сделано переводов: {found}", "qorgan translate record"),
    },
    "unsigned": {
        "en": ("{area} was not signed by: {role}", "let them read it (qorgan export html), then qorgan sign"),
        "ru": ("{area} ещё не подписали: {role}", "дайте прочитать (qorgan export html), затем qorgan sign"),
    },
    "unsigned-changed": {
        "en": ("{area} changed after it was signed by: {role}", "let them read it again, then qorgan sign"),
        "ru": ("{area} изменили после подписи: {role}", "дайте прочитать снова, затем qorgan sign"),
    },
    "asked-twice": {
        "en": ("{flow} asks the question «{id}» twice", "delete one of the two, or word them differently"),
        "ru": ("{flow} задаёт вопрос «{id}» дважды", "удалите один из двух или спросите другими словами"),
    },
    "stray-front-door": {
        "en": ("the front door does not open {flow}", "it stands first in a situation, once, and nowhere else"),
        "ru": ("front-door стоит не в начале ({flow})", "он бывает только первым шагом ситуации, один раз"),
    },
}
