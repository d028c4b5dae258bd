"""The commands that write what is printed and handed out: leaflet and papers."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from bot.settings import USERNAME
from flows import Catalog, load
from flows.catalog import Flow
from flows.leaflets import leaflet
from flows.papers import Asked, every
from flows.problems import nearest
from flows.sheets import printable, sheets

BAR = 30
"""Characters of the progress bar."""
LETTERS = "letters"
"""The flow whose letters are general: no situation's paragraphs."""
Product = tuple[str, Callable[[], bytes]]
"""A file's name, and what makes it."""


class OrderError(Exception):
    """What was asked for cannot be printed; the text says how to ask."""


def perform(arguments: Namespace, folder: Path, username: str) -> str:
    """Write what was asked for and say where.

    Raises OrderError, ContentError, and OSError when it cannot be written.
    """
    catalog = load(folder)
    _know(arguments.lang, catalog.languages, "--lang")
    languages = [arguments.lang] if arguments.lang else list(catalog.languages)
    made = _papers if arguments.command == "papers" else _leaflets
    products = list(made(catalog, languages, arguments, username))
    output: Path = arguments.output or Path(arguments.command)
    output.mkdir(parents=True, exist_ok=True)
    for name, make in _with_bar(products):
        (output / name).write_bytes(make())
    return f"{len(products)} files are in {output}"


def _papers(catalog: Catalog, languages: list[str], _arguments: Namespace, _username: str) -> Iterator[Product]:
    """Every document as it is without a case, to print and lay out."""
    from bot.papers import docx  # noqa: PLC0415  # help and wrong orders need no library

    for one in every(catalog):
        if isinstance(one, Asked) and one.language in languages and one.platform is None:
            words = one.letter(catalog.facts.none, LETTERS)
            yield f"{one.draft.id}-{one.language}.docx", partial(docx.letter, words)


def _leaflets(catalog: Catalog, languages: list[str], arguments: Namespace, username: str) -> Iterator[Product]:
    _know(arguments.source, catalog.sources, "--source")
    username = (arguments.bot or username).lstrip("@")
    if username and not USERNAME.fullmatch(username):
        raise OrderError(f"--bot {username} is not a bot's username; write it as in its address t.me/…")
    for flow in _ordered(catalog, arguments):
        for language in languages:
            if not flow.actions:
                yield from _sheets(catalog, flow, language)
            elif not username:
                raise OrderError("the code needs the bot's address: add --bot qorgan_help_bot, or set BOT_USERNAME")
            else:
                yield from _leaflet(catalog, flow, language, arguments, username)


def _ordered(catalog: Catalog, arguments: Namespace) -> list[Flow]:
    """The flows to print: one, or all that can be."""
    known = {flow.id: flow for flow in catalog.flows.values() if flow.actions or printable(flow)}
    if not arguments.flow and not arguments.all:
        raise OrderError("say what to print: --flow image-leak, or --all")
    if arguments.all:
        return list(known.values())
    _know(arguments.flow, known, "--flow")
    return [known[arguments.flow]]


def _leaflet(catalog: Catalog, flow: Flow, language: str, arguments: Namespace, username: str) -> Iterator[Product]:
    from bot.papers import typeset  # noqa: PLC0415  # as above

    words = leaflet(catalog, flow, language, arguments.source or "", campaign=arguments.campaign)
    name = f"{flow.id}-{language}" + ("-campaign" if arguments.campaign else "")
    yield f"{name}-a4.pdf", partial(typeset.leaflet, words, "poster", "pdf", username)
    yield f"{name}-a4.png", partial(typeset.leaflet, words, "poster", "png", username)
    yield f"{name}-square.png", partial(typeset.leaflet, words, "square", "png", username)


def _sheets(catalog: Catalog, flow: Flow, language: str) -> Iterator[Product]:
    from bot.papers import typeset  # noqa: PLC0415  # as above

    yield f"{flow.id}-{language}.pdf", partial(typeset.sheets, sheets(catalog, flow, language))


def _know(name: str | None, known: Iterable[str], option: str) -> None:
    if name and name not in known:
        raise OrderError(f"{option} {name} is not there; did you mean: {nearest(name, known)}?")


def _with_bar(products: list[Product]) -> Iterator[Product]:
    """The products one by one, with a bar on a terminal that shows how far it is."""
    for number, product in enumerate(products, 1):
        yield product
        if sys.stderr.isatty():
            done = BAR * number // len(products)
            end = "\n" if number == len(products) else ""
            print(f"\r[{'#' * done}{'.' * (BAR - done)}] {number}/{len(products)}", end=end, file=sys.stderr)  # noqa: T201  # it is seen, not read
