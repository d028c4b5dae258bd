"""The list of all checks and rules, for `docs/checks.md`."""

from __future__ import annotations

from flows.checks import RELEASE, registered
from flows.messages import MESSAGES

HEAD = """\
# Что проверяет `qorgan check`

Этот список пишет программа: `qorgan export rules > docs/checks.md`.

Коды завершения: 0 – всё в порядке, 1 – есть находки, 2 – содержание нельзя загрузить.
`--release` добавляет проверки перед выпуском, `--format github` показывает находки в pull request.
О пустых строках `about.yaml` (`about-empty`) говорит каждая проверка, но находкой это становится с `--release`:
их заполняет организация, и чужая правка из-за них не должна краснеть.

## Правила и их сообщения

| правило | что не так | что сделать |
| --- | --- | --- |
"""
REGISTRY = """
## Для разработчиков: реестр проверок

| проверка | что доказывает | когда |
| --- | --- | --- |
"""


def rules() -> str:
    """Every rule with what it says, and every check with what it proves, as Markdown."""
    said = "".join(_row(f"`{rule}`", *words["ru"]) for rule, words in sorted(MESSAGES.items()))
    every = sorted(registered(release=True).items())
    return HEAD + said + REGISTRY + "".join(_row(f"`{name}`", _first(one.__doc__), _when(name)) for name, one in every)


def _when(name: str) -> str:
    return "перед выпуском" if name in RELEASE else "всегда"


def _first(said: str | None) -> str:
    return (said or "").split("\n", maxsplit=1)[0]


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("{{", "{").replace("}}", "}").replace("|", "\\|") for cell in cells) + " |\n"
