"""What is counted: links and their sources, requests, the night, answers; and that everything counted has a name."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from content_files import changed, write
from counter_files import counters_at, stored
from driver import content

from flows import ContentError, Engine, Reply, Screen, load
from flows.countable import UNCOUNTED, handbook, lines, topics

NOON = datetime(2026, 11, 24, 7, tzinfo=UTC)
OPENED = ("opened", "", "ru")
LEAK = [("request", "image-leak", "ru"), ("time", "day", ""), ("step", "image-leak.front-door", "")]


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The engine over the real content."""
    return Engine(content())


def counted(reply: Reply) -> list[tuple[str, str, str]]:
    """What a reply counts."""
    return [(count.event, count.subject, count.language) for count in reply.counts]


def data(screen: Screen, label: str) -> str:
    """What the button with this label carries."""
    return next(button.data or "" for row in screen.rows for button in row if button.label == label)


def follow(engine: Engine, reply: Reply, place: int, now: datetime = NOON) -> Reply:
    """Tap a button by its place."""
    button = [button for row in reply.screen.rows for button in row][place]
    return engine.tap(button.data or "", now=now)


@pytest.mark.parametrize(
    ("payload", "counts"),
    [
        ("", [OPENED]),
        ("school", [OPENED, ("source", "school", "")]),
        ("image-leak", [OPENED, *LEAK]),
        ("school_image-leak", [OPENED, ("source", "school", ""), *LEAK]),
        ("school-12", [OPENED]),
        ("school_", [OPENED]),
        ("_school", [OPENED]),
        ("_image-leak", [OPENED]),
        ("school_school", [OPENED]),
        ("elsewhere_image-leak", [OPENED]),
        ("school_social_image-leak", [OPENED]),
        ("a" * 64, [OPENED]),
    ],
)
def test_links(engine: Engine, payload: str, counts: list[tuple[str, str, str]]) -> None:
    """A source, a flow or both are counted; anything else is an ordinary start."""
    assert counted(engine.start("ru", payload, now=NOON)) == counts


@pytest.mark.parametrize(("payload", "counts"), [("school", [("opened", "", "kk")]), ("image-leak", LEAK)])
def test_counting_begins_with_the_choice_of_a_language(
    engine: Engine, payload: str, counts: list[tuple[str, str, str]]
) -> None:
    """A phone in another language counts nothing until a language is chosen, and then once; the source is gone."""
    first = engine.start("fr", payload, now=NOON)
    chosen = engine.tap(data(first.screen, "Қазақша"), now=NOON)
    assert counted(first) == []
    assert counted(chosen) == [(event, subject, language and "kk") for event, subject, language in counts]
    assert counted(engine.tap(data(chosen.screen, "Артқа"), now=NOON)) == []


def test_changing_the_language_counts_nothing(engine: Engine) -> None:
    """The first screen in another language is the same opening."""
    first = engine.start("ru", now=NOON)
    assert counted(engine.tap(data(first.screen, "Қазақша"), now=NOON)) == []


def test_back_and_forward_is_one_request(engine: Engine) -> None:
    """Back counts nothing; the step after it is shown a second time, which is no second request."""
    door = engine.start("ru", "image-leak", now=NOON)
    question = follow(engine, door, 3)
    again = engine.tap(data(question.screen, "Назад"), now=NOON)
    assert [event for event, *_ in counted(question)] == ["step"]
    assert counted(again) == []


@pytest.mark.parametrize(
    ("hour", "part"), [(0, "night"), (5, "night"), (6, "day"), (12, "day"), (21, "day"), (22, "night"), (23, "night")]
)
def test_night_is_from_22_to_6_in_almaty(engine: Engine, hour: int, part: str) -> None:
    """A request counts to the night or the day, and to no other hour."""
    now = datetime(2026, 11, 24, hour, tzinfo=UTC) - timedelta(hours=5)
    assert ("time", part, "") in counted(engine.start("ru", "threats", now=now))


def test_answers_are_counted_by_flow(engine: Engine) -> None:
    """Each answer is counted once, with the flow that asked, whatever else is known."""
    question = follow(engine, engine.start("ru", "image-leak", now=NOON), 3)
    assert ("answer", "image-leak.pictured-minor.yes", "") in counted(follow(engine, question, 0))


