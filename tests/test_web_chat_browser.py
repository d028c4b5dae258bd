"""The web chat in a real browser, with a bot that does whatever a bot can do to a chat."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from chat_page import NARROW, Chat, chromium, key
from playwright.async_api import Browser, Page, expect
from talker import LETTER, TEXTS

from bot.preview import World

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Start Chromium once for this file."""
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def chat(browser: Browser) -> AsyncIterator[Chat]:
    """Serve the page and the bot; every page must end without an error or a breach of its policy."""
    errors: list[str] = []
    chat = Chat(browser)
    await chat.serve()
    yield chat
    for context in browser.contexts:
        for page in context.pages:
            errors += [str(error) for error in await page.page_errors()]
            errors += [message.text for message in await page.console_messages() if "Security Policy" in message.text]
        await context.close()
    await chat.stop()
    assert errors == []


async def test_start(chat: Chat) -> None:
    """Before the first message stand the bot's name and description in the phone's language, and a start button."""
    page = await chat.window(locale="kk-KZ")
    await expect(page.locator("#name")).to_have_text(TEXTS["name"])
    await expect(page.locator("#description")).to_have_text(TEXTS["description"])
    await page.click("text=Бастау")
    await expect(page.locator("#composer")).to_be_visible()
    await page.click("#commands")
    await page.locator("#sheet button", has_text="/start").click()
    await expect(page.locator(".message")).to_have_count(4)


async def test_text_is_text(chat: Chat) -> None:
    """Formatting shows, and what looks like markup is read as written."""
    page = await chat.started()
    text = page.locator(".message .text").last
    await expect(text.locator("b")).to_have_text("Сәлем!")
    await expect(text.locator("blockquote")).to_have_text("Сіз кінәлі емессіз.")
    await expect(text).to_contain_text("<script>alert(1)</script>")
    assert await text.locator("script").count() == 0


async def test_type_and_tap(chat: Chat) -> None:
    """Enter sends, the bot takes it away, a tap rings until the answer comes as a toast."""
    page = await chat.started()
    await page.fill("#text", "Помогите")
    await page.press("#text", "Enter")
    await expect(page.locator(".mine", has_text="Помогите")).to_have_count(0)
    await key(page, "toast").click()
    await expect(page.locator("#toast.shown")).to_have_text("toast!")
    await expect(key(page, "toast")).to_have_attribute("aria-busy", "false")


async def test_edit(chat: Chat) -> None:
    """An edit changes the message where it stands and marks it."""
    page = await chat.started()
    await key(page, "edit").click()
    message = page.locator(".message.fresh")
    await expect(message.locator(".text")).to_contain_text(re.compile("Edited *изменено"))
    await expect(message.locator(".key")).to_have_text(["back"])
    await expect(page.locator(".message")).to_have_count(2)


async def test_deletion(chat: Chat) -> None:
    """What the bot deletes moves away; what the person deletes here is still there for the bot."""
    page = await chat.started(reduced_motion="no-preference")
    await key(page, "delete").click()
    await expect(page.locator(".message")).to_have_count(1)
    await page.locator(".message .text").click(button="right")
    await page.click("text=Удалить у себя")
    await expect(page.locator(".message")).to_have_count(0)
    await expect(page.locator("#start")).to_be_visible()
    [person] = chat.world.people.values()
    assert (len(person.messages), len(person.chat.messages)) == (0, 1)


async def test_alert(chat: Chat) -> None:
    """An alert waits until it is closed."""
    page = await chat.started()
    await key(page, "alert").click()
    await expect(page.locator("#sheet[open] h2")).to_have_text("alert!")
    await page.keyboard.press("Escape")
    await expect(page.locator("#sheet")).to_be_hidden()


async def test_link_asks(chat: Chat) -> None:
    """Nothing leads out of this machine without a question."""
    page = await chat.started()
    for link in (key(page, "Сайт"), page.locator(".text a")):
        await link.click()
        await expect(page.locator("#sheet-note")).to_contain_text("https://egov.kz/")
        await page.click("text=Отмена")
    assert len(page.context.pages) == 1


async def test_unanswered_tap(chat: Chat) -> None:
    """A button stops ringing when the bot has not answered in Telegram's time, and the page says so."""
    page = await chat.window()
    await page.clock.install()
    await page.click("#start")
    await key(page, "silence").click()
    await expect(key(page, "silence")).to_have_attribute("aria-busy", "true")
    await page.clock.fast_forward(15_000)
    await expect(page.locator("#toast")).to_have_text("Бот не ответил на нажатие")
    await expect(key(page, "silence")).to_have_attribute("aria-busy", "false")


async def test_document(chat: Chat, tmp_path: Path) -> None:
    """A document of the bot can be saved, after the header said that one is coming."""
    page = await chat.started()
    await page.fill("#text", "wait")
    await page.press("#text", "Enter")
    await expect(page.locator("#doing")).to_have_text("печатает…")
    await key(page, "file").click()
    async with page.expect_download() as saving:
        await page.click("text=letter.txt")
    saved = await saving.value
    assert saved.suggested_filename == "letter.txt"
    await saved.save_as(tmp_path / "letter")
    assert (tmp_path / "letter").read_bytes() == LETTER


async def test_block(chat: Chat) -> None:
    """Whoever blocks the bot can only start it again."""
    page = await chat.started()
    await page.click("#chat-menu")
    await page.click("text=Заблокировать бота")
    await expect(page.locator("#composer")).to_be_hidden()
    await page.click("text=Разблокировать и начать")
    await expect(page.locator("#composer")).to_be_visible()


