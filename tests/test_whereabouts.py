"""Which screen somebody looks at, told from its buttons, and where it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from content_files import FILES, LANGUAGES, NOW, line_of, small_catalog, write
from driver import content

from flows import Engine, load
from flows.catalog import STEP_CODE, code
from flows.checks import Subject
from flows.checks.screens import places
from flows.loader import HERE
from flows.position import MOST_PLACES, Position
from flows.render import Renderer
from flows.whereabouts import seen, wordings, written

CARDS = {"contact", "unanswered"}


def last_row(draw: Renderer, position: Position) -> list[str]:
    """What the buttons of the last row carry."""
    return [button.data or "" for button in draw.screen(position, NOW).rows[-1]]


def test_every_screen_tells_where_it_is() -> None:
    """The buttons of any screen of the real content lead back to its step, view and facts."""
    draw = Engine(content()).draw
    emergency = content().of_kind("emergency").code
    for number, place in enumerate(places(Subject(content(), HERE, NOW))):
        here = place.position
        if number % 7 or (here.flow == emergency and here.view in CARDS):  # one in seven is enough
            continue
        found = seen(draw, last_row(draw, here), NOW)
        assert found
        assert (found.flow, found.step, found.view, found.facts) == (here.flow, here.step, here.view, here.facts)


def test_a_side_trip_is_recognised() -> None:
    """The places it came from come along; of the most there can be only the oldest is lost."""
    draw = Engine(content()).draw
    here = draw.walk.enter(content().flows["image-leak"], Position("ru", facts=content().facts.none))
    for name in ("phone-safety", "hotlines", "law"):
        assert seen(draw, last_row(draw, here), NOW) == here._replace(move="stay")
        here = draw.walk.visit(content().flows[name], here)
    assert len(here.back) == MOST_PLACES
    assert seen(draw, last_row(draw, here), NOW) == here._replace(move="stay", back=here.back[1:])


@pytest.mark.parametrize("row", [[], ["x"], ["xru", "nonsense"]])
def test_no_screen_of_ours(row: list[str]) -> None:
    """A dull message, or buttons of something else, is no screen."""
    assert seen(Engine(content()).draw, row, NOW) is None


PLACES = {
    ("leak", "proof", "step"): ("flows/leak.yaml", "  - do: proof"),
    ("leak", "proof", "stuck"): ("flows/leak.yaml", '    stuck: {kk: "kk proof"'),
    ("leak", "tell", "step"): ("steps.yaml", "  - do: tell"),
    ("leak", "worries", "worry"): ("worries.yaml", "  - id: blame"),
    ("leak", "contacts", "contact"): ("contacts.yaml", "  - id: lawyer"),
    ("leak", "remove", "platform"): ("platforms/other.yaml", "id: other"),
}
ARGUMENTS = {"worry": "blame", "contact": "lawyer", "platform": "other"}


@pytest.mark.parametrize(("flow", "step", "view"), PLACES)
def test_where_a_screen_is_written(tmp_path: Path, flow: str, step: str, view: str) -> None:
    """File and line are those an editor would open."""
    catalog = small_catalog(tmp_path)
    argument = code(ARGUMENTS[view], STEP_CODE) if view in ARGUMENTS else ""
    here = Position(
        "ru", catalog.flows[flow].code, code(step, STEP_CODE), view, argument=argument, facts=catalog.facts.none
    )
    found = written(Renderer(catalog), here)
    file, part = PLACES[flow, step, view]
    assert (found.file, found.line) == (file, line_of(FILES[file], part))


def test_the_condition_and_the_texts(tmp_path: Path) -> None:
    """The condition reads as an editor writes it, and the step's texts are those in the file."""
    folder = write(tmp_path)
    catalog = load(folder)
    here = Position("ru", catalog.flows["leak"].code, code("link", STEP_CODE), facts=catalog.facts.none)
    found = written(Renderer(catalog), here)
    assert found.condition == "pictured-minor: [yes, unknown]"
    texts = wordings(folder, found, frozenset(LANGUAGES))
    assert [one.name for one in texts] == [f"flows/leak.yaml#steps/link/{key}" for key in ("title", "text", "stuck")]
