"""A letter as a DOCX: the words of the letter, room to write, nothing of its making, and in the form Word demands."""

from __future__ import annotations

import gc
import io
import re
import zipfile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_LEADER
from letter_files import DOCUMENTS, asked, known, subject, text_of

from bot.papers import docx as press
from bot.papers.press import Press
from flows.checks.papers import offering


def bare(text: str) -> str:
    """A text without its blanks, which a file draws as lines to the margin, and without the stop after one."""
    return re.sub(r"[_\s]+|\.$", "", text)


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


def test_the_log_is_a_table_on_its_side() -> None:
    """The evidence log has a column for each thing to note, and room for cases."""
    paper = docx.Document(io.BytesIO(press.letter(asked("evidence-log")[0].letter(known(), "letters"))))
    page, table = paper.sections[0], paper.tables[0]
    assert page.orientation == WD_ORIENT.LANDSCAPE
    assert (len(table.columns), len(table.rows)) == (7, 11)


def test_a_letter_leaves_no_garbage_behind() -> None:
    """Letters made one after another take no more memory than one: python-docx leaves megabytes to be found."""
    letter = asked(DOCUMENTS[0])[0].letter(known(), "threats")
    gc.collect()
    gc.disable()
    try:
        Press("").make(letter)
        assert gc.collect() < 50  # a letter leaves over a hundred
    finally:
        gc.enable()
