"""Which lines to show: those that fit the facts, the open ones first; when the others open; what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone

from flows.catalog import Catalog
from flows.facts import FIRST_ANSWER, Facts
from flows.needs import EMERGENCY
from flows.shapes import Contact, Hours

ALMATY = timezone(timedelta(hours=5))
"""Kazakhstan's single time zone since 1 March 2024. A constant: zone data older than that says +6."""
Stretch = tuple[datetime, datetime]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a line is open; until when (None: for longer than a day), or when it opens next (None: unknown)."""

    open: bool
    known: bool = True
    until: datetime | None = None
    opens: datetime | None = None


def opening(contact: Contact, now: datetime) -> Opening:
    """Whether a line answers at a moment (any aware time; hours are Almaty's)."""
    if contact.hours == "always":
        return Opening(open=True)
    if contact.hours == "unknown":
        return Opening(open=False, known=False)
    local = now.astimezone(ALMATY)
    stretches = _joined(stretch for hours in contact.hours for stretch in _stretches(hours, local))
    for begin, end in stretches:
        if begin <= local < end:
            return Opening(open=True, until=end if end - local <= timedelta(days=1) else None)
    return Opening(open=False, opens=next((begin for begin, _ in stretches if begin > local), None))


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The stretches in order; those that follow each other without a break are one."""
    joined: list[Stretch] = []
    for begin, end in sorted(stretches):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def _stretches(hours: Hours, local: datetime) -> Iterable[Stretch]:
    """The open times from yesterday (a night line closes past midnight) to a week ahead."""
    first, _, last = hours.days.partition("-")
    begin, end = DAYS.index(first), DAYS.index(last or first)
    days = {(begin + step) % 7 for step in range((end - begin) % 7 + 1)}
    for ahead in range(-1, 8):
        day = (local + timedelta(days=ahead)).date()
        if day.weekday() in days:
            opens = datetime.combine(day, hours.opens, ALMATY)
            closes = datetime.combine(day, hours.closes, ALMATY)
            yield opens, closes if closes > opens else closes + timedelta(days=1)


def is_shown(catalog: Catalog, contact: Contact, now: datetime) -> bool:
    """Whether a line may be shown: sourced well enough, and checked recently or never hidden by age."""
    fresh = now.astimezone(ALMATY).date() - contact.verified <= timedelta(days=catalog.settings.contact_days)
    return contact.show and (contact.keep or fresh)


def fitting(catalog: Catalog, needs: Iterable[str], facts: Facts, now: datetime) -> list[Contact]:
    """The lines for these needs that fit the facts, open ones first, then in the order of the needs."""
    order = {need: place for place, need in enumerate(needs)}
    chosen = [
        contact
        for contact in catalog.contacts.values()
        if order.keys() & set(contact.needs) and is_shown(catalog, contact, now) and fits(catalog, contact, facts)
    ]
    return sorted(
        chosen,
        key=lambda one: (
            not opening(one, now).open,
            min(order[need] for need in one.needs if need in order),
        ),
    )


def fits(catalog: Catalog, contact: Contact, facts: Facts) -> bool:
    """Whether a line is for somebody with these facts: its condition, and its region once that is known."""
    if not catalog.contact_conditions[contact.id].holds(facts):
        return False
    if not contact.region:
        return True
    code = facts[catalog.facts.index("region")]
    if code < FIRST_ANSWER:
        return False
    return catalog.facts.facts[catalog.facts.index("region")].answers[code - FIRST_ANSWER].id in contact.region


def next_line(catalog: Catalog, failed: Contact, lines: list[Contact], now: datetime) -> Contact:
    """The line to try when one does not answer: the next open one for the same need, at last 112; after 112 any."""
    after = lines[lines.index(failed) + 1 :] if failed in lines else lines
    emergency = emergency_line(catalog)
    if failed == emergency:
        candidates = [*after, *(one for one in catalog.contacts.values() if one.keep)]
    else:
        candidates = [one for one in after if set(one.needs) & set(failed.needs)]
    return next((one for one in candidates if one != failed and one.numbers and opening(one, now).open), emergency)


def emergency_line(catalog: Catalog) -> Contact:
    """The line that is always open and never hidden."""
    return next(contact for contact in catalog.contacts.values() if contact.keep and EMERGENCY in contact.numbers)


def clock(moment: datetime) -> str:
    """A time as people read it; midnight at the end of a day is 24:00."""
    return "24:00" if moment.time() == time(0) else f"{moment:%H:%M}"


def openings(catalog: Catalog, now: datetime) -> Iterable[datetime]:
    """Moments of the week from today on, one for each set of lines that are open together."""
    today = now.astimezone(ALMATY).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [(one, one.hours) for one in catalog.contacts.values() if not isinstance(one.hours, str)]
    clocks = {time(0), *(at for _, written in lines for hours in written for at in (hours.opens, hours.closes))}
    found: dict[tuple[bool, ...], datetime] = {}
    for day in range(7):
        for at in sorted(clocks):
            moment = today + timedelta(days=day, hours=at.hour, minutes=at.minute)
            found.setdefault(tuple(opening(one, moment).open for one, _ in lines), moment)
    return found.values()
