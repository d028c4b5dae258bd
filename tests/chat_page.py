"""The web chat in a browser, as the tests handle it: its server and bot, its windows, its buttons."""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect
from talker import talker, web_chat

from bot.preview import World
from bot.preview.person import PATIENCE

expect.set_options(timeout=PATIENCE * 1000)

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
HAS_BROWSER = CHROMIUM.exists()
REQUIRED = os.environ.get("QORGAN_BROWSER_REQUIRED") == "1"
SWITCHES = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
NARROW = {"width": 360, "height": 640}
LOOK = {"locale": "ru-RU", "viewport": NARROW, "reduced_motion": "reduce"}  # nobody waits for animations


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Start a browser; without one the test is skipped, unless it is required."""
    if not HAS_BROWSER and not REQUIRED:
        pytest.skip(f"no browser at {CHROMIUM}: install chromium, or name one in CHROMIUM")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        await browser.close()


class Chat:
    """The page with its server and bot."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.world = World()
        self.address = ""
        self._running = AsyncExitStack()

    async def serve(self, port: int = 0) -> None:
        """Start the server and the bot."""
        self.address = await self._running.enter_async_context(web_chat(self.world, port))
        await self._running.enter_async_context(talker(self.world, self.address))

    async def stop(self) -> None:
        """Stop them."""
        await self._running.aclose()

    async def window(self, **look: Any) -> Page:
        """Open a browser of one's own on the page."""
        context = await self.browser.new_context(**LOOK | look)
        page = await context.new_page()
        await page.goto(self.address)
        return page

    async def started(self, **look: Any) -> Page:
        """Open the page, start the bot, wait for its greeting."""
        page = await self.window(**look)
        await page.click("#start")
        await expect(key(page, "SOS")).to_be_visible()
        return page


def key(page: Page, label: str) -> Locator:
    """Find an inline button by its label."""
    return page.locator(".key", has_text=label)
