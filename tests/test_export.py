"""The reviewer's page: one file, everything in it, the same bytes each time."""

import re
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from content_files import NOW, letters, small_catalog
from test_cli import qorgan

from flows import load
from flows.loader import HERE
from flows.models import Text
from flows.review import sign
from flows.review_page import page
from flows.screens import visible
from flows.steps import Do, Say
from flows.texts import within

LEAK = "flows/leak.yaml"


@cache
def real() -> str:
    """Make the page of the real content once."""
    return page(load(HERE), HERE, NOW)


def small(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> str:
    """Make the page of the small content."""
    return page(small_catalog(folder, files), folder, NOW)


def words(step: Do | Say) -> Text:
    """Give the words that a step's screen always has: an action may tell a minor something else."""
    return step.title if isinstance(step, Do) else step.text


class Tags(HTMLParser):
    """Keeps the attributes of every tag, and which tags are open."""

    def __init__(self, written: str) -> None:
        """Read a page."""
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(written)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.seen.append((tag, dict(attrs)))
        if tag not in {"meta", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close a tag, which has to be the one opened last."""
        assert self.open.pop() == tag


def test_the_page_is_well_formed_and_needs_nothing_else() -> None:
    """Every tag is closed, and no script, style, picture or font comes from elsewhere."""
    tags = Tags(real())
    assert tags.open == []
    assert not [one for tag, one in tags.seen if tag in {"link", "img", "iframe"} or "src" in one]
    assert not re.search(r"@import|url\(", real())


def test_every_link_inside_leads_somewhere() -> None:
    """The contents and the drawings point at what is there, and no anchor stands twice."""
    tags = Tags(real())
    anchors = [str(one["id"]) for _, one in tags.seen if "id" in one]
    inside = {str(one["href"])[1:] for _, one in tags.seen if str(one.get("href", "")).startswith("#")}
    assert len(anchors) == len(set(anchors))
    assert inside <= set(anchors)


@pytest.mark.parametrize("kind", [Do, Say])
def test_every_screen_is_there_in_every_language(kind: type[Do | Say]) -> None:
    """The words of each step stand on the page."""
    catalog, shown = load(HERE), visible(real())
    for _, step in within(catalog, kind):
        for language in catalog.languages:
            assert visible(words(step).say(language)).split("\n")[0] in shown


def test_every_line_platform_article_and_document_is_there() -> None:
    """With their dates, and the hidden lines too."""
    catalog = load(HERE)
    for contact in catalog.contacts.values():
        assert contact.name.say("kk") in visible(real())
        assert f"{contact.verified:%d.%m.%Y}" in real()
    titles = [*(one.title for one in catalog.laws.values()), *(one.written.title for one in catalog.documents.values())]
    assert all(title.say("ru") in visible(real()) for title in titles)


def test_conditions_are_in_words(tmp_path: Path) -> None:
    """A condition is the question with its answers, not the id of a fact."""
    written = small(tmp_path)
    assert "Если: ru pictured-minor? ru no<" in written
    assert "Если: ru pictured-minor? ru yes или неизвестно<" in written


def test_answers_that_lead_to_a_step_are_named(tmp_path: Path) -> None:
    """A reviewer sees how to get to a step that is under a condition."""
    assert "Сюда ведут, например: ru pictured-minor? ru no<" in small(tmp_path)


def test_the_same_day_gives_the_same_bytes(tmp_path: Path) -> None:
    """Neither the hour nor a second making changes the page."""
    catalog = small_catalog(tmp_path)
    assert page(catalog, tmp_path, NOW) == page(catalog, tmp_path, NOW + timedelta(hours=9))


def test_signatures_stand_at_their_area(tmp_path: Path) -> None:
    """Who has signed is said with the day, who has not is asked for."""
    catalog = small_catalog(tmp_path, {"review.yaml": "needed: {situation: [law, psychology]}\nsigned: []\n"})
    sign(tmp_path, catalog, "flows/leak", "law", "", NOW.date())
    written = page(catalog, tmp_path, NOW)
    assert "подписано: право 24.11.2026" in written
    assert "нет подписи: психология" in written


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "Совет без источника"),
        (letters("note", words="a < b & c"), "a &lt; b &amp; c"),
    ],
)
def test_what_a_reviewer_has_to_see_is_marked(
    tmp_path: Path, files: Mapping[str, str | bytes | None], words: str
) -> None:
    """Advice without a source is flagged, and words that are no HTML are shown as written."""
    assert words in small(tmp_path, files)


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    """`qorgan export html -o` writes one file."""
    small_catalog(tmp_path / "content")
    done = qorgan(tmp_path, "export", "html", "-o", "page.html", CONTENT_DIR=str(tmp_path / "content"))
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_what_a_terminal_shows_can_be_written_too(tmp_path: Path) -> None:
    """With -o the same words are in the file."""
    shown = qorgan(tmp_path, "export", "rules").stdout
    qorgan(tmp_path, "export", "rules", "-o", "rules.md")
    assert (tmp_path / "rules.md").read_text(encoding="utf-8") == shown != ""


@pytest.mark.parametrize("order", [["export", "html"], ["translate", "export", "--to", "kk"], ["papers"]])
def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path, order: list[str]) -> None:
    """The line names it and says why."""
    small_catalog(tmp_path / "content")
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = qorgan(tmp_path, *order, "-o", "file/out", CONTENT_DIR=str(tmp_path / "content"))
    assert (done.returncode, done.stderr) == (2, "file/out: Not a directory\n")
