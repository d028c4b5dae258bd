"""Letters and statements: whom they suit, what they never ask or hold, and how they reach a person."""

from __future__ import annotations

import asyncio
import gc
import io
import re
import threading
import zipfile
from collections.abc import Iterable
from functools import cache

import docx
import pytest
from content_files import NOW
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_LEADER
from driver import Phone, Qorgan, content, word

from bot.papers import docx as press
from bot.papers.press import Press
from bot.preview import Message
from flows.checks import Subject
from flows.checks.papers import LETTER_LIMIT, cases, offering
from flows.documents import Letter
from flows.facts import Facts
from flows.loader import HERE
from flows.papers import Asked, every

DOCUMENTS = sorted(content().documents)
BLANK = "____"


@cache
def subject() -> Subject:
    """What the checks look at, once."""
    return Subject(content(), HERE, NOW)


def asked(name: str) -> list[Asked]:
    """Every language and platform of a document."""
    return [one for one in every(content()) if isinstance(one, Asked) and one.draft.id == name]


def letters(name: str) -> Iterable[Letter]:
    """Every letter a document can become."""
    draft = content().documents[name]
    for one in asked(name):
        for flow in offering(subject(), draft):
            for facts in cases(subject(), draft):
                yield one.letter(facts, flow)


def known(**answers: str) -> Facts:
    """A case of which these answers are known."""
    table = content().facts
    facts = list(table.none)
    for name, answer in answers.items():
        facts[table.index(name.replace("_", "-"))] = table.code(name.replace("_", "-"), answer)
    return tuple(facts)


def plain(name: str, flow: str, language: str = "ru", **answers: str) -> str:
    """The text of a letter for a case."""
    one = next(one for one in asked(name) if one.language == language and one.platform is None)
    return one.letter(known(**answers), flow).plain()


def text_of(body: bytes) -> str:
    """All words of a DOCX."""
    paper = docx.Document(io.BytesIO(body))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def bare(text: str) -> str:
    """A text without its blanks, which a file draws as lines to the margin, and without the stop after one."""
    return re.sub(r"[_\s]+|\.$", "", text)


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


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_file_holds_the_letter_and_nothing_else(name: str) -> None:
    """A DOCX has every word of its letter, no author, no time, and the same bytes each time."""
    for one in asked(name)[:3]:
        letter = one.letter(known(), offering(subject(), one.draft)[0])
        body = press.letter(letter)
        said = bare(text_of(body))
        assert all(bare(line) in said for block in letter.blocks for line in block.text.splitlines())
        about = docx.Document(io.BytesIO(body)).core_properties
        assert (about.author, about.last_modified_by, about.title, about.created.year) == ("", "", "", 2000)
        assert {member.date_time[0] for member in zipfile.ZipFile(io.BytesIO(body)).infolist()} == {1980}
        assert press.letter(letter) == body


ORDER = {
    "pPr": [
        "pStyle",
        "keepNext",
        "keepLines",
        "numPr",
        "tabs",
        "spacing",
        "ind",
        "contextualSpacing",
        "jc",
        "outlineLvl",
        "rPr",
    ],
    "rPr": ["rStyle", "rFonts", "b", "i", "color", "sz", "szCs", "lang"],
    "tblPr": ["tblStyle", "tblW", "jc", "tblLayout", "tblLook"],
    "sectPr": ["type", "pgSz", "pgMar", "cols", "docGrid"],
}
"""ECMA-376, part 1: these elements have their parts in a fixed order, and Word does not open a file that breaks it."""


@pytest.mark.parametrize("name", DOCUMENTS)
def test_word_finds_what_it_demands(name: str) -> None:
    """Every part is typed and every link leads somewhere; properties stand in order; each cell ends in a paragraph."""
    body = press.letter(asked(name)[0].letter(known(), "letters"))
    archive = zipfile.ZipFile(io.BytesIO(body))
    assert archive.testzip() is None
    assert not [member for member in archive.namelist() if re.search(r"thumbnail|comments|people", member)]
    paper = docx.Document(io.BytesIO(body))
    assert all(relation.is_external or relation.target_part.blob for relation in paper.part.rels.values())
    for element in paper.element.body.iter():
        tag, inside = element.tag.split("}")[-1], [child.tag.split("}")[-1] for child in element]
        assert tag not in ORDER or inside == sorted(inside, key=ORDER[tag].index)
        assert tag != "tc" or inside[-1] == "p"
        assert not [key for key in element.attrib if key.endswith(("author", "date", "initials"))]


def test_a_file_has_room_to_write_by_hand() -> None:
    """Where somebody tells what happened, the file has lines to the margin, and so have the blanks of the addressee."""
    paper = docx.Document(io.BytesIO(press.letter(asked("police-statement")[0].letter(known(), "image-leak"))))
    ruled = [one for one in paper.paragraphs if "\t" in one.text and not re.match(r"\d", one.text)]
    told = next(number for number, one in enumerate(paper.paragraphs) if one.text.startswith("Как это было"))
    assert [one.text for one in paper.paragraphs[told + 1 : told + 3]] == ["\t", "\t"]
    assert all(one.paragraph_format.tab_stops[0].leader == WD_TAB_LEADER.LINES for one in ruled)
    assert "от \t (Ф. И. О.)" in paper.paragraphs[0].text


