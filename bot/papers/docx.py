"""A letter as a DOCX: A4, blanks to fill in on the person's own device; must not know content, cases or Telegram.

The file tells nothing of its making: no author, no title, no time.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document as Paper
    from docx.table import _Row
    from docx.text.paragraph import Paragraph

    from flows.documents import Block, Letter

FONT, SIZE, SMALL = "Times New Roman", Pt(12), Pt(10)
PAGE = (Cm(21), Cm(29.7))
ADDRESSEE = Cm(8.5)
"""Where the block of the addressee begins, from the left margin."""
WIDTH, TABLE_WIDTH = Cm(17), Cm(26.2)
"""The room between the margins of a page, upright and on its side."""
NAME = re.compile(r"_{20,}(?P<rest>[^_(]*)(?P<hint>\([^()]*\))?$")
"""A blank for a name or an address in a line, and the hint after it."""
STORY = re.compile(r"_{20,}( (?P<hint>\([^()]*\)))?\.?$")
"""A blank at the end of a paragraph, where somebody tells what happened."""
MANY_STORIES = 4
"""So many in one letter get less room each, so that the letter stays on its page."""
LONG_HINT = 15
"""From here on, in characters, a hint stands below its line instead of taking half of it."""
NUMBER = re.compile(r"(_{2,}) (?=\w{1,6}[.;,])")
"""The blank of "____ л.;", which should stay with its word."""
LOCALES = {"ru": "ru-RU", "kk": "kk-KZ", "en": "en-GB"}
NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def letter(written: Letter) -> bytes:
    """The bytes of a DOCX; the same letter gives the same bytes."""
    paper = Document()
    wide = any(block.kind == "table" for block in written.blocks)
    stories = sum(1 for block in written.blocks if block.kind == "text" and STORY.search(block.text))
    below = 0 if wide else 2 if stories < MANY_STORIES else 1
    _set_page(paper, wide=wide)
    _set_style(paper, LOCALES.get(written.language, written.language))
    for kind, blocks in groupby(written.blocks, key=lambda block: block.kind):
        for number, block in enumerate(blocks, 1):
            if kind == "item":
                _item(paper, f"{number}.\t{block.text}")
            elif kind == "text":
                _text(paper, block.text, TABLE_WIDTH if wide else WIDTH, below)
            else:
                BUILDERS[kind](paper, block)
        if kind == "item":
            paper.paragraphs[-1].paragraph_format.space_after = Pt(8)
    _forget_origin(paper)
    raw = io.BytesIO()
    paper.save(raw)
    return _without_times(raw)


def _set_page(paper: Paper, *, wide: bool) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = PAGE[::-1] if wide else PAGE
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.left_margin = Cm(2) if wide else Cm(2.5)
    section.right_margin = Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(1.5)


def _set_style(paper: Paper, locale: str) -> None:
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, SIZE
    style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.line_spacing = 1.1
    properties = style.element.get_or_add_rPr()
    properties.rFonts.set(qn("w:eastAsia"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), locale)
    properties.append(language)


def _to(paper: Paper, block: Block) -> None:
    paragraph = _ruled(paper.add_paragraph())
    paragraph.paragraph_format.left_indent = ADDRESSEE
    for number, line in enumerate(block.text.split("\n")):
        if number:
            paragraph.add_run().add_break()
        _to_fill(paragraph, line)


def _to_fill(paragraph: Paragraph, line: str) -> None:
    """A line of the addressee, its blank drawn to the margin, a long hint below it."""
    blank = NAME.search(line)
    if not blank:
        paragraph.add_run(line).font.size = SMALL if line.startswith("(") else None
        return
    rest, hint = blank["rest"], blank["hint"] or ""
    below = len(hint) > LONG_HINT
    paragraph.add_run(f"{line[: blank.start()]}\t{rest}{'' if below else hint}")
    if below:
        paragraph.add_run().add_break()
        paragraph.add_run(hint).font.size = SMALL


def _title(paper: Paper, block: Block) -> None:
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(10)
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run(block.text).bold = True


def _text(paper: Paper, text: str, width: int, below: int) -> None:
    story = STORY.search(text)
    if story:
        _story(paper, " ".join(part for part in (text[: story.start()].rstrip(), story["hint"]) if part), width, below)
        return
    paragraph = _lines(paper.add_paragraph(), text)
    if text.endswith(":"):  # it opens a list
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = Pt(8)


def _story(paper: Paper, said: str, width: int, below: int) -> None:
    """What is asked, and lines to write on: the rest of its own, and some below."""
    lines = [_ruled(paper.add_paragraph(words), width) for words in (f"{said} \t", *["\t"] * below)]
    for line in lines[1:]:
        line.paragraph_format.space_before = Pt(9)
    for line in lines[:-1]:
        line.paragraph_format.space_after = Pt(0)
        line.paragraph_format.keep_with_next = True


def _item(paper: Paper, text: str) -> None:
    paragraph = paper.add_paragraph(NUMBER.sub("\\1\u00a0", text))
    paragraph.paragraph_format.left_indent = Cm(1.25)
    paragraph.paragraph_format.first_line_indent = Cm(-0.75)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(1.25))
    paragraph.paragraph_format.space_after = Pt(3)


def _sign(paper: Paper, block: Block) -> None:
    paragraph = _lines(paper.add_paragraph(), block.text)
    paragraph.paragraph_format.space_before = Pt(16)


def _table(paper: Paper, block: Block) -> None:
    columns = block.text.splitlines()
    table = paper.add_table(rows=1 + block.rows, cols=len(columns), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, columns, strict=True):
        run = cell.paragraphs[0].add_run(name)
        run.bold, run.font.size = True, SMALL
    _mark(table.rows[0], "w:tblHeader")
    for row in table.rows:
        _mark(row, "w:cantSplit")
    for row in table.rows[1:]:
        row.height = Cm(1.1)
    table.autofit = False
    for width, column in zip(block.widths, table.columns, strict=True):
        column.width = TABLE_WIDTH * width // sum(block.widths)  # LibreOffice reads this, Word the cells
        for cell in column.cells:
            cell.width = column.width
    paper.add_paragraph()


def _mark(row: _Row, name: str) -> None:
    """A header that repeats on each page, or a row that no page break cuts."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001  # python-docx has no public way


def _lines(paragraph: Paragraph, text: str) -> Paragraph:
    for number, line in enumerate(text.split("\n")):
        if number:
            paragraph.add_run().add_break()
        paragraph.add_run(NUMBER.sub("\\1\u00a0", line))
    return paragraph


def _ruled(paragraph: Paragraph, width: int = WIDTH) -> Paragraph:
    """A tab in it draws a line to the right margin."""
    paragraph.paragraph_format.tab_stops.add_tab_stop(Length(width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
    return paragraph


BUILDERS: dict[str, Callable[[Paper, Block], None]] = {
    "to": _to,
    "title": _title,
    "sign": _sign,
    "table": _table,
}


def _forget_origin(paper: Paper) -> None:
    about = paper.core_properties
    about.author = about.last_modified_by = about.title = about.comments = about.keywords = ""
    about.created = about.modified = NO_TIME.replace(tzinfo=None)
    links = paper.part.package.rels
    for name in [name for name, link in links.items() if link.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del links[name]  # a picture of an empty page, of the library's making


def _without_times(raw: io.BytesIO) -> bytes:
    """The same archive, its members dated at the zip format's beginning instead of now."""
    clean = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(clean, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return clean.getvalue()
