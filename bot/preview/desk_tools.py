"""The desk's buttons: what changed, the reviewer's page, the translator's sheet, a phrase to try, signing off.

A refusal is a key of `page/desk-words.js`, or words of their own.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from bot.history import RevisionError, content_at
from bot.preview.desk import Refused
from bot.preview.desk_state import READERS
from flows import ContentError
from flows.difference import differences
from flows.lines import ALMATY
from flows.review import SignError, due, read_review, sign
from flows.review_page import page
from flows.translate import REASONS, SheetError, bring_in, export
from flows.written import ChangeError

if TYPE_CHECKING:
    from bot.preview.desk import Desk
    from flows.extra import ReviewRole

Json = dict[str, Any]
LAST_VERSION = "HEAD"


def changed(desk: Desk) -> list[Json]:
    """What the files say other than the last version in git. Raises Refused without git, or for a broken file."""
    try:
        with content_at(desk.watch.folder, LAST_VERSION) as old:
            return [
                {"file": one.file, "said": {name: one.say(name) for name in READERS}}
                for one in differences(old, desk.watch.folder)
            ]
    except (RevisionError, ChangeError) as error:
        raise Refused(str(error)) from None


def sheet_out(desk: Desk, language: str) -> bytes:
    """The translator's sheet for a language. Raises Refused when nothing is translated into it, or a file is broken."""
    sheet = io.BytesIO()
    try:
        export(desk.watch.folder, desk.engine.catalog.settings.source, language, sheet)
    except ChangeError as error:
        raise Refused(str(error)) from None
    return sheet.getvalue()


def sheet_in(desk: Desk, sheet: bytes) -> Json:
    """Take a translator's sheet back; tells what was changed and which rows were refused. Raises Refused."""
    settings = desk.engine.catalog.settings
    try:
        done = bring_in(desk.watch.folder, settings.source, settings.languages, io.BytesIO(sheet))
    except SheetError:
        raise Refused("no-sheet") from None
    except ChangeError as error:
        raise Refused(str(error)) from None
    refused = [{"row": row, "name": name, "why": REASONS[why]} for row, name, why in done.refused]
    return {"changed": done.changed, "files": done.files, "refused": refused}


def phrase(desk: Desk, text: str) -> Json:
    """How the bot understands what a person writes, and why. Nothing is kept."""
    matcher = desk.engine.catalog.matcher
    heard = matcher.understand(text)
    return {
        "kind": heard.kind,
        "perhaps": heard.perhaps,
        "another": heard.another,
        "language": heard.language,
        "phrases": list(heard.phrases),
        "offers": [
            {"flow": flow, "score": round(score, 2), "words": matcher.reasons(text, flow)}
            for flow, score in heard.offers
        ],
    }


def unsigned(desk: Desk) -> list[Json]:
    """Every sign-off that is missing or void. Raises Refused when the file of sign-offs is broken."""
    catalog = desk.engine.catalog
    try:
        missing = sorted(due(catalog, read_review(desk.watch.folder, catalog)))
    except ContentError as error:
        raise Refused(str(error.problems[0])) from None
    return [{"area": one.area, "role": one.role, "language": one.language, "void": one.void} for one in missing]


def sign_off(desk: Desk, area: str, role: ReviewRole, language: str) -> None:
    """Note that somebody of a trade has read an area as it is shown now. Raises Refused."""
    catalog = desk.engine.catalog
    if desk.refused:
        raise Refused("refused")
    try:
        sign(desk.watch.folder, catalog, area, role, language, desk.now.astimezone(ALMATY).date())
    except (SignError, ContentError) as error:
        raise Refused(str(error)) from None


def review_page(desk: Desk) -> str:
    """Every screen of the content that is shown, in one page for a reviewer."""
    return page(desk.engine.catalog, desk.watch.folder, desk.now)
