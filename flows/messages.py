"""What each rule says to an editor: what is wrong, and what to write instead, in Russian and English."""

from __future__ import annotations

from flows.findings import FINDINGS, Said

NOTES = frozenset({"about-empty"})
"""Rules that tell what the organisation still has to fill in: no fault of an editor's, until people use the content."""
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
    "html": {
        "en": ("Telegram would refuse {detail} ({where})", "close each tag; write & as &amp;, < as &lt;"),
        "ru": ("Telegram не примет {detail} ({where})", "закройте каждый тег; & пишите как &amp;, < как &lt;"),
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
    "button-too-heavy": {
        "en": (
            "a button with every question answered takes {found} bytes",
            "at most {limit}: use a fact that is there",
        ),
        "ru": ("кнопка со всеми ответами занимает {found} байт", "не больше {limit}: возьмите факт, который уже есть"),
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
}