@pytest.mark.parametrize(("platform", "named"), [("telegram", "Telegram"), ("adult-sites", BLANK), ("other", BLANK)])
def test_a_kind_of_place_is_not_written_to_by_its_kind(platform: str, named: str) -> None:
    """A letter names the platform it goes to, and leaves a blank where only the kind of place is known."""
    one = next(one for one in asked("platform-request") if one.platform and one.platform.id == platform)
    assert one.letter(known(), "image-leak").blocks[0].text.split(": ")[1].startswith(named)


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_parent_names_the_child_once(answer: str) -> None:
    """In a parent's statement the child is named in one place, whatever was answered before."""
    assert plain("police-statement", "helper-parent", me_minor=answer).count("в интересах") == 1


def test_the_log_is_a_table_on_its_side() -> None:
    """The evidence log has a column for each thing to note, and room for cases."""
    paper = docx.Document(io.BytesIO(press.letter(asked("evidence-log")[0].letter(known(), "letters"))))
    page, table = paper.sections[0], paper.tables[0]
    assert page.orientation == WD_ORIENT.LANDSCAPE
    assert (len(table.columns), len(table.rows)) == (7, 11)


# In the chat


async def letters_page(aisha: Phone) -> Message:
    """Open the list of letters."""
    return await aisha.opens("letters")


def title(name: str, language: str = "ru") -> str:
    """A document's title as it stands on its button."""
    return content().documents[name].written.title.say(language)


async def file_in(aisha: Phone) -> Message:
    """Wait for a file."""
    await aisha.person.until(lambda me: any(message.document for message in me.messages))
    return next(message for message in aisha.person.messages if message.document)


async def asks_for_the_file(aisha: Phone, name: str) -> Message:
    """Go to a letter and ask for it as a file; gives the live message."""
    screen = await letters_page(aisha)
    await aisha.goes(title(name), word("as-file"))
    return screen


async def test_a_letter_can_be_copied_from_one_message(aisha: Phone) -> None:
    """The text stands in one block that a tap copies."""
    screen = await letters_page(aisha)
    await aisha.goes(title("police-statement"), word("as-letter"))
    block = next(entity for entity in screen.entities if entity["type"] == "pre")
    assert block["length"] > 500


async def test_before_a_file_its_traces_are_named(aisha: Phone) -> None:
    """The card says that a file stays in the phone's downloads, before it is asked for."""
    screen = await letters_page(aisha)
    await aisha.goes(title("police-statement"))
    assert word("file-stays") in screen.text


async def test_a_letter_comes_as_a_file_with_a_dull_name(qorgan: Qorgan, aisha: Phone) -> None:
    """The DOCX comes silently below the screen, which stays; the head of the chat shows that it is sent."""
    screen = await asks_for_the_file(aisha, "police-statement")
    file = await file_in(aisha)
    await qorgan.quiet()
    assert file.document
    assert (file.document.file_name, file.silent) == ("document.docx", True)
    assert "Заявление" in text_of(file.document.body)
    assert aisha.person.messages == [screen, file]
    assert qorgan.world.calls["sendchataction"] == 1


async def test_a_file_stays_when_the_screen_changes_and_goes_on_hiding(qorgan: Qorgan, aisha: Phone) -> None:
    """Going on leaves the file; hiding takes it away."""
    screen = await asks_for_the_file(aisha, "evidence-log")
    file = await file_in(aisha)
    await aisha.taps(word("menu"), screen)
    await qorgan.quiet()
    assert file in aisha.person.messages
    await aisha.taps(word("hide"), screen)
    await aisha.sees_only(word("hidden"))


async def test_hiding_calls_off_a_file_being_made(
    qorgan: Qorgan, aisha: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is not ready when the person hides never comes."""
    made, go_on = asyncio.Event(), threading.Event()
    loop, make = asyncio.get_running_loop(), qorgan.app.face.make

    def slowly(paper: Letter) -> object:
        loop.call_soon_threadsafe(made.set)
        go_on.wait(10)
        return make(paper)

    monkeypatch.setattr(qorgan.app.face, "make", slowly)
    screen = await asks_for_the_file(aisha, "evidence-log")
    await made.wait()
    await aisha.taps(word("hide"), screen)
    await aisha.sees_only(word("hidden"))
    go_on.set()
    await qorgan.quiet()
    assert aisha.shown == [word("hidden")]
    assert "senddocument" not in qorgan.world.calls


async def test_a_double_tap_sends_one_file(qorgan: Qorgan, aisha: Phone) -> None:
    """Two taps on the button bring one file, counted once."""
    screen = await letters_page(aisha)
    await aisha.goes(title("evidence-log"))
    button = next(button for button in screen.buttons if button.text == word("as-file"))
    for tap in [aisha.person.tap(button, screen) for _ in range(2)]:
        await aisha.person.answer_to(tap)
    await qorgan.quiet()
    assert sum(1 for message in aisha.person.messages if message.document) == 1


async def test_a_file_that_cannot_be_made_leaves_the_screen(
    qorgan: Qorgan, aisha: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When making fails, the person keeps the screen with the way to the text."""

    def fails(_paper: Letter) -> None:
        raise MemoryError

    monkeypatch.setattr(qorgan.app.face, "make", fails)
    screen = await asks_for_the_file(aisha, "evidence-log")
    await qorgan.quiet()
    assert word("as-letter") in [button.text for button in screen.buttons]
    assert aisha.person.messages == [screen]


def test_a_letter_leaves_no_garbage_behind() -> None:
    """Letters made one after another take no more memory than one: python-docx leaves megabytes to be found."""
    asked = next(paper for paper in every(content()) if isinstance(paper, Asked))
    letter = asked.letter(content().facts.none, "threats")
    gc.collect()
    gc.disable()
    try:
        Press("").make(letter)
        assert gc.collect() < 50  # a letter leaves over a hundred
    finally:
        gc.enable()
