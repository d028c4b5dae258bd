"""The web chat in a browser, as the tests handle it: its server and bot, its windows, its buttons."""

from contextlib import AsyncExitStack
from typing import Any

from playwright.async_api import Browser, Locator, Page, expect
from talker import talker, web_chat

from bot.preview import World

NARROW = {"width": 360, "height": 640}
LOOK = {"locale": "ru-RU", "viewport": NARROW, "reduced_motion": "reduce"}  # nobody waits for animations


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