def test_a_situation_out_of_a_situation_is_no_request(engine: Engine) -> None:
    """A leak that has not happened yet is handed on to the threats: one request, and the answer is the asker's."""
    reply = follow(engine, follow(engine, engine.start("ru", "image-leak", now=NOON), 3), 1)
    while "Нет, угрожают" not in str(reply.screen):
        reply = engine.tap(data(reply.screen, "Дальше →"), now=NOON)
    passed = engine.tap(data(reply.screen, "Нет, угрожают"), now=NOON)
    assert counted(passed)[:2] == [("passed-on", "threats", ""), ("answer", "image-leak.public.no", "")]


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_everything_counted_is_listed(engine: Engine, language: str) -> None:
    """Whatever a tap within two screens of any flow's start counts stands in the list, under a name."""
    listed = {
        (topic.id, subject.id): subject.name for topic in topics(content(), language) for subject in topic.subjects
    }
    assert all(listed.values())
    for flow in content().flows:
        reply = engine.start(language, f"school_{flow}", now=NOON)
        taps = [engine.tap(button.data, now=NOON) for row in reply.screen.rows for button in row if button.data]
        for count in [count for one in (reply, *taps) for count in one.counts]:
            assert (count.event, count.subject) in listed


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_no_region_and_no_number_is_listed(language: str) -> None:
    """Regions are never counted, and no subject holds what could be a phone number or an id."""
    subjects = [subject.id for topic in topics(content(), language) for subject in topic.subjects]
    assert not [one for one in subjects if UNCOUNTED & set(one.split("."))]
    assert len(subjects) > len(content().flows)


async def test_every_subject_is_kept_under_its_name(tmp_path: Path) -> None:
    """Nothing that is listed is too long or too strange for the counters, which would call it `other`."""
    counters = counters_at(tmp_path / "qorgan.db")
    listed = {(topic.id, subject.id) for topic in topics(content(), "ru") for subject in topic.subjects}
    for event, subject in listed:
        counters.add(event, subject)
    await counters.close()
    assert {key[1:3] for key in stored(tmp_path / "qorgan.db")} == listed


@pytest.mark.parametrize(("days", "state"), [(0, ""), (60, ""), (61, "due"), (365, "due"), (366, "hidden-line")])
def test_lines_tell_when_they_are_due(days: int, state: str) -> None:
    """A line is due after the days a release allows, and hidden after those the bot allows."""
    line = next(one for one in content().contacts.values() if one.show and not one.keep)
    states = {one.id: one.state for one in lines(content(), "ru", line.verified + timedelta(days=days))}
    assert states[line.id] == state


def test_the_document_is_the_dictionary_of_the_bot() -> None:
    """Each topic stands in the document with its meaning, as the bot explains it, and so does what is not counted."""
    written = Path(__file__).parent.parent.joinpath("docs", "statistics.md").read_text(encoding="utf-8")
    book = handbook(content(), "ru")
    for topic in book.topics:
        assert f"- **{topic.name}** (`{topic.id}`). {topic.means} {topic.but}\n" in written
    assert all(f"- {line}\n" in written for line in book.unseen)
    assert all(f"- `{source.id}`: {source.name.say('ru')}\n" in written for source in content().sources.values())


@pytest.mark.parametrize(
    ("name", "old", "new", "rule"),
    [
        ("statistics.yaml", "  opened:\n    name", "  openedd:\n    name", "missing-field"),
        ("statistics.yaml", "\nsubjects:", "\nsubjects:\n  dusk: {ru: a, kk: b, en: c}", "unknown-field"),
        ("statistics.yaml", "{period}, ещё", "{month}, ещё", "blanks"),
        ("statistics.yaml", "«<{floor}»", "«<{flour}»", "blanks"),
        ("sources.yaml", "id: school", "id: school-12", "wrong-value"),
        ("sources.yaml", "id: school", "id: threats", "duplicate-id"),
        ("settings.yaml", 'from: "11-25"', 'from: "12-25"', "wrong-value"),
        ("settings.yaml", 'until: "12-10"', 'until: "02-30"', "wrong-value"),
        ("settings.yaml", 'from: "11-25"', 'from: "2026-11-25"', "wrong-value"),
    ],
)
def test_mistakes_of_editors_are_found(tmp_path: Path, name: str, old: str, new: str, rule: str) -> None:
    """A missing word, a wrong blank, a source that names one school, and impossible days are refused by their rule."""
    with pytest.raises(ContentError) as told:
        load(write(tmp_path, changed(name, old, new)))
    assert [problem.rule for problem in told.value.problems if problem.file == name] == [rule]
