"""Which lines are shown: hours, age, who they are for, and what comes when one does not answer."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from content_files import NOW, Changes, changed, small, small_catalog
from hypothesis import given
from hypothesis import strategies as st

from flows import Catalog
from flows.facts import FIRST_ANSWER, SKIPPED, Facts, put
from flows.lines import ALMATY, clock, emergency_line, fitting, is_shown, next_line, opening
from flows.shapes import Contact, Hours

WEEK = [datetime(2026, 11, 23, tzinfo=ALMATY) + timedelta(hours=hour) for hour in range(7 * 24)]
OFFICE = ("mon-fri", "09:00", "18:00")
NIGHT = ("fri-sun", "22:00", "06:00")
WEEKEND = ("sat-mon", "10:00", "14:00")
ROUND = ("mon-sun", "00:00", "00:00")


@pytest.fixture
def catalog() -> Catalog:
    """Give the small content."""
    return small()


def of_the_lawyer(more: str) -> Changes:
    """The small content's contacts, with more said of the lawyer."""
    return changed("contacts.yaml", "    needs: [police]\n", "    needs: [police]\n" + more)


def line(catalog: Catalog, *hours: tuple[str, str, str], **changes: Any) -> Contact:
    """A line with these hours; those of the small content are always open, but for the lawyer's."""
    written = tuple(Hours.model_validate({"days": days, "from": opens, "to": closes}) for days, opens, closes in hours)
    return catalog.contacts["lawyer"].model_copy(update={"hours": written, **changes})


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of the week of Monday, 23 November 2026, in Almaty."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ALMATY)


@pytest.mark.parametrize(
    ("hours", "now", "until", "opens"),
    [
        ([OFFICE], moment(24, 8, 59), None, moment(24, 9)),
        ([OFFICE], moment(24, 9), moment(24, 18), None),
        ([OFFICE], moment(24, 17, 59), moment(24, 18), None),
        ([OFFICE], moment(24, 18), None, moment(25, 9)),
        ([OFFICE], moment(27, 18), None, moment(30, 9)),
        ([OFFICE], moment(29, 12), None, moment(30, 9)),
        ([OFFICE], datetime(2026, 11, 24, 4, 30, tzinfo=UTC), moment(24, 18), None),
        ([OFFICE], datetime(2026, 11, 23, 20, 0, tzinfo=UTC), None, moment(24, 9)),
        ([NIGHT], moment(28, 5, 59), moment(28, 6), None),
        ([NIGHT], moment(27, 21), None, moment(27, 22)),
        ([NIGHT], moment(30, 5), moment(30, 6), None),
        ([NIGHT], moment(30, 6), None, moment(27, 22) + timedelta(days=7)),
        ([WEEKEND], moment(30, 10), moment(30, 14), None),
        ([WEEKEND], moment(24, 10), None, moment(28, 10)),
        ([("mon", "09:00", "10:00")], moment(23, 10), None, moment(30, 9)),
        ([("mon", "09:00", "13:00"), ("mon", "14:00", "18:00")], moment(23, 13), None, moment(23, 14)),
        ([("mon", "09:00", "13:00"), ("mon", "13:00", "18:00")], moment(23, 12), moment(23, 18), None),
        ([("tue", "20:00", "00:00"), ("wed", "00:00", "02:00")], moment(24, 23), moment(25, 2), None),
    ],
)
def test_a_line_opens_and_closes(
    catalog: Catalog,
    hours: list[tuple[str, str, str]],
    now: datetime,
    until: datetime | None,
    opens: datetime | None,
) -> None:
    """Hours are Almaty's whatever the clock that asks; a night line closes the next day; breaks count."""
    state = opening(line(catalog, *hours), now)
    assert (state.open, state.until, state.opens) == (until is not None, until, opens)


def test_a_line_round_the_clock_is_never_said_to_close(catalog: Catalog) -> None:
    """Hours that follow each other without end are no hours."""
    for now in WEEK:
        state = opening(line(catalog, ROUND), now)
        assert (state.open, state.until) == (True, None)


@pytest.mark.parametrize(("hours", "is_open", "known"), [("always", True, True), ("unknown", False, False)])
def test_a_line_without_hours(catalog: Catalog, hours: str, *, is_open: bool, known: bool) -> None:
    """A line is open always, or nobody knows."""
    state = opening(line(catalog).model_copy(update={"hours": hours}), NOW)
    assert (state.open, state.known, state.until, state.opens) == (is_open, known, None, None)


