"""Where facts come from: every advice has a source or is marked as advice, dates are past, links lead to their page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import parse_qsl, urlsplit

from flows.checks import Subject, check, release_check
from flows.documents import Document
from flows.lines import ALMATY
from flows.models import Link, Source
from flows.problems import Problem, problem
from flows.shapes import Contact, Law, Route
from flows.steps import Do, Say, Worry
from flows.texts import within

SHORTENERS = frozenset(
    "bit.ly goo.gl t.co tinyurl.com clck.ru is.gd cutt.ly vk.cc ow.ly rb.gy t.ly u.to qps.ru goo.su shorturl.at".split()  # noqa: SIM905  # a row of names reads better than quotes
)
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|yclid|igsh|igshid|si|_openstat")
HREF = re.compile(r"href=[\"']([^\"']*)")
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}", re.IGNORECASE)
Dated = Contact | Law | Route | Document


@check
def link_form(subject: Subject) -> Iterable[Problem]:
    """A link is a plain https address of a named site: no shortener, no spaces, no marks of who followed it."""
    for file, line, url in _links(subject):
        if why := wrong_link(url):
            yield problem(file, line, "link", url=url, why=why)


@check
def unsourced(subject: Subject) -> Iterable[Problem]:
    """Every action and answer to a fear names its source, or says `advice: yes` and waits for a sign-off."""
    items: list[tuple[str, Do | Worry]] = [*within(subject.catalog, Do), *within(subject.catalog, Worry)]
    for file, item in items:
        if not item.sources and not item.advice:
            yield problem(file, item.line, "unsourced", id=item.id)


@check
def future_date(subject: Subject) -> Iterable[Problem]:
    """Nothing was read or checked on a day that is still to come."""
    today = subject.now.astimezone(ALMATY).date()
    for file, item in _dated(subject):
        if item.verified > today:
            yield problem(file, item.line_of("verified"), "future-date", date=item.verified)
    for file, source in within(subject.catalog, Source):
        if (read := _day(source.date)) is None:
            yield problem(file, source.line, "source-date", date=source.date)
        elif read > today:
            yield problem(file, source.line, "future-date", date=source.date)


@release_check
def old_dates(subject: Subject) -> Iterable[Problem]:
    """Before a release every line, route and article was checked lately (`release-days` in `settings.yaml`)."""
    today, most = subject.now.astimezone(ALMATY).date(), subject.catalog.settings.release_days
    for file, item in _dated(subject):
        shown = not isinstance(item, Contact) or item.show
        if shown and (age := (today - item.verified).days) > most:
            yield problem(file, item.line_of("verified"), "too-old", date=item.verified, days=age, most=most)


@release_check
def unsourced_words(subject: Subject) -> Iterable[Problem]:
    """Before a release every screen that says facts names their source, or says `advice: yes`."""
    for file, item in within(subject.catalog, Say):
        if not item.sources and not item.advice and item.more:
            yield problem(file, item.line, "unsourced", id=item.id)


def wrong_link(url: str) -> str:
    """What is wrong with an address, in a sign or two; nothing when it is fine."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if parts.scheme != "https" or " " in url or parts.username or parts.port or not HOST.fullmatch(host):
        return "https://site.kz/page"
    if host in SHORTENERS:
        return host
    return next((key for key, _ in parse_qsl(parts.query) if TRACKING.fullmatch(key)), "")


def _links(subject: Subject) -> Iterator[tuple[str, int, str]]:
    for file, link in within(subject.catalog, Link):
        yield file, link.line, str(link.url)
    for file, source in within(subject.catalog, Source):
        if ":" in source.url or "/" in source.url:  # else the code of one in a fact sheet
            yield file, source.line, source.url.replace("http://", "https://", 1)  # read by editors alone
    for file, text in subject.texts:
        for said in text.by.values():
            yield from ((file, text.line, url) for url in HREF.findall(said))


def _dated(subject: Subject) -> list[tuple[str, Dated]]:
    catalog = subject.catalog
    return [*within(catalog, Contact), *within(catalog, Law), *within(catalog, Route), *within(catalog, Document)]


def _day(said: str) -> date | None:
    """The day a source was read. A month or year alone is its first day; no date at all is long ago."""
    if said == "n.d.":
        return date.min
    try:
        return date.fromisoformat(said + "2000-01-01"[len(said) :])
    except ValueError:
        return None
