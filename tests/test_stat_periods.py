"""The calendar: parts share no day and leave none out; every name has one meaning."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from storage.periods import (
    Campaign,
    Part,
    PeriodError,
    beside,
    last_closed,
    parse,
    part_at,
    parts_of,
    piece,
    week_name,
    weeks_of,
)

SIXTEEN = Campaign((11, 25), (12, 10))
MONTH_DAYS = st.dates(date(2025, 1, 1), date(2025, 12, 31)).map(lambda day: (day.month, day.day))
CAMPAIGNS = st.tuples(MONTH_DAYS, MONTH_DAYS).map(lambda days: Campaign(min(days), max(days)))
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def days(part: Part) -> list[date]:
    """Every day of a part."""
    return [first + timedelta(days=n) for first, last in part.spans for n in range((last - first).days + 1)]


@given(st.integers(2020, 2040), CAMPAIGNS)
def test_parts_cover_each_day_once(year: int, campaign: Campaign) -> None:
    """Whatever the campaign's dates, each day of a year is in exactly one part."""
    found = Counter(day for part in parts_of(year, campaign) for day in days(part))
    assert set(found.values()) == {1}
    assert len(found) == (date(year + 1, 1, 1) - date(year, 1, 1)).days


@given(DAYS, CAMPAIGNS)
def test_pieces_stay_within_a_week_and_a_part(day: date, campaign: Campaign) -> None:
    """What is folded together lies in one ISO week and in one part, and is folded only once."""
    first = piece(day, campaign)
    assert week_name(first) == week_name(day)
    assert part_at(first, campaign) == part_at(day, campaign)
    assert piece(first, campaign) == first


@given(DAYS, CAMPAIGNS)
def test_last_closed_part_ends_before_today(today: date, campaign: Campaign) -> None:
    """It is over, and no other part ends between it and today."""
    found = last_closed(today, campaign)
    assert found.last < today
    later = [part for year in (today.year - 1, today.year) for part in parts_of(year, campaign)]
    assert not [part for part in later if found.last < part.last < today]


@given(DAYS, st.sampled_from(["part", "week", "quarter", "year"]))
def test_the_one_beside_leads_back(day: date, kind: str) -> None:
    """Forward and back again is the same period, and none is left out between them."""
    assume(2001 <= day.year <= 2034)
    name = {
        "part": part_at(day, SIXTEEN).name,
        "week": week_name(day),
        "quarter": f"{day.year}-Q{(day.month + 2) // 3}",
        "year": str(day.year),
    }[kind]
    here = parse(name, SIXTEEN)
    after = beside(here, 1, SIXTEEN)
    assert beside(after, -1, SIXTEEN) == here
    assert after.first == here.last + timedelta(days=1)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("2026-11", ["2026-11"]),
        ("campaign-2026", ["campaign-2026"]),
        ("2026-Q4", ["2026-10", "2026-11", "campaign-2026", "2026-12"]),
        ("2026-Q1", ["2026-01", "2026-02", "2026-03"]),
        ("2026-W48", ["2026-W48"]),
    ],
)
def test_names_of_periods(name: str, parts: list[str]) -> None:
    """Each form names its parts in order."""
    assert [part.name for part in parse(name, SIXTEEN).parts] == parts


def test_months_are_cut_at_the_campaign() -> None:
    """November ends where the campaign begins, December begins where it ends."""
    november, campaign, december = (parse(name, SIXTEEN) for name in ("2026-11", "campaign-2026", "2026-12"))
    assert (november.last, campaign.first) == (date(2026, 11, 24), date(2026, 11, 25))
    assert (campaign.last, december.first) == (date(2026, 12, 10), date(2026, 12, 11))


@pytest.mark.parametrize(
    "name", ["", "2026-13", "2026-00", "2026-Q5", "2026-W54", "2027-W53", "26-11", "campaign", "٢٠٢٦", "2026-11-24"]
)
def test_other_names_are_refused(name: str) -> None:
    """What is no period is said, with the forms that are."""
    with pytest.raises(PeriodError, match="2026-W48"):
        parse(name, SIXTEEN)


def test_a_month_within_the_campaign_is_no_period() -> None:
    """A month all of whose days are the campaign's has nothing of its own."""
    with pytest.raises(PeriodError):
        parse("2026-11", Campaign((10, 20), (12, 10)))


def test_weeks_of_a_part_are_whole() -> None:
    """The campaign of 2026 touches three ISO weeks."""
    weeks = weeks_of(parse("campaign-2026", SIXTEEN))
    assert [week.name for week in weeks] == ["2026-W48", "2026-W49", "2026-W50"]
    assert weeks[0].first == date(2026, 11, 23)
    assert {len(days(week)) for week in weeks} == {7}
