"""A person who does anything in any order while calls fail: the bot lives, and Hide leaves only what is dull."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from driver import Phone, Qorgan, content, running, word
from emulator_api import StoppedClock
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from bot.preview import Button, Fault, World, media

KINDS = ["flood", "html", "drop_before", "drop_after", "garbage"]
METHODS = ["sendMessage", "editMessageText", "answerCallbackQuery", "deleteMessages"]
STRANGE = st.text(st.sampled_from("\u200b\u202e\ufeff<b>&/{}%s аә\U0001f9d1\n"), max_size=80)
ERRORS: list[str] = []


class Failures(logging.Handler):
    """Keeps what our own code reports as failed."""

    def emit(self, record: logging.LogRecord) -> None:
        """Take note."""
        ERRORS.append(record.getMessage())


class Anybody(RuleBasedStateMachine):
    """One person, in steps that hypothesis chooses."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.faults_ordered = 0  # since something was done: too many at once only make it wait
        self.failures = Failures(logging.ERROR)
        logging.getLogger("qorgan").addHandler(self.failures)
        ERRORS.clear()
        self.qorgan: Qorgan = self.runner.run(self._begin())
        self.phone: Phone = self.qorgan.phone()
        self.runner.run(self.do(self.phone.person.start))

    async def _begin(self) -> Qorgan:
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        return await self.stack.enter_async_context(running(World(StoppedClock()), Path(folder)))

    async def do(self, act: Any, *told: Any) -> None:
        """Do something and wait until the bot has finished with it."""
        self.faults_ordered = 0
        act(*told)
        await self.qorgan.quiet()

    @rule(number=st.integers(0, 20))
    def tap(self, number: int) -> None:
        """Tap a button that is there."""
        buttons = [button for message in self.phone.person.messages for button in message.buttons if button.data]
        if buttons:
            self.runner.run(self.do(self.phone.person.tap, buttons[number % len(buttons)]))

    @rule(data=st.one_of(STRANGE, st.sampled_from(["xru", "hkk", "x", "hzz", "1CAENKTmAu4", "sru.2026-11..0.show"])))
    def craft(self, data: str) -> None:
        """Send a button's data that no button has."""
        if self.phone.person.messages:
            message = self.phone.person.last
            self.runner.run(self.do(self.phone.person.tap, Button("", data[:16]), message))

    @rule(text=st.one_of(STRANGE.filter(str.strip), st.sampled_from(["/menu", "/hide", "/start x", "я не хочу жить"])))
    def write(self, text: str) -> None:
        """Write something."""
        self.runner.run(self.do(self.phone.person.post, {"text": text}))

    @rule(sent=st.sampled_from(list(media.every_kind().values())))
    def send(self, sent: Any) -> None:
        """Send something."""
        self.runner.run(self.do(self.phone.person.post, sent))

    @precondition(lambda self: self.faults_ordered < 2)
    @rule(method=st.sampled_from(METHODS), kind=st.sampled_from(KINDS))
    def fail(self, method: str, kind: Any) -> None:
        """Let the next call of a kind fail."""
        self.faults_ordered += 1
        self.qorgan.world.faults.add(Fault(method, kind, retry_after=0))

    @rule()
    def deliver_again(self) -> None:
        """Let Telegram bring the last update once more."""
        self.runner.run(self.do(self.qorgan.world.redeliver))

    def teardown(self) -> None:
        """Hide, and see that nothing else is left and nothing failed inside."""
        try:
            self.runner.run(self._hide())
            assert ERRORS == []
        finally:
            logging.getLogger("qorgan").removeHandler(self.failures)
            self.runner.run(self.stack.aclose())
            self.runner.close()

    async def _hide(self) -> None:
        await self.phone.opens()
        await self.do(self.phone.person.send, "/hide")
        dull = {word("hidden", language) for language in content().languages}
        assert {message.text for message in self.phone.person.messages} <= dull


TestAnybody = Anybody.TestCase
TestAnybody.settings = settings(
    max_examples=5,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
