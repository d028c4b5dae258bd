"""Which screen somebody looks at, told from its buttons, and where it is written."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from content_files import FILES, LANGUAGES, NOW, line_of, small_catalog, write
from driver import content
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import Engine, load
from flows.catalog import START, STEP_CODE, code
from flows.checks import Subject
from flows.checks.screens import places
from flows.facts import SKIPPED
from flows.loader import HERE
from flows.position import MOST_PLACES, Position
from flows.render import Renderer
from flows.screens import Button, Screen, visible
from flows.whereabouts import seen, wordings, written


def shown(draw: Renderer, position: Position) -> Screen:
    """What somebody at a position sees."""
    screen = draw.screen(position, NOW)
    return Screen(visible(screen.text), screen.rows)


def same(found: Position | None, here: Position) -> bool:
    """Whether the place, what is known and the way back are those that were; what was tapped just now is not told."""
    return found == here._replace(move="stay", argument="" if here.view == "step" else here.argument)


def test_every_screen_tells_where_it_is() -> None:
    """What any screen of the real content shows leads back to its step, view and facts."""
    draw = Engine(content()).draw
    for number, place in enumerate(places(Subject(content(), HERE, NOW))):
        here = place.position
        if number % 7:  # one in seven is enough
            continue
        found = seen(draw, shown(draw, here), NOW)
        assert found
        if here.flow != content().of_kind("emergency").code or here.view != "unanswered":  # two lines may lead to one
            assert (found.flow, found.step, found.view, found.facts) == (here.flow, here.step, here.view, here.facts)


@given(st.lists(st.integers(0, 999), max_size=40))
@settings(max_examples=60, deadline=None)
def test_wherever_taps_lead_the_screen_is_told(taps: list[int]) -> None:
    """Side trips within side trips, help now and what opens behind it: place, facts and way back are told."""
    engine = Engine(content())
    here = Position("ru", step=START, facts=content().facts.none)
    for tap in taps:
        assert same(seen(engine.draw, shown(engine.draw, here), NOW), here)
        buttons = [one.data for row in engine.draw.screen(here, NOW).rows for one in row if one.data]
        landing = engine.draw.codec.unpack(buttons[tap % len(buttons)])
        here = engine.settle(landing.position, NOW) if landing else here  # hiding leads nowhere


def test_what_stands_behind_help_now_is_told() -> None:
    """Help now returns past its own side views: still each of them is told, under three return places too."""
    draw = Engine(content()).draw
    here = Position("ru", step=START, facts=content().facts.none)
    for name in ("image-leak", "phone-safety", "hotlines"):
        here = draw.walk.visit(content().flows[name], here)
    help_now = draw.walk.visit(content().of_kind("emergency"), here)
    line = next(iter(draw.contact_by_code))
    assert len(help_now.back) == MOST_PLACES
    for view, argument in (("step", ""), ("more", ""), ("quiet", ""), ("unanswered", line)):
        at = help_now.at(help_now.step, view, argument=argument)
        assert same(seen(draw, shown(draw, at), NOW), at)


def test_the_oldest_return_place_is_kept() -> None:
    """The button for help now has lost the oldest of three; Back still has it."""
    draw = Engine(content()).draw
    here = Position("ru", step=START, facts=content().facts.none)
    for name in ("image-leak", "phone-safety", "hotlines"):
        here = draw.walk.visit(content().flows[name], here)
        assert same(seen(draw, shown(draw, here), NOW), here)
    assert len(here.back) == MOST_PLACES


def test_an_hour_later_the_last_row_tells() -> None:
    """A list of lines says other hours by then, and is still the same screen."""
    draw = Engine(content()).draw
    here = draw.walk.enter(content().flows["hotlines"], Position("ru", facts=content().facts.none))
    here = draw.walk.answered(here, content().facts.index("region"), SKIPPED)
    later = NOW + timedelta(hours=14)
    assert shown(draw, here) != Screen(visible(draw.screen(here, later).text), draw.screen(here, later).rows)
    assert same(seen(draw, shown(draw, here), later), here)


@pytest.mark.parametrize("row", [[], ["x"], ["xru", "nonsense"], ["xru", "x", "nonsense"]])
def test_no_screen_of_ours(row: list[str]) -> None:
    """A dull message, or buttons of something else, is no screen."""
    buttons = tuple(Button("", data=data) for data in row)
    assert seen(Engine(content()).draw, Screen("", (buttons,) if buttons else ()), NOW) is None


PLACES = {
    ("leak", "proof", "step"): ("flows/leak.yaml", "  - do: proof"),
    ("leak", "proof", "stuck"): ("flows/leak.yaml", '    stuck: {kk: "kk proof"'),
    ("leak", "tell", "step"): ("steps.yaml", "  - do: tell"),
    ("leak", "worries", "worry"): ("worries.yaml", "  - id: blame"),
    ("leak", "contacts", "contact"): ("contacts.yaml", "  - id: lawyer"),
    ("leak", "contacts", "unanswered"): ("contacts.yaml", "  - id: emergency-112"),
    ("leak", "remove", "platform"): ("platforms/other.yaml", "id: other"),
}
ARGUMENTS = {"worry": "blame", "contact": "lawyer", "unanswered": "lawyer", "platform": "other"}


@pytest.mark.parametrize(("flow", "step", "view"), PLACES)
def test_where_a_screen_is_written(tmp_path: Path, flow: str, step: str, view: str) -> None:
    """File and line are those an editor would open."""
    catalog = small_catalog(tmp_path)
    argument = code(ARGUMENTS[view], STEP_CODE) if view in ARGUMENTS else ""
    here = Position(
        "ru", catalog.flows[flow].code, code(step, STEP_CODE), view, argument=argument, facts=catalog.facts.none
    )
    found = written(Renderer(catalog), here, NOW)
    file, part = PLACES[flow, step, view]
    assert (found.file, found.line) == (file, line_of(FILES[file], part))


def test_the_condition_and_the_texts(tmp_path: Path) -> None:
    """The condition reads as an editor writes it, and the step's texts are those in the file."""
    folder = write(tmp_path)
    catalog = load(folder)
    here = Position("ru", catalog.flows["leak"].code, code("link", STEP_CODE), facts=catalog.facts.none)
    found = written(Renderer(catalog), here, NOW)
    assert found.condition == "pictured-minor: [yes, unknown]"
    texts = wordings(folder, found, frozenset(LANGUAGES))
    assert [one.name for one in texts] == [f"flows/leak.yaml#steps/link/{key}" for key in ("title", "text", "stuck")]
