"""The reviewer's page: every screen in all languages side by side, in one file that needs nothing else.

For a lawyer, a psychologist or a native speaker: no Telegram, no YAML. The same content on the same day gives the same
bytes; screens are drawn for noon in Almaty.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from flows.catalog import Catalog, Flow
from flows.checks import Subject
from flows.lines import ALMATY
from flows.review_page import flow as of_flow
from flows.review_page import shared
from flows.review_page.parts import Parts

HERE = Path(__file__).parent
GROUPS = {
    "emergency": "Опасность и кризис",
    "crisis": "Опасность и кризис",
    "situation": "Ситуации",
    "reference": "Справка",
    "lesson": "Уроки и кампания",
}
SHARED = (
    ("contacts", "Линии помощи", shared.contacts),
    ("platforms", "Удаление по площадкам", shared.platforms),
    ("laws", "Законы", shared.laws),
    ("documents", "Документы", shared.documents),
    ("words", "Надписи и вопросы", shared.interface),
)


def page(catalog: Catalog, folder: Path, now: datetime) -> str:
    """The page as HTML. Raises ContentError when `review.yaml` is broken."""
    noon = now.astimezone(ALMATY).replace(hour=12, minute=0, second=0, microsecond=0)
    parts = Parts(Subject(catalog, folder, noon))
    groups = _groups(catalog)
    sections = [("menu", "Меню", shared.menu(parts))]
    sections += [
        (f"flow-{flow.id}", of_flow.title(parts, flow), of_flow.section(parts, flow))
        for flows in groups.values()
        for flow in flows
    ]
    sections += [(name, title, make(parts)) for name, title, make in SHARED]
    return _filled(
        css=_beside("page.css"),
        js=_beside("page.js"),
        nav=_nav(parts, groups),
        choices="".join(_choice(language) for language in catalog.languages),
        date=f"{noon:%d.%m.%Y}",
        version=catalog.version,
        body="".join(f'<section id="{name}"><h2>{title}</h2>{inner}</section>' for name, title, inner in sections),
    )


def _groups(catalog: Catalog) -> dict[str, list[Flow]]:
    groups: dict[str, list[Flow]] = {title: [] for title in GROUPS.values()}
    for flow in sorted(catalog.flows.values(), key=lambda one: list(GROUPS).index(one.kind)):
        groups[GROUPS[flow.kind]].append(flow)
    return groups


def _nav(parts: Parts, groups: dict[str, list[Flow]]) -> str:
    lists = [
        (name, [(f"flow-{flow.id}", of_flow.title(parts, flow)) for flow in flows]) for name, flows in groups.items()
    ]
    lists = [("Начало", [("menu", "Меню")]), *lists, ("Общее", [(name, title) for name, title, _ in SHARED])]
    return "".join(f"<p><b>{head}</b>{''.join(map(_link, links))}</p>" for head, links in lists)


def _link(to: tuple[str, str]) -> str:
    return f'<a href="#{to[0]}">{to[1]}</a>'


def _choice(language: str) -> str:
    return f'<label><input type="checkbox" checked value="{language}"> {language.upper()}</label>'


def _filled(**values: str) -> str:
    text = _beside("page.html")
    for name, value in values.items():
        text = text.replace(f"<!--{name}-->", value)
    return text


def _beside(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
