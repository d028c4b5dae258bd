"""Posters, pictures and lesson sheets: nothing is cut off, every letter is there, and the code leads to the bot."""

from __future__ import annotations

import io
import re
from argparse import Namespace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import typst
import zxingcpp
from content_files import NOW
from driver import Phone, Qorgan, content, word
from PIL import Image
from pypdf import PdfReader
from test_cli import qorgan as command

from bot.papers import typeset
from bot.papers.press import Press
from bot.preview import Fault, Message
from bot.printing import OrderError, perform
from flows import Engine
from flows.leaflets import Leaflet, leaflet
from flows.loader import HERE
from flows.sheets import printable, sheets

BOT = "qorgan_help_bot"
LANGUAGES = content().languages
FLOWS = sorted(flow.id for flow in content().flows.values() if flow.actions)
SHEETS = sorted(flow.id for flow in content().flows.values() if printable(flow))
DRAWN = set("⛔")
"""Signs that the sheets draw themselves, since the font lacks them."""
IN_FONT = re.compile(r"[\s\w!-~«»„“”‘’–·…№→ӘәҒғҚқҢңӨөҰұҮүҺһІі]*")


def words(flow: str, language: str, *, campaign: bool = True) -> Leaflet:
    """A leaflet for a school."""
    return leaflet(content(), content().flows[flow], language, "school", campaign=campaign)


def text_layer(body: bytes) -> str:
    """The words of a PDF, each one after a single space; lines break at hyphens too."""
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return squeezed(" ".join(pages))


def squeezed(text: str) -> str:
    """A text as the text layer of a PDF is compared with it: without spaces and the signs that keep words whole."""
    return re.sub(r"[\s\u2060]+", "", text)


def fonts(body: bytes) -> set[tuple[str, bool]]:
    """The fonts of a PDF and whether they are embedded."""
    found = set()
    for page in PdfReader(io.BytesIO(body)).pages:
        resources: Any = page["/Resources"].get_object()
        for font in resources["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            found.add(
                (str(inner["/BaseFont"]).split("+")[-1], "/FontFile3" in descriptor or "/FontFile2" in descriptor)
            )
    return found


def top_colour(said: Leaflet) -> tuple[int, ...]:
    """The colour of a picture's corner."""
    picture = Image.open(io.BytesIO(typeset.leaflet(said, "square", "png", BOT))).convert("RGB")
    return tuple(picture.tobytes()[:3])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("flow", FLOWS)
def test_a_poster_is_one_page_with_every_word(flow: str, language: str) -> None:
    """A poster is one A4 page whose text layer holds all that it says, in embedded fonts that have every letter."""
    said = words(flow, language)
    body = typeset.leaflet(said, "poster", "pdf", BOT)
    reader = PdfReader(io.BytesIO(body))
    assert [round(float(size)) for size in reader.pages[0].mediabox[2:]] == [595, 842]
    assert len(reader.pages) == 1
    layer = reader.pages[0].extract_text()
    numbers = (one for pair in said.numbers for one in pair)
    for text in (said.title, said.lead, said.banner, said.foot, *said.steps, *numbers):
        assert squeezed(text) in squeezed(layer)
        assert IN_FONT.fullmatch(text), text
    assert {(name.split("-")[0], embedded) for name, embedded in fonts(body)} == {("LibertinusSerif", True)}
    stand_well(layer.splitlines(), said)


def stand_well(shown: list[str], said: Leaflet) -> None:
    """On a poster a step is on one line, or in balance on two, and no line of the invitation is one word."""
    lines = [squeezed(re.sub(r"^\d ", "", line)) for line in shown]
    assert {squeezed(step) for step in said.steps} <= {*lines, *map("".join, pairwise(lines))}
    scan = shown[shown.index(next(line for line in shown if line.startswith(said.scan[:9]))) :]
    assert all(" " in line.strip() for line in scan[: scan.index(f"t.me/{BOT}")])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("flow", FLOWS)
def test_a_picture_leads_to_the_bot(flow: str, language: str) -> None:
    """The square picture has room for its words (or setting it fails), and a phone reads its code."""
    picture = Image.open(io.BytesIO(typeset.leaflet(words(flow, language), "square", "png", BOT)))
    assert picture.size == (1080, 1080)
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [f"https://t.me/{BOT}?start=school_{flow}"]


@pytest.mark.parametrize("flow", FLOWS)
def test_the_link_of_a_leaflet_opens_its_flow(flow: str) -> None:
    """What the code tells on Start is taken: the source is counted and the flow opens."""
    start = words(flow, "ru").start
    counts = {(count.event, count.subject) for count in Engine(content()).start("ru", start, now=NOW).counts}
    assert ("source", "school") in counts
    assert ("request", flow) in counts


def test_the_campaign_is_orange() -> None:
    """In the campaign the top of a poster is orange and names its days, else it is calm and names none."""
    orange, calm = (top_colour(words("threats", "kk", campaign=campaign)) for campaign in (True, False))
    assert orange[0] > orange[1] > orange[2]
    assert calm[0] < calm[1] < calm[2]
    assert not words("threats", "kk", campaign=False).banner


def test_too_many_words_are_refused_not_cut() -> None:
    """A leaflet whose words have no room is an error, never a picture with something cut off."""
    full = words("threats", "ru")
    endless = Leaflet(**{field: getattr(full, field) for field in full.__slots__} | {"steps": full.steps * 6})
    with pytest.raises(typst.TypstError, match="no room"):
        typeset.leaflet(endless, "square", "png", BOT)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("flow", SHEETS)
