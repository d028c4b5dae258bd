"""The parts that every section of the reviewer's page is made of: screens beside each other, notes, sign-offs."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from flows.in_words import condition
from flows.models import Source
from flows.review import due, read_review
from flows.screens import Button, Screen
from flows.tags import html_error
from flows.texts import below

if TYPE_CHECKING:
    from flows.checks import Subject
    from flows.documents import Document
    from flows.facts import Condition
    from flows.models import Text
    from flows.position import Position
    from flows.shapes import Contact, Law, Route

TRADES = {"content": "содержание", "law": "право", "psychology": "психология", "language": "язык"}


class Parts:
    """Draws places of one catalog in every language."""

    def __init__(self, subject: Subject) -> None:
        """Draw what `subject` holds. Raises ContentError when `review.yaml` is broken."""
        self.subject, self.catalog = subject, subject.catalog
        self.languages = subject.catalog.languages
        self.source = subject.catalog.settings.source
        review = read_review(subject.folder, subject.catalog)
        self.due = list(due(self.catalog, review))
        missing = {(one.area, one.role, one.language) for one in self.due}
        self.signed = [one for one in review.signed if (one.area, one.role, one.language or "") not in missing]

    def columns(self, place: Position) -> str:
        """One place in every language."""
        draw, now = self.subject.draw, self.subject.now
        screens = [(one, draw.screen(place._replace(language=one), now)) for one in self.languages]
        return beside([(one, words(screen.text), _buttons(screen)) for one, screen in screens])

    def told(self, *texts: tuple[str, Text | None]) -> str:
        """Texts below each other, each after its heading, in every language."""
        said = {
            one: "\n\n".join(f"{head}{words(text.say(one))}" for head, text in texts if text) for one in self.languages
        }
        return beside([(one, inner, "") for one, inner in said.items()])

    def when(self, holds: Condition, *more: str) -> str:
        """A condition in words; nothing when there is none."""
        limits = [condition(self.catalog, holds), *more]
        said = "; ".join(limit for limit in limits if limit)
        return f'<p class="when">Если: {escape(said)}</p>' if said else ""

    def signatures(self, area: str) -> str:
        """Who has signed an area, and who has not."""
        done = [f"{_trade(one.role, one.language)} {one.date:%d.%m.%Y}" for one in self.signed if one.area == area]
        open_ones = [one for one in self.due if one.area == area]
        missing = [_trade(one.role, one.language) + (" (изменено)" if one.void else "") for one in open_ones]
        said = [f'<span class="signed">подписано: {", ".join(done)}</span>'] if done else []
        said += [f'<span class="unsigned">нет подписи: {", ".join(missing)}</span>'] if missing else []
        return f'<p class="signatures">{" · ".join(said)}</p>' if said else ""


def beside(columns: Iterable[tuple[str, str, str]]) -> str:
    """Columns of (language, words, buttons)."""
    inner = "".join(
        f'<div class="screen" lang="{one}"><div class="words">{said}</div>{buttons}</div>'
        for one, said, buttons in columns
    )
    return f'<div class="beside">{inner}</div>'


def words(said: str) -> str:
    """A text as Telegram shows it."""
    return escape(said) if html_error(said) else said


def sources(item: object) -> str:
    """Where something comes from."""
    found = [f"{link(one.url)} ({escape(one.date)})" for one in below(item, Source)]
    return f'<p class="sources">Источники: {"; ".join(dict.fromkeys(found))}</p>' if found else ""


def link(url: str) -> str:
    """An address to open; the code of a source stays as it is."""
    said = escape(url)
    return f'<a href="{said}">{said}</a>' if url.startswith("http") else said


def checked(item: Contact | Law | Route | Document, how: str = "") -> str:
    """When something was checked, and how far it can be relied on."""
    by = f" ({escape(how)})" if how else ""
    return f'<p class="meta">Проверено {item.verified:%d.%m.%Y}{by}, надёжность: {item.confidence}</p>'


def flag(said: str) -> str:
    """A warning for the reviewer."""
    return f'<p class="flag">{escape(said)}</p>'


def _trade(role: str, language: str | None) -> str:
    return f"{TRADES[role]} {language}" if language else TRADES[role]


def _buttons(screen: Screen) -> str:
    rows = "".join(f"<div>{''.join(map(_button, row))}</div>" for row in screen.rows[:-1])
    copied = [one for row in screen.rows for one in row if one.copy and one.copy not in one.label]
    texts = "".join(f"<p><b>{escape(one.label)}</b>\n{escape(one.copy or '')}</p>" for one in copied)
    return f'<div class="buttons">{rows}</div>' + (f'<div class="copied">{texts}</div>' if texts else "")


def _button(button: Button) -> str:
    kind = "copy" if button.copy else "url" if button.url else "to"
    return f'<span class="{kind}">{escape(button.label)}</span>'
