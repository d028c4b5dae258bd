"""How letters reach a person: as text to copy and as a file, and what hiding does to it."""

from __future__ import annotations

import asyncio
import threading

import pytest
from driver import Phone, Qorgan, content, word
from letter_files import text_of

from bot.preview import Message
from flows.documents import Letter


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


@pytest.mark.parametrize(("language", "told"), [("en", True), ("kk", False)])
async def test_a_card_in_another_language_says_so(qorgan: Qorgan, language: str, *, told: bool) -> None:
    """Who cannot read any of a letter's languages is told which they are."""
    phone = qorgan.phone(language)
    screen = await phone.opens("letters")
    await phone.goes(title("police-statement", language))
    assert (word("paper-only-in", language).partition("{")[0] in screen.text) is told


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
