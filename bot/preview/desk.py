"""The editor's desk: what it knows of the content and of a window's screen, and what an editor can do to both.

A screen is shown anew by a tap that no button offers: it carries the place the buttons tell, with the facts, language
or content changed. So everything the desk shows goes through the real bot, and nothing in the bot knows of the desk.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.preview.message import Button
from bot.proof import OvertakenError, proof
from bot.reload import changes
from flows import ContentError, Engine, Screen, load, screens
from flows.facts import NOT_ASKED, put
from flows.succession import misread
from flows.translations import record
from flows.whereabouts import seen
from flows.written import ChangeError, change, files, in_file
from handlers.errors import contained

if TYPE_CHECKING:
    from bot.app import App
    from bot.content import Watch
    from bot.preview.message import Message
    from bot.preview.person import Person
    from bot.preview.world import World
    from flows import Catalog, Problem
    from flows.position import Position
    from flows.written import Wording

EVERY = 0.1
"""Seconds between two looks at the files: a save shows within a second, of which reading it all takes most."""


class Clock:
    """The time of the preview, which runs on from wherever the editor sets it."""

    def __init__(self) -> None:
        self.shift = 0.0

    def __call__(self) -> float:
        """Seconds since 1970."""
        return time.time() + self.shift

    def set(self, moment: datetime | None) -> None:
        """Go on from a moment; None is the present one."""
        self.shift = moment.timestamp() - time.time() if moment else 0.0


class Refused(Exception):  # noqa: N818 - a refusal is an answer, no failure
    """What an editor asked for cannot be done, and why."""


class Desk:
    """The desk of one preview: its content folder, the findings about it, the windows of its world."""

    def __init__(self, world: World, watch: Watch, catalog: Catalog, clock: Clock) -> None:
        self.world, self.watch, self.clock = world, watch, clock
        self.token = secrets.token_urlsafe(16)
        self.engine = Engine(catalog)
        self.problems: list[Problem] = []
        self._began = catalog  # what buttons were made with, as far as the editor has not published anything since
        self._misread: list[Problem] = []
        self.refused = False  # the last save could not be shown
        self.checked = False  # the findings are those of every check, not of loading alone
        self._checking: asyncio.Task[None] | None = None
        self._app: App | None = None

    @property
    def now(self) -> datetime:
        """The moment the preview is at."""
        return datetime.fromtimestamp(self.clock(), UTC)

    # Following the files

    async def follow(self, app: App) -> None:
        """Show every save in the windows, and check it, until cancelled."""
        self._app = app
        try:
            async for _ in changes(self.watch, EVERY):
                with contained("showing a save"):
                    await self.take_up()
        finally:
            await self._stop_checking()

    async def take_up(self) -> None:
        """Show what is saved; of content that cannot be used, only what is wrong with it."""
        await self._stop_checking()
        try:
            catalog = await asyncio.to_thread(load, self.watch.folder)
        except ContentError as error:
            self.problems, self.refused, self.checked = error.problems, True, False
        else:
            self.problems = self._misread = sorted(misread(self._began, catalog))
            self.refused, self.checked = False, False
            self._swap(Engine(catalog))
            self._checking = asyncio.create_task(self._check_save())
        self._tell()

    async def check(self) -> None:
        """Find all there is to say about the content that is shown."""
        with suppress(OvertakenError):  # what is saved by now is checked next
            found = await proof(self.watch.folder, self.engine.catalog.version, self.now)
            self.problems, self.checked = sorted({*self._misread, *found}), True
            self._tell()

    @property
    def checking(self) -> bool:
        """Whether what was saved last is still being checked."""
        return self._checking is not None and not self.checked

    async def _check_save(self) -> None:
        with contained("checking a save"):
            await self.check()
            await asyncio.to_thread(getattr, self.engine.catalog, "matcher")  # built here, and not at the first message
        self._checking = None

    async def _stop_checking(self) -> None:
        if self._checking:
            self._checking.cancel()
            await asyncio.wait({self._checking})
            self._checking = None

    def _swap(self, engine: Engine) -> None:
        """Take another engine, and show every window the same place again where it looks different."""
        windows = self._windows()
        buttons = [self.engine.draw.codec.pack(position) for _, position, _ in windows]
        self.engine = engine
        if self._app:
            self._app.face.engine = engine
        for (person, _, drawn), data in zip(windows, buttons, strict=True):
            if landing := engine.draw.codec.unpack(data):  # as any old button: there may be more facts now
                self._show(person, landing.position, drawn)

    def _windows(self) -> list[tuple[Person, Position, Screen]]:
        """Everybody who has a screen of ours, where they stand, and how that looks."""
        standing = [(person, self.position(person)) for person in self.world.people.values()]
        return [(one, place, self.engine.draw.screen(place, self.now)) for one, place in standing if place]

    def _tell(self) -> None:
        """Let every window look at the desk again."""
        for person in self.world.people.values():
            person.notice("profile")

    # A window's screen

    def position(self, person: Person) -> Position | None:
        """Where a person stands, told from the newest message."""
        message = _live(person)
        return seen(self.engine.draw, _screen(message), self.now) if message else None

    def set_fact(self, person: Person, fact: str, code: int) -> None:
        """Let a person have said something, or nothing (0). Raises Refused for what cannot be answered."""
        table = self.engine.catalog.facts
        if fact not in {one.id for one in table.facts} or not table.offers(index := table.index(fact), code):
            raise Refused(fact)
        position = self._standing(person)
        asked = position.asked - {index} if code == NOT_ASKED else position.asked
        self._show(person, position._replace(facts=put(position.facts, index, code), asked=asked))

    def set_language(self, person: Person, language: str) -> None:
        """Show the same screen in another language."""
        if language not in self.engine.catalog.languages:
            raise Refused(language)
        self._show(person, self._standing(person)._replace(language=language))

    def set_time(self, moment: datetime | None) -> None:
        """Let it be another moment for the whole preview."""
        windows = self._windows()
        self.clock.set(moment)
        for person, position, drawn in windows:
            self._show(person, position, drawn)
        self._tell()

    def _standing(self, person: Person) -> Position:
        if (position := self.position(person)) is None:
            raise Refused("screen")
        return position

    def _show(self, person: Person, position: Position, drawn: Screen | None = None) -> None:
        """Bring a person to a position, unless that shows what was drawn before."""
        settled = self.engine.settle(position, self.now)
        message = _live(person)
        if message is None or self.engine.draw.screen(settled, self.now) == drawn:
            return
        message.edit_date = self.world.now  # an old message would ask the front door's questions anew
        person.tap(Button("", data=self.engine.draw.codec.pack(settled._replace(move="stay"))), message)

    # Writing

    def write(self, name: str, language: str, said: str, was: str) -> None:
        """Write new words into a file. Raises Refused when the text is no longer what it was when it was read."""
        catalog, folder = self.engine.catalog, self.watch.folder
        try:
            if _says(folder, name, language, frozenset(catalog.languages)) != was:
                raise Refused("changed")
            change(folder, {(name, language): said})
            record(folder, catalog.settings.source, catalog.languages, {(name, language)})
        except (ChangeError, OSError) as error:
            raise Refused(str(error)) from None

    def accept(self, file: str, line: int, language: str) -> None:
        """Note that the translation on a line is right though its source has changed. Raises Refused without one."""
        catalog, folder = self.engine.catalog, self.watch.folder
        try:
            known = _in_file(folder, file, frozenset(catalog.languages))
            name = next(one.name for one in known if language in one.by and one.by[language].line == line)
            record(folder, catalog.settings.source, catalog.languages, {(name, language)})
        except StopIteration:
            raise Refused(f"{file}:{line}") from None
        except (ChangeError, OSError) as error:
            raise Refused(str(error)) from None


def _in_file(folder: Path, file: str, languages: frozenset[str]) -> list[Wording]:
    """The texts of a content file; none when it is not there (any more)."""
    path = folder / file
    return in_file(file, path.read_text(encoding="utf-8"), languages) if path in files(folder) else []


def _says(folder: Path, name: str, language: str, languages: frozenset[str]) -> str | None:
    """What a text says in its file; None when it is not there (any more)."""
    known = _in_file(folder, name.partition("#")[0], languages)
    return next((one.say(language) for one in known if one.name == name), None)


def _live(person: Person) -> Message | None:
    """The message that holds a person's place."""
    return next((one for one in reversed(person.messages) if one.from_bot and one.keyboard), None)


def _screen(message: Message) -> Screen:
    """A message as a screen, its text without tags."""
    rows = (
        tuple(screens.Button(one.text, one.data or None, one.copy_text or None, one.url or None) for one in row)
        for row in message.keyboard
    )
    return Screen(message.text, tuple(rows))
