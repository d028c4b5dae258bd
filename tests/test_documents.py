"""Letters and statements: whom they suit, what they say, and what they never ask or hold."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from driver import content
from letter_files import DOCUMENTS, asked, known, subject

from flows.checks.papers import LETTER_LIMIT, cases, offering
from flows.documents import Letter

BLANK = "____"


def letters(name: str) -> Iterable[Letter]:
    """Every letter a document can become."""
    draft = content().documents[name]
    for one in asked(name):
        for flow in offering(subject(), draft):
            for facts in cases(subject(), draft):
                yield one.letter(facts, flow)


def plain(name: str, flow: str, language: str = "ru", **answers: str) -> str:
    """The text of a letter for a case."""
    one = next(one for one in asked(name) if one.language == language and one.platform is None)
    return one.letter(known(**answers), flow).plain()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_letter_is_left_half_made(name: str) -> None:
    """Whatever is known of a case: no template mark is left, a body and blanks are there, and one message holds it."""
    for letter in letters(name):
        said = letter.plain()
        assert not re.search(r"[{}<>\[\]]", said)
        assert BLANK in said
        assert {"title", "text"} <= {block.kind for block in letter.blocks}
        assert len(said.encode("utf-16-le")) // 2 <= LETTER_LIMIT


@pytest.mark.parametrize("name", ["police-statement", "platform-request", "site-letter", "prosecutor-complaint"])
def test_every_situation_says_what_happened(name: str) -> None:
    """Where a document is offered, it has more to say of the case than what all cases share."""
    draft = content().documents[name]
    shared = sum(1 for part in draft.written.parts if not part.flows and not part.when and not part.platforms)
    own = {flow for part in draft.written.parts for flow in part.flows}
    for flow in offering(subject(), draft):
        blocks = asked(name)[0].letter(known(pictured_minor="no"), flow).blocks
        assert len(blocks) > shared or flow not in own


@pytest.mark.parametrize("answers", [{}, {"pictured_minor": "yes"}])
@pytest.mark.parametrize("name", ["police-statement", "platform-request", "evidence-log", "ministry-complaint"])
def test_an_image_of_a_minor_is_never_attached(name: str, answers: dict[str, str]) -> None:
    """When somebody in the picture is, or may be, under 18, the letter says that the image is not attached."""
    said = plain(name, "helper-parent", **answers)
    assert re.search(r"младше 18|без фото ребёнка", said)
    assert "снимки экрана на ____" not in said


@pytest.mark.parametrize(
    ("flow", "answers", "article"),
    [
        ("threats", {"demand": "money"}, "194"),
        ("image-leak", {}, "147"),
        ("deepfake", {}, "147"),
        ("stalking", {}, "115-1"),
        ("bullying", {"me_minor": "yes"}, "127-2"),
        ("bullying", {"me_minor": "no"}, None),
        ("threats", {"demand": "images"}, None),
        ("account-taken", {}, None),
    ],
)
@pytest.mark.parametrize("language", ["ru", "kk"])
def test_an_article_is_named_only_where_it_is_well_sourced(
    flow: str, answers: dict[str, str], article: str | None, language: str
) -> None:
    """The situation and the facts choose the article, or none."""
    named = re.findall(r"(?:статья|ҚР ҚК|ҚР ӘҚБтК) (\d+(?:-\d)?)", plain("police-statement", flow, language, **answers))
    assert named == ([article] if article else [])


def test_a_platform_chooses_its_paragraphs() -> None:
    """A letter to Telegram asks for links to messages, one to Google for search words, and names its reader."""
    said = {
        one.platform.id: one.letter(known(), "image-leak").plain() for one in asked("platform-request") if one.platform
    }
    assert "t.me/" in said["telegram"]
    assert "t.me/" not in said["google"]
    assert all(content().platforms[name].name.by["ru"] in text for name, text in said.items() if "Службе" in text)


def test_a_minor_is_told_who_may_file() -> None:
    """A minor learns that an adult files a statement, and which numbers need no permission."""
    draft = content().documents["police-statement"]
    notes = {answer: [note.say("ru") for note in draft.may_file(known(me_minor=answer))] for answer in ("yes", "no")}
    assert "111" in notes["yes"][0]
    assert notes["yes"] != notes["no"]


@pytest.mark.parametrize(("platform", "named"), [("telegram", "Telegram"), ("adult-sites", BLANK), ("other", BLANK)])
def test_a_kind_of_place_is_not_written_to_by_its_kind(platform: str, named: str) -> None:
    """A letter names the platform it goes to, and leaves a blank where only the kind of place is known."""
    one = next(one for one in asked("platform-request") if one.platform and one.platform.id == platform)
    assert one.letter(known(), "image-leak").blocks[0].text.split(": ")[1].startswith(named)


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_parent_names_the_child_once(answer: str) -> None:
    """In a parent's statement the child is named in one place, whatever was answered before."""
    assert plain("police-statement", "helper-parent", me_minor=answer).count("в интересах") == 1
