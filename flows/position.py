"""A position – where a person stands and what they answered – and its passage through a button.

A button's `callback_data` is 1–64 bytes (Bot API, InlineKeyboardButton), so all of this has to fit there:

    1  version          2  language         3  view and move      4–5  flow       6–8  step
    9  what follows    10–11 check sum      then, as told by 9: return places (6 or 9), argument (3), facts

The first eight characters keep their meaning in every version: a button from an older or newer bot, or a damaged one,
still tells the place, only without its facts.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from flows.catalog import FLOW_CODE, STEP_CODE, Catalog
from flows.facts import NOT_ASKED, Facts, FactTable
from flows.models import BOTH

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
VALUE = {letter: value for value, letter in enumerate(ALPHABET)}
BITS = 6
"""Bits in a letter."""
VERSION = "1"
HEAD, CHECK = 8, 2
NO_FLOW = ".."
"""Stands where the flow's code would, on menu pages; no code has a dot."""
REMEMBERED = 4096
"""Sets of facts kept with their letters: the buttons of a screen mostly share them."""
MAX_BYTES = 64
"""Bot API, InlineKeyboardButton.callback_data: "1-64 bytes"."""

VIEWS = (
    *("step", "more", "stuck", "worry", "plan", "platform", "contact", "unanswered", "quiet", "page", "typed", "law"),
    *("document", "letter", "file"),
)
MOVES = ("enter", "forward", "back", "stay")
VIEWED = {(view, move): ALPHABET[at * 4 + on] for at, view in enumerate(VIEWS) for on, move in enumerate(MOVES)}
"""The letter of a view and a move."""
MOST_PLACES = 3
"""Return places a button has room for; the oldest goes first."""
HAS_ARGUMENT, HAS_ASKED = MOST_PLACES + 1, 2 * (MOST_PLACES + 1)
"""Added to the number of return places, they tell what follows."""


class Place(NamedTuple):
    """Where a side trip comes back to. `handed`: the step before a hand-over; only Back leads there again."""

    flow: str
    step: str
    view: str = "step"
    argument: str = ""
    handed: bool = False


class Position(NamedTuple):
    """Where a person stands. A tuple, since a screen makes one for each of its buttons.

    `flow` and `step` are codes; for a menu page `flow` is empty and `step` the page's code. `argument` is the code of
    a worry, law, paper, platform, contact or answered fact, or a page number. `back` are the return places, the newest
    last.
    `asked` are the indices of facts asked in this walk: Back stops at their questions only.
    """

    language: str
    flow: str = ""
    step: str = ""
    view: str = "step"
    move: str = "stay"
    argument: str = ""
    back: tuple[Place, ...] = ()
    facts: Facts = ()
    asked: frozenset[int] = frozenset()

    def at(self, step: str, view: str = "step", move: str = "forward", argument: str = "") -> Position:
        """The same walk at another step or view."""
        return Position(
            self.language, self.flow, step, view, move, argument, self.back, self.facts, self.asked
        )  # several times faster than _replace, which counts: a screen makes one for each button

    def page(self, number: int) -> Position:
        """A page of the list that this step shows."""
        return self._replace(view="page", move="stay", argument=f"{number:03d}")

    @property
    def here(self) -> Place:
        """This place, to come back to. The argument of a step only tells what was answered before it."""
        return Place(self.flow, self.step, self.view, "" if self.view == "step" else self.argument)

    def returning(self, place: Place) -> Position:
        """The same position with one more place to come back to."""
        return self._replace(back=(*self.back, place)[-MOST_PLACES:])


@dataclass(frozen=True, slots=True)
class Landing:
    """What could be read of a button: a position, and whether all of it could be."""

    position: Position
    whole: bool