def test_each_sheet_is_one_page(flow: str, language: str) -> None:
    """A lesson plan has one page for each sheet, a short lesson two at most; every word in an embedded font."""
    written = sheets(content(), content().flows[flow], language)
    body = typeset.sheets(written)
    pages = len(PdfReader(io.BytesIO(body)).pages)
    assert pages in ((1, 2) if written.together else (len(written.sheets),))
    layer = text_layer(body)
    said = [run.text for sheet in written.sheets for part in sheet.paragraphs for line in part for run in line]
    for text in [written.title, *said, *(text for sheet in written.sheets for pair in sheet.ready for text in pair)]:
        bare = re.sub(r"^(\d+\.|•|–)\s+", "", "".join(sign for sign in text if sign not in DRAWN).strip())
        assert squeezed(bare) in layer
        assert IN_FONT.fullmatch(bare), bare
    assert all(embedded for _, embedded in fonts(body))


def test_a_picture_holds_nothing_but_the_picture() -> None:
    """A PNG has its size and its points: no time, no text, no place."""
    body = typeset.leaflet(words("threats", "ru"), "square", "png", BOT)
    assert Image.open(io.BytesIO(body)).info == {}
    assert not re.search(rb"tEXt|iTXt|zTXt|tIME|eXIf", body[:64] + body[-64:])


def test_the_same_words_give_the_same_bytes() -> None:
    """No product holds the time of its making."""
    first, second = (typeset.leaflet(words("threats", "ru"), "poster", "pdf", BOT) for _ in range(2))
    assert first == second
    about = PdfReader(io.BytesIO(first)).metadata
    assert about is not None
    assert str(about["/CreationDate"]).startswith("D:1970")


# In the chat


async def test_a_memo_is_sent_as_a_picture_with_the_bots_code(qorgan: Qorgan, aisha: Phone) -> None:
    """A tap on a topic brings its picture, whose code opens the running bot at that topic."""
    assert word("file-stays") in (await aisha.opens("memos")).text
    await aisha.goes(content().flows["threats"].written.title.say("ru"))
    await qorgan.quiet()
    picture = next(message for message in aisha.person.messages if message.document)
    assert picture.document
    assert (picture.document.file_name, picture.silent) == ("picture.png", True)
    code = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.document.body)))[0].text
    assert code == f"https://t.me/{qorgan.world.profile.user()['username']}?start=leaflet_threats"


async def codes_of_a_memo(qorgan: Qorgan, aisha: Phone, screen: Message) -> list[str]:
    """Ask for the picture of a topic, read what its codes say, and go back to the list."""
    await aisha.taps(content().flows["threats"].written.title.say("ru"), screen)
    await qorgan.quiet()
    picture = next(message.document for message in reversed(aisha.person.messages) if message.document)
    await aisha.taps(word("continue"), screen)
    await qorgan.quiet()
    return [code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.body)))]


async def test_a_picture_without_the_bots_name_asks_for_it_again(qorgan: Qorgan, aisha: Phone) -> None:
    """When Telegram does not say the bot's name, the picture comes without a code; the next one has it."""
    qorgan.world.faults.add(Fault("getMe", "refuse", code=500))
    screen = await aisha.opens("memos")
    assert await codes_of_a_memo(qorgan, aisha, screen) == []
    name = qorgan.world.profile.user()["username"]
    assert await codes_of_a_memo(qorgan, aisha, screen) == [f"https://t.me/{name}?start=leaflet_threats"]


def test_a_picture_is_made_once() -> None:
    """The same words are set once, and kept."""
    press, said = Press(BOT), words("threats", "en")
    assert press.make(said).body is press.make(said).body


# On the command line


def test_a_leaflet_is_written(tmp_path: Path) -> None:
    """One order gives a poster as PDF and PNG and a square picture."""
    done = command(
        tmp_path, "leaflet", "--flow", "image-leak", "--lang", "kk", "--source", "school", "--bot", f"@{BOT}"
    )
    assert (done.returncode, done.stderr) == (0, "")
    names = {path.name for path in (tmp_path / "leaflet").iterdir()}
    assert names == {"image-leak-kk-a4.pdf", "image-leak-kk-a4.png", "image-leak-kk-square.png"}


def test_the_letters_are_written(tmp_path: Path) -> None:
    """Every document in a language, to print."""
    done = command(tmp_path, "papers", "--lang", "ru", "-o", "out")
    assert done.returncode == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {f"{name}-ru.docx" for name in content().documents}


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ({"flow": "imageleak"}, "did you mean: image-leak?"),
        ({"flow": "zzz"}, ", …?"),
        ({"flow": "threats"}, "BOT_USERNAME"),
        ({"flow": "threats", "bot": BOT, "source": "scool"}, "did you mean: school?"),
        ({"flow": "threats", "bot": "https://t.me/x"}, "not a bot's username"),
        ({"flow": "for-school", "lang": "de"}, "--lang de"),
        ({}, "--all"),
    ],
)
def test_a_wrong_order_is_explained(tmp_path: Path, order: dict[str, str], said: str) -> None:
    """A mistake in the order is named with what to write instead, and nothing is written."""
    plain = {"command": "leaflet", "flow": None, "lang": None, "source": None, "bot": None, "all": False}
    with pytest.raises(OrderError, match=re.escape(said)):
        perform(Namespace(**plain | order, campaign=False, output=tmp_path / "out"), HERE, "")
    assert not (tmp_path / "out").exists()


def test_a_wrong_order_ends_with_code_2(tmp_path: Path) -> None:
    """The command says what is wrong on the error stream."""
    done = command(tmp_path, "leaflet")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--flow" in done.stderr
