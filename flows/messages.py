"""What each rule says to an editor: what is wrong, and what to write instead, in Russian and English."""

from __future__ import annotations

from flows.findings import FINDINGS, Said

MESSAGES: dict[str, Said] = {
    **FINDINGS,
    # The form of a file
    "not-utf8": {
        "en": ("the file is not UTF-8 text", "save it as UTF-8"),
        "ru": ("файл сохранён не в UTF-8", "сохраните его в кодировке UTF-8"),
    },
    "byte-order-mark": {
        "en": ("the file begins with an invisible byte order mark", "save it as «UTF-8», not «UTF-8 with BOM»"),
        "ru": ("файл начинается с невидимого знака BOM", "сохраните его как «UTF-8», а не «UTF-8 with BOM»"),
    },
    "line-ending": {
        "en": ("the file has Windows line ends (CRLF)", "choose LF in the bottom bar of the editor and save"),
        "ru": ("в файле концы строк Windows (CRLF)", "выберите LF внизу окна редактора и сохраните"),
    },
    "empty-file": {
        "en": ("the file is empty", "write its content, or delete the file"),
        "ru": ("файл пуст", "заполните его или удалите"),
    },
    "tab": {
        "en": ("a tab stands in the indent", "use spaces: two for each level"),
        "ru": ("в отступе стоит табуляция", "ставьте пробелы: по два на уровень"),
    },
    "unquoted-colon": {
        "en": ("a text with «: » inside is not in quotes", 'put the whole text in straight quotes: "…"'),
        "ru": ("в тексте есть «: », а кавычек вокруг него нет", 'возьмите весь текст в прямые кавычки: "…"'),
    },
    "curly-quotes": {
        "en": ("the value begins with a curly quote: {found}", 'use straight quotes around it ("…"), or «…» inside'),
        "ru": ("значение начинается с фигурной кавычки: {found}", 'снаружи ставьте прямые ("…"), внутри «…»'),
    },
    "unreadable-file": {
        "en": ("the file cannot be opened: {detail}", "check its permissions"),
        "ru": ("файл не открывается: {detail}", "проверьте права на него"),
    },
    "documents": {
        "en": ("a line «---» begins a second document", "delete that line: a file holds one"),
        "ru": ("строка «---» начинает второй документ", "удалите её: в файле только один"),
    },
    "unquoted-sign": {
        "en": ("a value begins with a sign that YAML keeps for itself: {found}", 'put it in straight quotes: "…"'),
        "ru": ("значение начинается со служебного знака YAML: {found}", 'возьмите его в прямые кавычки: "…"'),
    },
    "too-deep": {
        "en": ("too many levels stand in each other here", "compare the indent with other files"),
        "ru": ("здесь слишком много уровней вложенности", "сравните отступы с другими файлами"),
    },
    "yaml": {
        "en": ("the file cannot be read here: {detail}", "compare the indent and quotes with the lines above"),
        "ru": ("здесь файл не читается: {detail}", "сравните отступ и кавычки со строками выше"),
    },
    "duplicate-key": {
        "en": ("«{key}» is written twice; first on line {first}", "keep one of the two"),
        "ru": ("«{key}» написано дважды; первый раз в строке {first}", "оставьте одно из двух"),
    },
    "file-ending": {
        "en": ("only files that end in .yaml are read", "call it {name}.yaml"),
        "ru": ("читаются только файлы .yaml", "назовите его {name}.yaml"),
    },
    "missing-file": {
        "en": ("{name} is not there", "add it, or point CONTENT_DIR to the right folder"),
        "ru": ("нет {name}", "добавьте его или укажите верную папку в CONTENT_DIR"),
    },
    # The shape of an object
    "missing-field": {
        "en": ("«{field}» is missing", "add a line «{field}: …»"),
        "ru": ("не хватает «{field}»", "добавьте строку «{field}: …»"),
    },
    "unknown-field": {
        "en": ("nothing here is called «{field}»", "did you mean: {near}?"),
        "ru": ("здесь не бывает «{field}»", "возможно, вы имели в виду: {near}?"),
    },
    "step-kind": {
        "en": ("a step must say what it is", "begin it with one of: {kinds}"),
        "ru": ("непонятно, что это за шаг", "начните его с одного из слов: {kinds}"),
    },
    "wrong-value": {
        "en": ("«{field}» cannot be «{got}»", "write {expected}"),
        "ru": ("«{field}» не может быть «{got}»", "нужно: {expected}"),
    },
    "text-shape": {
        "en": ("a text is expected, found «{got}»", "write it in each language: {{ru: …, kk: …, en: …}}"),
        "ru": ("здесь нужен текст, а стоит «{got}»", "напишите его на каждом языке: {{ru: …, kk: …, en: …}}"),
    },
    "sayings-shape": {
        "en": ("phrases by language are expected, found «{got}»", "write them in lists: {{ru: [one, two], kk: […]}}"),
        "ru": ("здесь нужны фразы по языкам, а стоит «{got}»", "напишите списками: {{ru: [одна, другая], kk: […]}}"),
    },
    "missing-language": {
        "en": ("the text has no «{language}»", "add «{language}: …» beside the other languages"),
        "ru": ("у текста нет «{language}»", "добавьте «{language}: …» рядом с другими языками"),
    },
    "unknown-language": {
        "en": ("«{key}» is not a language of this bot", "use: {languages}; a new one is declared in settings.yaml"),
        "ru": ("«{key}» – не язык этого бота", "можно: {languages}; новый объявляют в settings.yaml"),
    },
    "text-too-long": {
        "en": ("the {language} text has {found} characters", "at most {limit}: shorten it"),
        "ru": ("в тексте {language} {found} знаков", "не больше {limit}: сократите"),
    },
    "blanks": {
        "en": ("the {language} text fills in {found}", "it has to fill in {expected}, each in braces: {{…}}"),
        "ru": ("в тексте {language} подставляется: {found}", "нужно: {expected}, каждое в скобках {{…}}"),
    },
    "menu-entry": {
        "en": ("a menu entry leads to one place", "give it «flow: …» or «page: …», not both"),
        "ru": ("пункт меню ведёт в одно место", "укажите «flow: …» или «page: …», но не оба"),
    },
    # References
    "duplicate-id": {
        "en": ("the id «{id}» is taken; first on {first}", "choose another id"),
        "ru": ("имя «{id}» уже занято: {first}", "выберите другое"),
    },
    "missing-id": {
        "en": ("the bot cannot work without the {what} «{id}»", "add it, or give it back that id"),
        "ru": ("бот не может работать без этого ({what}): «{id}»", "добавьте или верните прежнее имя"),
    },
    "too-many-answers": {
        "en": ("«{id}» has {found} answers", "at most {most}; a button has no room for more"),
        "ru": ("у «{id}» {found} ответов", "не больше {most}: в кнопке нет места"),
    },
    "file-name": {
        "en": ("the file is {name}, the id inside is «{id}»", "make them the same"),
        "ru": ("файл называется {name}, а id внутри – «{id}»", "сделайте их одинаковыми"),
    },
    "unknown-reference": {
        "en": ("there is no {what} «{id}»", "did you mean: {near}?"),
        "ru": ("нет такого ({what}): «{id}»", "возможно, вы имели в виду: {near}?"),
    },
    "code-collision": {
        "en": ("«{id}» and «{other}» would get the same code in buttons", "rename the newer of the two"),
        "ru": ("«{id}» и «{other}» получили бы один код в кнопках", "переименуйте то, что новее"),
    },
    "shared-go": {
        "en": ("a shared step cannot use another shared step", "name that step in the flow itself"),
        "ru": ("общий шаг не может ссылаться на другой общий шаг", "назовите его прямо в сценарии"),
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
    # Between two versions
    "order-changed": {
        "en": (
            "«{id}» ({what}) has lost its place: buttons that people already have would be misread",
            "put it back where it was; new ones go to the end, old ones get «retired: yes»",
        ),
        "ru": (
            "«{id}» ({what}) не на прежнем месте: кнопки, которые уже есть у людей, прочитались бы неверно",
            "верните на место; новое пишите в конец, ненужному ответу ставьте «retired: yes»",
        ),
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
    "html": {
        "en": ("Telegram would refuse {detail} ({where})", "close each tag; write & as &amp;, < as &lt;"),
        "ru": ("Telegram не примет {detail} ({where})", "закройте каждый тег; & пишите как &amp;, < как &lt;"),
    },
    "too-many-buttons": {
        "en": ("the screen ({where}) has {found} buttons above the last row", "at most {limit}"),
        "ru": ("на экране ({where}) {found} кнопок над нижним рядом", "не больше {limit}"),
    },
    "label-too-long": {
        "en": ("the button «{label}» ({where}) has {found} characters", "at most {limit}"),
        "ru": ("в кнопке «{label}» ({where}) {found} знаков", "не больше {limit}"),
    },
    "button-too-heavy": {
        "en": (
            "a button with every question answered takes {found} bytes",
            "at most {limit}: use a fact that is there",
        ),
        "ru": ("кнопка со всеми ответами занимает {found} байт", "не больше {limit}: возьмите факт, который уже есть"),
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
}