class Codec:
    """Packs positions of one catalog into callback data and back."""

    def __init__(self, catalog: Catalog) -> None:
        self.languages = (BOTH, *catalog.languages)
        self.bits = tuple(fact.bits for fact in catalog.facts.facts)
        self.facts = catalog.facts
        self._language = dict(zip(self.languages, ALPHABET, strict=False))
        self._pack_facts = lru_cache(REMEMBERED)(self._letters_of)
        self._unpack_facts = lru_cache(REMEMBERED)(self._facts_in)

    def pack(self, position: Position) -> str:
        """Callback data for a position. Raises ValueError when it would not fit (the checker proves that all do)."""
        parts = len(position.back) + HAS_ARGUMENT * bool(position.argument) + HAS_ASKED * bool(position.asked)
        body = "".join(map(_pack_place, position.back)) + position.argument
        body += self._pack_facts(position.facts, position.asked)
        head = (
            VERSION
            + self._language[position.language]
            + VIEWED[position.view, position.move]
            + (position.flow or NO_FLOW)
            + position.step
            + ALPHABET[parts]
        )
        data = head + _check(head + body) + body
        if len(data) > MAX_BYTES:
            raise ValueError(f"a position takes {len(data)} of {MAX_BYTES} bytes")
        return data

    def unpack(self, data: str) -> Landing | None:
        """What a button says, or None when not even a place can be read from it. Never raises."""
        try:
            landing = self._head(data)
        except (KeyError, IndexError, ValueError):
            return None
        try:
            return Landing(self._body(data, landing), whole=True)
        except (KeyError, IndexError, ValueError):
            return Landing(landing, whole=False)

    def _head(self, data: str) -> Position:
        if len(data) < HEAD or not data.isascii():
            raise ValueError(len(data))
        view, move = divmod(VALUE[data[2]], len(MOVES))
        return Position(
            language=self.languages[VALUE[data[1]]],
            flow="" if data[3:5] == NO_FLOW else data[3:5],
            step=data[5:8],
            view=VIEWS[view],
            move=MOVES[move],
            facts=self.facts.none,
        )

    def _body(self, data: str, head: Position) -> Position:
        parts, body = VALUE[data[HEAD]], data[HEAD + 1 + CHECK :]
        if data[0] != VERSION or _check(data[: HEAD + 1] + body) != data[HEAD + 1 : HEAD + 1 + CHECK]:
            raise ValueError("check sum")
        places = []
        for _ in range(parts % HAS_ARGUMENT):
            place, body = _unpack_place(body)
            places.append(place)
        end = STEP_CODE if parts & HAS_ARGUMENT else 0
        facts, asked = self._unpack_facts(body[end:], bool(parts & HAS_ASKED))
        return head._replace(back=tuple(places), argument=body[:end], facts=facts, asked=asked)

    def _letters_of(self, facts: Facts, asked: frozenset[int]) -> str:
        number = shift = 0
        for code, bits in zip(facts, self.bits, strict=True):
            number |= code << shift
            shift += bits
        mask = _letters(sum(1 << index for index in asked))
        return (ALPHABET[len(mask)] + mask if mask else "") + _letters(number)

    def _facts_in(self, letters: str, with_asked: bool) -> tuple[Facts, frozenset[int]]:  # noqa: FBT001 - cached by place
        asked: frozenset[int] = frozenset()
        if with_asked:
            end = 1 + VALUE[letters[0]]
            mask, letters = _number(letters[1:end]), letters[end:]
            asked = frozenset(index for index in range(len(self.bits)) if mask >> index & 1)
        number, facts = _number(letters), []
        for index, bits in enumerate(self.bits):
            code = number & (1 << bits) - 1
            facts.append(code if self.facts.offers(index, code) else NOT_ASKED)
            number >>= bits
        return tuple(facts), asked


def heaviest(facts: FactTable) -> int:
    """The bytes of a button with every return place and argument, all facts asked and answered."""
    places = MOST_PLACES * (FLOW_CODE + STEP_CODE + 1 + STEP_CODE)
    asked = 1 + math.ceil(len(facts.facts) / BITS)
    return HEAD + 1 + CHECK + places + STEP_CODE + asked + math.ceil(sum(fact.bits for fact in facts.facts) / BITS)


def _pack_place(place: Place) -> str:
    told = VIEWS.index(place.view) * 4 + place.handed * 2 + bool(place.argument)
    return f"{place.flow or NO_FLOW}{place.step}{ALPHABET[told]}{place.argument}"


def _unpack_place(body: str) -> tuple[Place, str]:
    flow, step, told = body[:FLOW_CODE], body[FLOW_CODE : FLOW_CODE + STEP_CODE], VALUE[body[FLOW_CODE + STEP_CODE]]
    begin = FLOW_CODE + STEP_CODE + 1
    end = begin + STEP_CODE * (told & 1)
    view = VIEWS[told >> 2]
    return Place("" if flow == NO_FLOW else flow, step, view, body[begin:end], handed=bool(told & 2)), body[end:]


def _letters(number: int) -> str:
    """A number in base 64, the lowest digit first: a fact added later only adds digits at the end."""
    letters = []
    while number:
        number, rest = divmod(number, 64)
        letters.append(ALPHABET[rest])
    return "".join(letters)


def _number(letters: str) -> int:
    number = 0
    for letter in reversed(letters):
        number = number << 6 | VALUE[letter]
    return number


def _check(text: str) -> str:
    """Two characters that a damaged button is unlikely to match."""
    value = zlib.crc32(text.encode()) & 0xFFF
    return ALPHABET[value >> 6] + ALPHABET[value & 63]
