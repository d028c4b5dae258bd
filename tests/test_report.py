"""The report: only protected figures leave the counters."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from counter_files import BAD_FILES, counters_at, fill, leave_log, look
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import StatsError, file
from storage.report import protected, read, table

KNOWN = [("request", "threats"), ("request", "image-leak"), ("request", "bullying"), ("opened", "")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A counter file of two languages."""
    path = tmp_path / "qorgan.db"
    fill(path, {("opened", ""): 30, ("request", "threats"): 7, ("request", "image-leak"): 19}, "ru")
    fill(path, {("request", "threats"): 6, ("request", "retired"): 4, ("step", "retired"): 11}, "kk")
    return path


@pytest.mark.parametrize(
    ("n", "shown"), [(0, "<10"), (1, "<10"), (9, "<10"), (10, "10"), (12, "10"), (13, "15"), (17, "15"), (18, "20")]
)
def test_small_numbers_are_protected(n: int, shown: str) -> None:
    """0 to 9 are shown alike, everything else to the nearest 5."""
    assert protected(n) == shown


@given(st.integers(min_value=10, max_value=10**9))
def test_rounding_is_near(n: int) -> None:
    """A shown number is a multiple of 5, at most 2 away, and shown again it is the same."""
    shown = protected(n)
    assert int(shown) % 5 == 0
    assert abs(int(shown) - n) <= 2
    assert protected(int(shown)) == shown


def test_languages_and_days_are_summed(path: Path) -> None:
    """Sums are taken before rounding; names under 10 are absent, as if never counted."""
    assert read(path) == {
        ("opened", ""): 30,
        ("request", "image-leak"): 20,
        ("request", "threats"): 15,
        ("step", "retired"): 10,
    }


def test_table(path: Path) -> None:
    """Known names stand in their order, counted or not; unknown ones only from 10 on; totals add up what is shown."""
    shown = table(read(path), KNOWN)
    assert shown.partition("\n\n")[0].splitlines() == [
        "event    subject     count",
        "request  all         35 + 0 to 9 in each of 1",
        "         threats     15",
        "         image-leak  20",
        "         bullying    <10",
        "opened   all         30",
        "step     all         10",
        "         retired     10",
    ]


def test_table_of_nothing() -> None:
    """With nothing counted the table says the same as with a little."""
    assert table({}, [("opened", ""), ("request", "threats")]).partition("\n\n")[0].splitlines() == [
        "event    subject  count",
        "opened   all      <10",
        "request  all      <10",
        "         threats  <10",
    ]


SHOWN_ALIKE = [range(10), range(10, 13), range(13, 18), range(18, 23)]
PAIRS = st.sampled_from(SHOWN_ALIKE).flatmap(lambda counts: st.tuples(*[st.sampled_from(counts)] * 2))


@given(st.lists(PAIRS, min_size=3, max_size=3))
@settings(max_examples=15, deadline=None)
def test_report_depends_on_shown_cells_only(pairs: list[tuple[int, int]]) -> None:
    """Two files whose cells are shown alike give the same report, to the byte."""
    names = [("opened", ""), ("request", "threats"), ("request", "retired")]
    with tempfile.TemporaryDirectory() as folder:
        reports = set()
        for side in (0, 1):
            path = Path(folder, f"{side}.db")
            fill(path, {name: pair[side] for name, pair in zip(names, pairs, strict=True)})
            reports.add(table(read(path), KNOWN))
    assert len(reports) == 1


async def test_reads_while_the_bot_runs(path: Path) -> None:
    """The report sees what is written, without waiting for the bot to stop and without stopping it."""
    counters = counters_at(path)
    for _ in range(10):
        counters.add("plan")
    assert await counters.flush()
    assert read(path)["plan", ""] == 10
    counters.add("plan")
    assert await counters.flush()
    await counters.close()


def test_reads_what_a_kill_left_in_the_log(path: Path) -> None:
    """After a kill the report shows the last commit, though only the log beside the file has it."""
    leave_log(path, 100)
    assert set(read(path).values()) == {100, 200}


def test_reading_leaves_no_trace(path: Path) -> None:
    """A report changes no byte and leaves nothing beside the file."""
    before = look(path)
    read(path)
    assert look(path) == before


@pytest.mark.parametrize(("spoil", "sentence"), BAD_FILES)
def test_bad_file_is_told(path: Path, spoil: Callable[[Path], None], sentence: str) -> None:
    """A file that cannot be used ends in one plain sentence, and stays as it is."""
    spoil(path)
    spoilt = look(path)
    with pytest.raises(StatsError) as told:
        read(path)
    assert str(told.value) == sentence
    assert look(path) == spoilt


@pytest.mark.parametrize(("name", "sentence"), [("missing.db", file.MISSING), (".", file.CLOSED)])
def test_no_file_is_told(tmp_path: Path, name: str, sentence: str) -> None:
    """A missing file and a folder in its place are told apart."""
    with pytest.raises(StatsError) as told:
        read(tmp_path / name)
    assert str(told.value) == sentence