async def test_copy(chat: Chat) -> None:
    """A copy button and a number in the text copy with a tap and say so."""
    page = await chat.started(permissions=["clipboard-read", "clipboard-write"])
    for copied in (key(page, "Көшіру"), page.locator(".text .code")):
        await page.evaluate("navigator.clipboard.writeText('')")
        await copied.click()
        await expect(page.locator("#toast.shown")).to_have_text("Скопировано")
        assert await page.evaluate("navigator.clipboard.readText()") == "112"


async def test_pretend_to_send(chat: Chat) -> None:
    """A photo, a voice or a contact is sent as an example, and the bot takes it away."""
    page = await chat.started()
    [person] = chat.world.people.values()
    with person.listen() as changes:
        for kind in ("Фото", "Голосовое сообщение", "Контакт"):
            await page.click("#attach")
            await page.locator("#sheet").get_by_text(kind, exact=True).click()
            assert [(await changes.get()).kind for _ in range(2)] == ["sent", "deleted"]


async def test_narrow(chat: Chat) -> None:
    """At 360 px nothing scrolls sideways; a row shares its width; only a label too long is shortened."""
    page = await chat.started(locale="kk-KZ")
    for part in ("html", "#scroll"):
        assert await page.locator(part).evaluate("part => part.scrollWidth") == NARROW["width"]
    cut = "items => items.filter(i => i.scrollWidth > i.clientWidth).map(i => i.textContent.length)"
    assert await page.locator(".key .label").evaluate_all(cut) == [54]
    widths = "items => new Set(items.map(i => Math.round(i.getBoundingClientRect().width))).size"
    assert await page.locator(".row:last-child .key").evaluate_all(widths) == 1
    await expect(key(page, "SOS")).to_be_in_viewport()


async def test_wide(chat: Chat) -> None:
    """On a wide screen the chat is a column of 480 px in the middle, with room for a desk beside it."""
    page = await chat.window(viewport={"width": 1280, "height": 800})
    box = await page.locator(".phone").bounding_box()
    assert box is not None
    assert (box["width"], box["x"]) == (480, 400)
    await expect(page.locator("aside#desk")).to_be_hidden()


async def test_contrast(chat: Chat) -> None:
    """In the light and in the dark, text stands off its bubble by at least 7 to 1."""
    papers = []
    for scheme in ("light", "dark"):
        # A window each: a page that is switched may still show the old colours when it is asked for them.
        page = await chat.started(color_scheme=scheme, reduced_motion="reduce")
        colours = "b => [getComputedStyle(b).color, getComputedStyle(b).backgroundColor]"
        ink, paper = map(_luminance, await page.locator(".bubble").last.evaluate(colours))
        assert (max(ink, paper) + 0.05) / (min(ink, paper) + 0.05) >= 7
        papers.append(paper)
    assert papers[0] > papers[1]


def _luminance(colour: str) -> float:
    """Source: WCAG 2.2, relative luminance."""
    parts = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


async def test_keyboard_only(chat: Chat) -> None:
    """Everything is done with Tab, Enter and Space, and neither Start nor an edit loses the focus."""
    page = await chat.window()
    await expect(page.locator("#start")).to_be_visible()
    await _tab_to(page, "#start")
    await page.keyboard.press("Enter")
    await expect(key(page, "SOS")).to_be_visible()
    await expect(page.locator("#text")).to_be_focused()
    await _tab_to(page, "[data-data=edit]")
    await page.keyboard.press("Space")
    await expect(key(page, "back")).to_be_focused()
    outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


async def _tab_to(page: Page, selector: str) -> None:
    for _ in range(30):
        if await page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")


async def test_phone_language(chat: Chat) -> None:
    """The page's own words follow the language of the phone, and the bot is told of it with the next update."""
    page = await chat.started()
    await page.select_option("#language", "en")
    await expect(page.locator("#text")).to_have_attribute("placeholder", "Message")
    [person] = chat.world.people.values()
    assert person.identity["language_code"] == "en"


async def test_two_windows(chat: Chat) -> None:
    """A second window is a second person; a reload stays the same one."""
    page = await chat.started()
    async with page.context.expect_page() as opening:
        await page.click("#chat-menu")
        await page.click("text=Второй человек в новом окне")
    second = await opening.value
    await expect(second.locator("#start")).to_be_visible()
    await page.reload()
    await expect(key(page, "SOS")).to_be_visible()
    assert len(chat.world.people) == 2


async def test_new_person(chat: Chat) -> None:
    """A window can become a new person, with an empty chat."""
    page = await chat.started()
    await page.click("#chat-menu")
    await page.click("text=Стать новым человеком")
    await expect(page.locator("#start")).to_be_visible()
    await expect(page.locator("#status")).to_be_hidden()
    assert len(chat.world.people) == 2


async def test_reconnect(chat: Chat) -> None:
    """When the server comes back, the window does so by itself, as a new person, and says so."""
    page = await chat.started()
    port = int(chat.address.rpartition(":")[2])
    await chat.stop()
    await expect(page.locator("#status")).to_contain_text("Нет связи")
    chat.world = World()
    await chat.serve(port)
    await expect(page.locator("#status")).to_contain_text("теперь вы новый человек")
    await page.click("#start")
    await expect(key(page, "SOS")).to_be_visible()
