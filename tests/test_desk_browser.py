"""The editor's desk in a real browser: seen beside the chat, written in, reachable on a narrow screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from chat_page import NARROW, chromium
from content_files import FILES, changed, write
from desk_rig import Rig, desk_with_window
from playwright.async_api import Browser, Page, expect

pytestmark = pytest.mark.asyncio(loop_scope="module")
WIDE = {"width": 1280, "height": 900}
BROKEN_PROMISE = changed("flows/threats.yaml", "  - contacts: [police]\n", "")
BROKEN = changed("flows/leak.yaml", "  - ask: public", "\t- ask: public")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Start Chromium once for this file."""
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    """Serve the desk."""
    async with desk_with_window(write(tmp_path / "content")) as rig:
        yield rig


async def at_proof(browser: Browser, rig: Rig, **look: object) -> Page:
    """Open the page and walk to an action; the window is the page's own."""
    look = {"locale": "ru-RU", "viewport": WIDE, "reduced_motion": "reduce"} | look
    page = await (await browser.new_context(**look)).new_page()  # type: ignore[arg-type] # names as Playwright has them
    await page.goto(rig.address)
    await page.click("#start")
    for label in ("ru leak", "ru none", "ru no"):
        await page.locator(".key", has_text=label).first.click()
    await expect(page.locator(".message .text")).to_contain_text("ru proof")
    await expect(page.locator("#place-id")).to_contain_text("proof")
    return page


async def test_the_screen_in_all_languages(browser: Browser, rig: Rig) -> None:
    """Beside the chat stand the place, the screen in each language, and a choice of language that the chat follows."""
    page = await at_proof(browser, rig)
    await expect(page.locator("#place-link")).to_have_text("flows/leak.yaml:7")
    await expect(page.locator(".shown")).to_have_count(3)
    await page.locator(".shown[lang=kk] header button").click()
    await expect(page.locator(".message .text")).to_contain_text("kk proof")
    await expect(page.locator(".shown.current")).to_have_attribute("lang", "kk")


async def test_write_and_save(browser: Browser, rig: Rig) -> None:
    """Words written at the desk survive a look at another screen, are saved into the file, and show in the chat."""
    page = await at_proof(browser, rig)
    await page.click("#editor summary")
    field = page.locator("textarea[lang=ru]").first
    await field.fill("Сохраните ссылку")
    await page.locator(".key", has_text="ru next").click()
    await expect(page.locator("#place-id")).to_contain_text("public")
    await page.locator(".key", has_text="ru back").click()
    await expect(field).to_have_value("Сохраните ссылку")
    save = page.locator(".wording", has=field).get_by_role("button", name="Сохранить в файл")
    for words in ("Сохраните ссылку", "Сохраните адрес \n"):
        await field.fill(words)
        await save.click()
        await expect(page.locator(".message .text")).to_contain_text(words.strip())
        await expect(save).to_be_hidden()
    await field.fill("Сохраните ссылку")
    await save.click()
    await expect(page.locator(".message .text")).to_contain_text("Сохраните ссылку")
    assert '"Сохраните ссылку"' in (rig.folder / "flows/leak.yaml").read_text(encoding="utf-8")


async def test_a_broken_save(browser: Browser, rig: Rig) -> None:
    """The findings show with their place, and go when the file is mended."""
    page = await at_proof(browser, rig)
    rig.save(BROKEN)
    await expect(page.locator("#desk-status.refused")).to_be_visible()
    await expect(page.locator("#findings a")).to_contain_text("flows/leak.yaml:")
    assert await page.locator("#findings").evaluate("list => list.clientHeight > 10")
    rig.save({"flows/leak.yaml": FILES["flows/leak.yaml"]})
    await expect(page.locator("#desk-status.refused")).to_have_count(0)


async def test_facts_and_time(browser: Browser, rig: Rig) -> None:
    """An answer set at the desk leads the chat elsewhere; the time can be set and given back."""
    page = await at_proof(browser, rig)
    await page.locator("#facts label", has_text="pictured-minor").locator("select").select_option("yes")
    await expect(page.locator(".message .text")).to_contain_text("ru link")
    await page.fill("#time", "2026-12-31T23:30")
    await page.locator("#time").blur()
    await page.click("#time-now")
    await expect(page.locator("#time-now")).to_be_disabled()


async def test_the_buttons(browser: Browser, rig: Rig) -> None:
    """Each of the desk's buttons opens its result, and Escape closes it."""
    page = await at_proof(browser, rig)
    rig.save(BROKEN_PROMISE)
    await expect(page.locator("#desk-status.found")).to_be_visible()
    await page.get_by_role("button", name="Проверить", exact=True).click()
    await expect(page.locator("#result")).to_contain_text("Замечания – выше")
    for label in ("Что изменилось", "Таблица переводчика", "Проверить фразу", "Подписать"):
        await page.get_by_role("button", name=label, exact=True).first.click()
        await expect(page.locator("#result h3")).to_have_text(label)
    await page.click("#result header button")
    await page.get_by_role("button", name="Проверить фразу").click()
    await page.fill("#result input", "I want to die")
    await page.keyboard.press("Enter")
    await expect(page.locator("#result")).to_contain_text("мысли о смерти")
    await page.keyboard.press("Escape")
    await expect(page.locator("#result")).to_be_hidden()


async def test_a_refusal_is_in_the_editors_language(browser: Browser, rig: Rig) -> None:
    """A file that is no sheet, and signing what cannot be shown."""
    rig.save({"review.yaml": "needed: {situation: [law]}\n"})
    page = await at_proof(browser, rig)
    await page.get_by_role("button", name="Таблица переводчика").click()
    await page.set_input_files("#result input", {"name": "a.xlsx", "mimeType": "text/plain", "buffer": b"no sheet"})
    await expect(page.locator("#result")).to_contain_text("Это не таблица переводчика")
    await page.get_by_role("button", name="Подписать").click()
    rig.save(BROKEN)
    await expect(page.locator("#desk-status")).to_contain_text("показать нельзя")
    await page.locator("#result").get_by_role("button", name="Подписать").click()
    await expect(page.locator("#result")).to_contain_text("Сохранённое показать нельзя")


async def test_on_a_narrow_screen(browser: Browser, rig: Rig) -> None:
    """The desk lies over the chat when asked for, fits, and leaves again."""
    page = await at_proof(browser, rig, viewport=NARROW)
    await expect(page.locator("#desk")).to_be_hidden()
    await page.click("#desk-open")
    await expect(page.locator("#place-link")).to_be_visible()
    assert await page.locator("#desk").evaluate("desk => desk.scrollWidth <= desk.clientWidth")
    await page.keyboard.press("Escape")
    await expect(page.locator("#desk")).to_be_hidden()


async def test_on_paper_the_languages_stand_beside_each_other_too(browser: Browser, rig: Rig) -> None:
    """A sheet is narrower than the windows in which the reviewer's page puts one below the other."""
    page = await browser.new_page(viewport={"width": 720, "height": 1000})
    await page.goto(f"{rig.address}/desk/review.html")
    await page.emulate_media(media="print")
    tops = [await page.locator(f".screen[lang={language}]").first.bounding_box() for language in ("kk", "ru", "en")]
    assert len({box["y"] for box in tops if box}) == 1
