"""Small-number protection: what a count is shown as, and that nothing else leaves the counters."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from counter_files import fill
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from stat_files import IN_DECEMBER, IN_NOVEMBER, SIXTEEN, book, counted, made, screens, shown, words

from storage.figures import FLOOR, HIDDEN, Figure, protect, read
from storage.periods import parse
from storage.report import build


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A counter file of November and the campaign."""
    return counted(tmp_path)


@pytest.mark.parametrize(
    ("n", "said"), [(0, "<10"), (1, "<10"), (9, "<10"), (10, "10"), (12, "10"), (13, "15"), (17, "15"), (18, "20")]
)
def test_small_numbers_are_protected(n: int, said: str) -> None:
    """0 to 9 are shown alike, everything else to the nearest 5."""
    assert words().figure(protect(n)) == said


@given(st.integers(min_value=10, max_value=10**9))
def test_rounding_is_near(n: int) -> None:
    """A shown number is a multiple of 5, at most 2 away, and shown again it is the same."""
    figure = protect(n)
    assert figure.shown % 5 == figure.under == 0
    assert abs(figure.shown - n) <= 2
    assert protect(figure.shown) == figure


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Figure(20), "20"),
        (HIDDEN, "<10"),
        (Figure(20, 1), "20 + 0–9"),
        (Figure(20, 3), "20 + 0–9 в каждой из 3"),
        (Figure(0, 3), "0–9 в каждой из 3"),
        (Figure(), "0"),
    ],
)
def test_sums_say_how_many_are_hidden(figure: Figure, said: str) -> None:
    """A sum is told with the number of its cells under the floor."""
    assert words().figure(figure) == said


@pytest.mark.parametrize(("settings_floor", "floor"), [(0, 10), (5, 10), (10, 10), (30, 30)])
def test_the_floor_can_only_be_raised(path: Path, settings_floor: int, floor: int) -> None:
    """A floor of less than 10 is 10; a higher one hides more."""
    found = made(path, "2026-11", floor=settings_floor)
    assert found.floor == floor
    assert ("image-leak" in shown(found, "request")) == (floor < 19)


def test_shares_need_fifty(path: Path) -> None:
    """Percentages are of numbers shown, and only where all of them are 50 or more."""
    found = made(path, "2026-11")
    night = found.table("time")
    assert [night.share(row) for row in night.rows] == [65, 35]
    quarter = made(path, "2026-Q4").table("time")
    assert [quarter.share(row) for row in quarter.rows] == [None, None]


@pytest.mark.parametrize(("shown_", "whole", "share"), [(20, 49, None), (20, 50, 40), (45, 50, 90)])
def test_share_of_a_whole(shown_: int, whole: int, share: int | None) -> None:
    """Under 50 there is no percentage, whatever the part."""
    assert Figure(shown_).share(Figure(whole)) == share


NAMES = [("opened", ""), ("request", "threats"), ("request", "bullying"), ("contact", "police-102"), ("step", "x.y")]


ALIKE = st.sampled_from([range(10), range(10, 13), range(13, 18), range(18, 23)]).flatmap(
    lambda counts: st.tuples(*[st.sampled_from(counts)] * 2)
)


@given(st.lists(ALIKE, min_size=5, max_size=5), st.sampled_from(["2026-11", "2026-Q4", "campaign-2026", "2026-W45"]))
@settings(max_examples=15, deadline=None)
def test_a_report_is_a_function_of_the_rounded_cells(pairs: list[tuple[int, int]], period: str) -> None:
    """Two files whose cells are shown alike give the same report and the same screens."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{side}.db") for side in (0, 1)]
        for side, path in enumerate(paths):
            fill(path, {name: pair[side] for name, pair in zip(NAMES, pairs, strict=True)}, "kk", IN_NOVEMBER)
        cells = [protected(path, period) for path in paths]
        assume(cells[0] == cells[1])  # the week's and the language's sums may round apart
        one, other = ((made(path, period), [*screens(path, period)]) for path in paths)
    assert one == other


def protected(path: Path, period: str) -> object:
    """All that the file may tell of a period."""
    found = parse(period, SIXTEEN)
    weeks = [week for week, _ in made(path, period).weeks]
    closed = [part for part in found.parts if part.closed(IN_DECEMBER) and found.kind != "week"]
    return read(path, closed, [*weeks, *found.parts])


def test_forms_never_see_a_raw_count(path: Path) -> None:
    """Reports are built from figures alone: the same figures give the same report without the file."""
    period = parse("2026-11", SIXTEEN)
    weeks = [week for week, _ in made(path, "2026-11").weeks]
    found = read(path, period.parts, weeks)
    assert build(found, period, book().topics, IN_DECEMBER) == made(path, "2026-11")


def test_nothing_counted_is_a_report_too(tmp_path: Path) -> None:
    """With nothing counted each row is under the floor, as with a little."""
    few: Mapping[tuple[str, str], int] = {("request", "threats"): FLOOR - 1}
    fill(tmp_path / "none.db", {}, day=IN_NOVEMBER)
    fill(tmp_path / "few.db", few, day=IN_NOVEMBER)
    assert made(tmp_path / "none.db", "2026-11") == made(tmp_path / "few.db", "2026-11")
