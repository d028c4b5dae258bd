"""What the checks say to an editor about content that can be loaded, in Russian and English."""

from __future__ import annotations

Said = dict[str, tuple[str, str]]

FINDINGS: dict[str, Said] = {
    # Words, sources, translations, sign-offs
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
            "translate it again; if it is right as it is, say so at the desk or with qorgan translate accept",
        ),
        "ru": (
            "текст {source} изменился после того, как написан этот текст {language}",
            "переведите заново; верен и так – отметьте на столе (или qorgan translate accept)",
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
    # Scenarios
    "scenario": {
        "en": (
            "scenario «{id}» promises «{expected}», met: {found}",
            "mend the flow; or the scenario, if the change is meant",
        ),
        "ru": (
            "проба «{id}» обещает «{expected}», а есть: {found}",
            "исправьте шаги; или саму пробу, если так и надо",
        ),
    },
    "scenario-tap": {
        "en": ("in scenario «{id}» there is no button «{tap}»", "the screen has: {labels}"),
        "ru": ("в пробе «{id}» нет кнопки «{tap}»", "на экране есть: {labels}"),
    },
    "scenario-unasked": {
        "en": (
            "scenario «{id}» answers «{fact}», which is never asked there",
            "delete the answer, or move it to «known:»",
        ),
        "ru": (
            "проба «{id}» отвечает на «{fact}», но там об этом не спрашивают",
            "удалите ответ или перенесите в «known:»",
        ),
    },
    "no-scenario": {
        "en": ("{flow} has no scenario with «{answers}»", "write one in content/scenarios/{flow}.yaml"),
        "ru": ("у {flow} нет пробы с «{answers}»", "напишите её в content/scenarios/{flow}.yaml"),
    },
    # What the checks prove
    "unreachable-step": {
        "en": ("no answers lead to step «{id}» of {flow}", "change its «when:», or delete it"),
        "ru": ("никакие ответы не ведут к шагу «{id}» ({flow})", "измените его «when:» или удалите шаг"),
    },
    "too-many-states": {
        "en": ("{flow} has more than {most} states", "ask fewer questions, or split the flow"),
        "ru": ("у {flow} больше {most} состояний", "задавайте меньше вопросов или разделите сценарий"),
    },
    "no-contacts": {
        "en": (
            "with these answers {flow} ends without contacts: {answers}",
            "let a «contacts» step without «when:» come last",
        ),
        "ru": (
            "при этих ответах {flow} кончается без контактов: {answers}",
            "поставьте последним шаг «contacts» без «when:»",
        ),
    },
    "no-front-door": {
        "en": ("{flow} does not begin with the front door", "make «- front-door» its first step"),
        "ru": ("{flow} начинается не с front-door", "поставьте первым шагом «- front-door»"),
    },
    "too-many-actions": {
        "en": (
            "with these answers {flow} has {found} actions: {answers}",
            "at most 8: give the later ones «extra: yes»",
        ),
        "ru": ("при этих ответах в {flow} {found} действий: {answers}", "не больше 8: поздним добавьте «extra: yes»"),
    },
    "no-way-for-the-young": {
        "en": ("«{id}» is for {who} only, and those under 18 come to it", "add «minor: …»: the route open to them"),
        "ru": ("«{id}» только для {who}, а сюда приходят и младше 18", "добавьте «minor: …»: что могут сделать они"),
    },
    "late-action": {
        "en": ("the first action of {flow} comes late", "before it: at most one question and one «say»"),
        "ru": ("первое действие в {flow} слишком далеко", "до него – не больше одного вопроса и одного «say»"),
    },
    "screen-too-long": {
        "en": ("the screen ({where}) has {found} characters", "at most {limit}: shorten it, or move a part to «more:»"),
        "ru": ("на экране ({where}) {found} знаков", "не больше {limit}: сократите или перенесите часть в «more:»"),
    },
    "message-too-long": {
        "en": ("the message ({where}) has {found} characters, and Telegram would refuse it", "at most {limit}"),
        "ru": ("в сообщении ({where}) {found} знаков, и Telegram его не примет", "не больше {limit}: сократите"),
    },
    "unseen-text": {
        "en": (
            "only those under 18 come to «{id}», and they read its «minor:»: nobody ever reads its «text:»",
            "put the words of «minor:» into «text:», and delete «minor:»",
        ),
        "ru": (
            "к «{id}» приходят только младше 18 и читают «minor:»: его «text:» никто не увидит",
            "перенесите слова из «minor:» в «text:» и удалите «minor:»",
        ),
    },
    "too-many-buttons": {
        "en": ("the screen ({where}) has {found} buttons above the last row", "at most {limit}"),
        "ru": ("на экране ({where}) {found} кнопок над нижним рядом", "не больше {limit}"),
    },
    "label-too-long": {
        "en": ("the button «{label}» ({where}) has {found} characters", "at most {limit}"),
        "ru": ("в кнопке «{label}» ({where}) {found} знаков", "не больше {limit}"),
    },
    "copy-too-long": {
        "en": ("the text to copy «{label}» ({where}) has {found} characters", "1 to {limit}"),
        "ru": ("в тексте для копирования «{label}» ({where}) {found} знаков", "от 1 до {limit}"),
    },
    "last-row": {
        "en": (
            "the last row is not hide, back, menu, help now ({where})",
            "this is a fault of the program: tell a developer",
        ),
        "ru": ("нижний ряд – не «скрыть, назад, меню, SOS» ({where})", "это ошибка программы: сообщите разработчику"),
    },
    "no-open-line": {
        "en": ("in {flow}, {at}, nobody answers those with: {answers}", "let one line that is always open fit them"),
        "ru": (
            "в {flow}, {at}, некому ответить тем, у кого: {answers}",
            "пусть им подходит хотя бы одна круглосуточная линия",
        ),
    },
    "unused": {
        "en": ("the {what} «{id}» is never shown", "use it, or delete it"),
        "ru": ("это нигде не показывается ({what}): «{id}»", "используйте или удалите"),
    },
    "about-empty": {
        "en": ("nobody can see «{id}»: its value is empty", "write who runs this bot and how to reach them"),
        "ru": ("«{id}» никто не увидит: значение пустое", "напишите, кто ведёт бота и как с ними связаться"),
    },
    "mixed-letters": {
        "en": ("Latin letters stand in the word «{word}» ({language})", "type the word again in one alphabet"),
        "ru": ("в слове «{word}» ({language}) есть латинские буквы", "наберите слово заново одним алфавитом"),
    },
    "example-misleads": {
        "en": ("«{text}» is an example of {flow}, and is taken for {other}", "say it in other words, or delete it"),
        "ru": ("«{text}» – пример для {flow}, а понимается как {other}", "скажите другими словами или удалите"),
    },
    "example-alarms": {
        "en": ("«{text}» is taken for {kind}, because of: {phrases}", "narrow the phrase in crisis.yaml if you can"),
        "ru": ("«{text}» понимается как {kind} из-за слов: {phrases}", "сузьте фразу в crisis.yaml, если можно"),
    },
    "flows-alike": {
        "en": ("{share} of the examples of {flow} are nearly as much like {other}", "add what only {flow} is about"),
        "ru": ("{share} примеров {flow} почти так же похожи на {other}", "добавьте то, что бывает только в {flow}"),
    },
    "few-phrases": {
        "en": ("{label} has {found} phrases in {language}, and {most} in another language", "collect more of them"),
        "ru": ("у {label} на {language} фраз: {found}, а на другом языке {most}", "соберите ещё"),
    },
    "copied-text": {
        "en": ("the {language} text is the same as the {other} one", "translate it"),
        "ru": ("текст {language} такой же, как {other}", "переведите его"),
    },
    "long-sentence": {
        "en": ("the sentence «{begun}…» ({language}) has {found} words", "at most {limit}: make two of it"),
        "ru": ("в предложении «{begun}…» ({language}) слов: {found}", "не больше {limit}: сделайте из него два"),
    },
}