@given(minute=st.integers(0, 7 * 24 * 60))
def test_a_closed_line_tells_when_it_opens(minute: int) -> None:
    """Whenever a line is closed it is open at the time it tells, and closed just before."""
    now = WEEK[0] + timedelta(minutes=minute)
    contact = Contact.model_construct(
        hours=(Hours.model_validate({"days": "fri-tue", "from": "22:00", "to": "06:00"}),)
    )
    state = opening(contact, now)
    if not state.open:
        assert state.opens is not None
        assert opening(contact, state.opens).open
        assert not opening(contact, state.opens - timedelta(seconds=1)).open


@pytest.mark.parametrize(("hour", "said"), [(0, "24:00"), (9, "09:00"), (23, "23:00")])
def test_midnight_ends_a_day(hour: int, said: str) -> None:
    """Closing at midnight reads as the end of the day it belongs to."""
    assert clock(moment(24, hour)) == said


@pytest.mark.parametrize(
    ("changes", "days", "shown"),
    [
        ({}, 365, True),
        ({}, 366, False),
        ({"keep": True}, 3650, True),
        ({"show": False}, 0, False),
        ({"show": False, "keep": True}, 0, False),
    ],
)
def test_a_line_is_hidden_by_age(catalog: Catalog, changes: dict[str, bool], days: int, *, shown: bool) -> None:
    """A line not checked for longer than the limit is hidden, unless it is kept; a doubtful one always is."""
    contact = line(catalog, OFFICE, **changes)
    checked = datetime.combine(contact.verified, datetime.min.time(), ALMATY)
    assert is_shown(catalog, contact, checked + timedelta(days=days, hours=23)) is shown


def test_open_lines_come_first_then_the_need_asked_first(catalog: Catalog) -> None:
    """At noon the lawyer is open, at night not; of two open lines the one for the first need leads."""
    needs = ("police", "emergency")
    noon = [one.id for one in fitting(catalog, needs, catalog.facts.none, NOW)]
    night = [one.id for one in fitting(catalog, needs, catalog.facts.none, moment(24, 3))]
    assert noon == ["police-102", "lawyer", "emergency-112"]
    assert night == ["police-102", "emergency-112", "lawyer"]
    assert fitting(catalog, ("shelter",), catalog.facts.none, NOW) == []


@pytest.mark.parametrize(("answer", "shown"), [(None, False), (0, True), (1, False)])
def test_a_line_of_a_region_is_for_that_region(tmp_path: Path, answer: int | None, *, shown: bool) -> None:
    """A line of one region shows to those who said they are there."""
    catalog = small_catalog(tmp_path, of_the_lawyer("    region: [almaty]\n"))
    index = catalog.facts.index("region")
    facts = put(catalog.facts.none, index, SKIPPED if answer is None else FIRST_ANSWER + answer)
    assert ("lawyer" in {one.id for one in fitting(catalog, ("police",), facts, NOW)}) is shown


@pytest.mark.parametrize(
    ("code", "shown"), [(0, True), (SKIPPED, True), (FIRST_ANSWER, True), (FIRST_ANSWER + 1, False)]
)
def test_unknown_takes_no_line_away(tmp_path: Path, code: int, *, shown: bool) -> None:
    """A line for the young shows to those who did not say how old they are."""
    catalog = small_catalog(tmp_path, of_the_lawyer("    when: {me-minor: [yes, unknown]}\n"))
    facts: Facts = put(catalog.facts.none, catalog.facts.index("me-minor"), code)
    assert ("lawyer" in {one.id for one in fitting(catalog, ("police",), facts, NOW)}) is shown


@pytest.mark.parametrize("now", [NOW, moment(24, 3), moment(29, 12)])
def test_the_next_line_comes_at_last_to_112(catalog: Catalog, now: datetime) -> None:
    """Each line that does not answer leads to another that is open, and after as many as there are to 112."""
    lines = fitting(catalog, ("police",), catalog.facts.none, now)
    emergency = emergency_line(catalog)
    for failed in lines:
        chain = [failed]
        while chain[-1] != emergency:
            chain.append(next_line(catalog, chain[-1], lines, now))
            assert opening(chain[-1], now).open
            assert len(chain) <= len(lines) + 1


def test_after_112_comes_another_open_line(catalog: Catalog) -> None:
    """When even 112 does not answer, what is offered is not 112 once more."""
    emergency = emergency_line(catalog)
    assert next_line(catalog, emergency, [emergency], NOW).id == "police-102"
