"""What a tap, a command or a message leads to: a screen, and the names to count. The one engine behind every front end.

It sends nothing, stores nothing and has no clock: the caller passes the moment in and does the sending and counting.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from flows.catalog import MAIN, START, Catalog, Flow
from flows.counting import Count, counts
from flows.matching import DANGER, SELF_HARM, SITUATION, Understood
from flows.models import BOTH
from flows.papers import Memo
from flows.position import Position
from flows.render import HIDE, HIDE_LATER, Renderer
from flows.screens import Screen
from flows.settling import settle
from flows.spelling import fold
from flows.typed_view import PERHAPS, TYPED, typed

if TYPE_CHECKING:
    from flows.documents import Letter
    from flows.leaflets import Leaflet

RANK = (
    *("text", "media", "image", "refused", "situation", "perhaps-helper", "perhaps"),
    *("self-harm-helper", "self-harm", "danger-helper", "danger"),
)
"""What a message can be recognised as, the least urgent first."""
STEP_OF_RANK = 100
"""Ranks between two kinds of message: room for how certain it is which situation a text is about."""
ABOUT, ALARMING, HELPING = (STEP_OF_RANK * RANK.index(one) for one in ("refused", "perhaps-helper", "self-harm-helper"))
"""Ranks from which on an answer is about something, may be about a crisis, and holds the numbers of help."""
URGENT = {DANGER: "emergency", SELF_HARM: "crisis"}
"""The flows that answer a crisis at once, instead of a screen about what was typed."""
COMMANDS = ("start", "menu", "help", "hotlines", "language", "privacy", "hide")
LONGEST_COMMAND = 40
"""Letters of a message that may still be a command in words."""
REMEMBERED = 1024
"""Drawn screens kept, the least recently used going first."""
DRAWN_FOR = 300
"""Seconds a drawn screen stays right: opening hours begin and end on whole five minutes."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What to show and what to count. `urgent` screens overtake others on their way to the person.

    `paper` is to be made and sent as a file below the screen.
    `rank` orders answers to messages typed one after another: only a higher one takes the place of a lower one.
    """

    screen: Screen
    language: str
    counts: tuple[Count, ...] = ()
    urgent: bool = False
    rank: int = 0
    paper: Letter | Leaflet | None = None


class Engine:
    """Answers for one catalog. A reload makes a new one."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.draw = Renderer(catalog)
        self.walk = self.draw.walk
        self._drawn: OrderedDict[tuple[str, bool, int], Reply] = OrderedDict()
        said = catalog.talk.commands
        named = {"hide": said.hide, "menu": said.menu, "language": said.language}
        self._commands = {tuple(fold(words)): name for name, sayings in named.items() for words in sayings.all}

    def tap(self, data: str, *, now: datetime, stale: bool = False, language: str = BOTH) -> Reply:
        """The answer to a button. Never raises: what cannot be read lands on the same place without facts, or the menu.

        `stale`: the message was last sent or edited over six hours ago. `language` is used when the button tells none.
        """
        key = (data, stale, int(now.timestamp()) // DRAWN_FOR)
        if (known := self._drawn.get(key)) is not None:
            self._drawn.move_to_end(key)
            return known
        landing = self.draw.codec.unpack(data)
        if landing is None:
            return self._reply(self._first(language), now)
        position = self.settle(landing.position, now, whole=landing.whole, stale=stale)
        reply = self._reply(position, now)
        self._drawn[key] = reply
        if len(self._drawn) > REMEMBERED:
            self._drawn.popitem(last=False)
        return reply

    def start(self, language_code: str | None, payload: str = "", *, now: datetime) -> Reply:
        """The first screen, or that of the flow a link names. `payload` is what the link had after `?start=`.

        In two languages when the phone's language is none of ours; then counting begins with the choice of one.
        """
        language = self.language(language_code)
        source, flow = self._linked(payload)
        first = self._first(language)
        if language == BOTH:
            return self._reply(self.walk.enter(flow, first) if flow else first._replace(move="enter"), now)
        reply = self._reply(self.walk.enter(flow, first) if flow else first, now)
        came = (Count("opened", "", language), *((Count("source", source),) if source else ()))
        return replace(reply, counts=(*came, *reply.counts))

    def command(self, name: str, language_code: str | None, *, now: datetime) -> Reply:
        """The screen of a command; an unknown one opens the menu."""
        language = self.language(language_code)
        start = self._first(language)
        if name in self.catalog.flows and language != BOTH:
            flow = self.catalog.flows[name]
            return self._reply(self.walk.enter(flow, start), now)
        return self._reply(start._replace(step=START if name in {"start", "language"} else MAIN), now)

    def command_in(self, text: str) -> str:
        """The command a whole message means in words (one of COMMANDS), empty when it means none."""
        return self._commands.get(tuple(fold(text)), "") if len(text) <= LONGEST_COMMAND else ""

    def typed(self, label: str, language_code: str | None, *, now: datetime) -> Reply:
        """The answer to anything a person sends that holds no words, by what it is (one of TYPED)."""
        reply = self._reply(self._typed(label, self.language(language_code)), now)
        return replace(reply, rank=STEP_OF_RANK * RANK.index(label))

    def understand(self, text: str, language_code: str | None, *, now: datetime) -> Reply:
        """The answer to what a person writes, in the language of the text when that is sure. Keeps nothing of it."""
        heard = self.catalog.matcher.understand(text)
        language = self._spoken(heard, self.language(language_code))
        label, rank = _recognised(heard)
        counted = () if language == BOTH else (Count("typed", "not" if label == "text" else "understood"),)
        if label in URGENT:  # its screen is not counted as opened: what a text was about stands nowhere
            place = self.walk.visit(self.catalog.of_kind(URGENT[label]), self._first(language))
            screen = self.draw.screen(place, now)
        else:
            screen = typed(self.draw, self._typed(label, language), now, self._offers(heard))
        return Reply(screen, language, counted, urgent=heard.kind in URGENT, rank=rank)

    def settle(self, position: Position, now: datetime, *, whole: bool = True, stale: bool = False) -> Position:
        """The position nearest to a button's that stands in this catalog: see `flows.settling`."""
        return settle(self.draw, position, now, whole=whole, stale=stale)

    def hidden(self, language: str) -> str:
        """The dull text that takes a screen's place on hide."""
        return self.catalog.word("hidden", language if language in self.catalog.languages else BOTH)

    def goes_back(self, data: str) -> bool:
        """Whether a button leads to the screen before its own."""
        landing = self.draw.codec.unpack(data)
        return landing is not None and landing.position.move == "back"

    def is_hide(self, data: str) -> bool:
        """Whether a button is a hide button. Its language follows the first letter."""
        return data.startswith(HIDE) and data[len(HIDE) :] in {BOTH, *self.catalog.languages}

    def is_hide_later(self, data: str) -> bool:
        """Whether a button lets the chat hide by itself. Its language follows the first letter."""
        return data.startswith(HIDE_LATER) and data[len(HIDE_LATER) :] in self.catalog.languages

    def hide_language(self, data: str) -> str:
        """The language of a button of either kind."""
        return data[len(HIDE) :]

    def text(self, key: str, language: str) -> str:
        """An interface string."""
        return self.catalog.word(key, language)

    def language(self, language_code: str | None) -> str:
        """The language to speak to a phone, or a chat whose language is remembered."""
        short = (language_code or "").split("-")[0].lower()
        return short if short in self.catalog.languages else BOTH

    def _spoken(self, heard: Understood, language: str) -> str:
        """The language to answer in: the one written in when it is sure, or when the chat has none yet."""
        written = heard.sure_of_language or (heard.language and language == BOTH)
        return heard.language if written else language

    def _offers(self, heard: Understood) -> list[str]:
        """The flows to offer; to somebody who surely writes of another's crisis only those for helpers."""
        others = heard.another and not heard.perhaps
        helpers = self.catalog.matcher.helpers
        return [name for name, _ in heard.offers if not others or name in helpers] if heard.kind else []

    def _typed(self, label: str, language: str) -> Position:
        return self._first(language)._replace(view="typed", argument=f"{TYPED.index(label):03d}")

    def _linked(self, payload: str) -> tuple[str, Flow | None]:
        """The source and the flow a link names, as `source`, `flow` or `source_flow`; nothing for any other word."""
        words = payload.split("_")
        source = words[0] if words[0] in self.catalog.sources else ""
        if source and len(words) == 1:
            return source, None
        flows = self.catalog.flows.values()
        flow = next((flow for flow in flows if words[-1] in {flow.id, *flow.written.aliases}), None)
        return (source, flow) if flow and len(words) == 1 + bool(source) else ("", None)

    def _first(self, language: str) -> Position:
        return Position(language, step=START, facts=self.catalog.facts.none)

    def _reply(self, position: Position, now: datetime) -> Reply:
        flow = self.walk.flow(position)
        screen = self.draw.screen(position, now)
        counted = counts(self.draw, position, flow, now)
        taken = flow is not None and position.view == "file" and position.move == "forward"  # and not on coming back
        paper = self._paper(position, flow, now) if flow and taken else None
        return Reply(screen, position.language, counted, urgent=flow is not None and flow.urgent, paper=paper)

    def _paper(self, position: Position, flow: Flow, now: datetime) -> Letter | Leaflet:
        taken = self.draw.paper_by_code[position.argument]
        if isinstance(taken, Memo):
            return taken.leaflet(self.catalog, position.language, now)
        return taken.letter(position.facts, flow.id)


def _recognised(heard: Understood) -> tuple[str, int]:
    """What a text is answered as (one of RANK), and how that ranks."""
    label = PERHAPS if heard.perhaps else heard.kind or "text"
    label = f"{label}-helper" if heard.another else label
    certainty = max((score for _, score in heard.offers), default=0.0) if heard.kind == SITUATION else 0.0
    return label, STEP_OF_RANK * RANK.index(label) + min(int(certainty * 50), STEP_OF_RANK - 1)
