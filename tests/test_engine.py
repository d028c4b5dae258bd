"""What the engine answers to taps, commands and messages: languages, counts, urgency, and what it keeps."""

from datetime import timedelta
from pathlib import Path

import pytest
from content_files import NOW, changed, letters, small, small_catalog
from visitor import IN_LEAK, SCREENS, Visitor, visiting

from flows import RANK, Count, Engine
from flows.engine import COMMANDS, REMEMBERED
from flows.models import BOTH
from flows.typed_view import TYPED


@pytest.fixture
def engine() -> Engine:
    """Give an engine on the small content."""
    return Engine(small())


@pytest.fixture
def visitor(engine: Engine) -> Visitor:
    """Give somebody who speaks English, at the first screen."""
    return Visitor(engine)


@pytest.mark.parametrize("way", [(), ("menu",)])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_language_changes_in_place(visitor: Visitor, way: tuple[str, ...], language: str) -> None:
    """The switch keeps the place and what is known of the person."""
    visitor.taps("more", "lines", "almaty", "menu", *way)
    place, told = visitor.place, visitor.told
    visitor.taps(language)
    assert (visitor.place, visitor.told, visitor.reply.language) == (place, told, language)


def test_an_unknown_language_is_offered_ours(engine: Engine) -> None:
    """A phone that speaks none of our languages gets two at once, and the choice of all before anything else."""
    visitor = Visitor(engine, "de")
    assert visitor.reply.language == BOTH
    assert visitor.offered == ["kk", "ru", "en", "kk hide · ru hide", "kk sos · ru sos"]
    assert visitor.reply.counts == ()
    visitor.taps("kk sos · ru sos")
    assert "112" in visitor.sees
    assert visitor.offered[:2] == ["☎ 112", "☎ 102"]
    assert visitor.taps("en").place == Visitor(engine).taps("sos").place


@pytest.mark.parametrize("label", TYPED)
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_message_is_answered_with_help(engine: Engine, label: str, language: str) -> None:
    """Whatever is sent, danger and thoughts of dying can be tapped at once, in whichever language."""
    reply = engine.typed(label, language, now=NOW)
    opened = [engine.tap(button.data, now=NOW) for row in reply.screen.rows for button in row if button.data]
    assert [one.urgent for one in opened[:2]] == [True, True]


def test_messages_are_ranked(engine: Engine) -> None:
    """A more urgent kind of message takes the place of a less urgent one."""
    ranks = [engine.typed(label, "en", now=NOW).rank for label in sorted(TYPED, key=RANK.index)]
    assert ranks == sorted(set(ranks))


@pytest.mark.parametrize(
    ("way", "counts"),
    [
        (("leak",), [("request", "leak", "en"), ("time", "day", ""), ("step", "leak.front-door", "")]),
        (("leak", "none", "back"), []),
        (("leak", "none", "menu"), []),
        ((*IN_LEAK, "no"), [("answer", "leak.pictured-minor.no", ""), ("step", "leak.proof", "")]),
        ((*IN_LEAK, "skip"), [("answer", "leak.pictured-minor.unknown", ""), ("step", "leak.link", "")]),
        ((*IN_LEAK, "no", "stuck"), [("stuck", "leak.proof", "")]),
        ((*IN_LEAK, "no", "plan"), [("plan", "leak", "")]),
        (("leak", "danger"), [("emergency", "emergency", "en"), ("step", "emergency.now", "")]),
        (("leak", "danger", "back"), []),
        (("leak", "danger", "continue"), []),
        (("threats", "none", "next", "lawyer"), [("contact", "lawyer", "")]),
        (("threats", "none", "next", "no-answer"), [("no-answer", "police-102", "")]),
        ((), [("opened", "", "en")]),
    ],
)
def test_moves_forward_are_counted(visitor: Visitor, way: tuple[str, ...], counts: list[tuple[str, str, str]]) -> None:
    """Entering and going on are counted, each by the name of the thing; going back and staying are not."""
    assert visitor.taps(*way).reply.counts == tuple(Count(*one) for one in counts)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_a_screen(engine: Engine, name: str) -> None:
    """Every command opens something, in every language, also where content has no such flow."""
    for language in ("en", "de", None):
        assert engine.command(name, language, now=NOW).screen.rows
    assert engine.command("hotlines", "en-GB", now=NOW).counts[0] == Count("reference", "hotlines", "en")


@pytest.mark.parametrize("way", SCREENS)
def test_a_second_tap_changes_nothing(visitor: Visitor, way: tuple[str, ...]) -> None:
    """The same button gives the same screen, however often and however late it comes."""
    visitor.taps(*way)
    for button in visitor.buttons:
        if button.data:
            first = visitor.engine.tap(button.data, now=NOW)
            assert visitor.engine.tap(button.data, now=NOW + timedelta(minutes=1)).screen == first.screen


def test_only_emergency_and_crisis_overtake(visitor: Visitor) -> None:
    """Screens with numbers to call go ahead of others."""
    way = ("leak", "danger", "back", "self-harm", "calm", "continue")
    urgent = [label for label in way if visitor.taps(label).reply.urgent]
    assert urgent == ["danger", "self-harm", "calm"]


@pytest.mark.parametrize("way", SCREENS)
def test_every_screen_can_be_hidden(visitor: Visitor, way: tuple[str, ...]) -> None:
    """The first button of the last row hides, and tells the language of the note that takes the screen's place."""
    data = visitor.taps(*way).reply.screen.rows[-1][0].data or ""
    assert (visitor.engine.is_hide(data), visitor.engine.hide_language(data)) == (True, "en")
    assert visitor.engine.hidden("en") == "en hidden"


@pytest.mark.parametrize("data", ["", "x", "xde", "xen ", "Xen", "en"])
def test_nothing_else_hides(engine: Engine, data: str) -> None:
    """Only the hide button's own words hide."""
    assert not engine.is_hide(data)


def test_opening_hours_are_those_of_the_moment(visitor: Visitor) -> None:
    """A drawn screen is kept for the moment it is right for."""
    visitor.taps("threats", "none", "next")
    data = visitor.taps("back").data("next")
    at_noon = visitor.engine.tap(data, now=NOW)
    at_night = visitor.engine.tap(data, now=NOW + timedelta(hours=10))
    assert "open-until 18:00" in at_noon.screen.text
    assert "opens day-wed 09:00" in at_night.screen.text.replace("en ", "")


def test_drawn_screens_are_bounded(engine: Engine) -> None:
    """However many buttons are tapped, only so many screens are kept."""
    data = Visitor(engine).data("leak")
    for minutes in range(0, 5 * (REMEMBERED + 10), 5):
        engine.tap(data, now=NOW + timedelta(minutes=minutes))
    assert len(engine._drawn) <= REMEMBERED  # noqa: SLF001  # a bound cannot be seen from outside


def test_a_file_comes_once(tmp_path: Path) -> None:
    """The tap on a file brings it; coming back to that screen from a side trip does not bring it again."""
    visitor = visiting(tmp_path, letters("note"))
    visitor.taps("threats", "none", "next", "word", "as-file")
    files = [visitor.reply.paper, visitor.taps("sos", "back").reply.paper]
    assert (visitor.place, [one is not None for one in files]) == ("threats.documents file", [True, False])


def test_a_line_no_longer_shown_has_no_card(tmp_path: Path) -> None:
    """A button to a line that was found wrong opens the list of those that are right."""
    visitor = visiting(tmp_path / "a").taps("threats", "none", "next")
    hidden = changed("contacts.yaml", "    needs: [police]\n", "    needs: [police]\n    show: no\n    reason: wrong\n")
    reply = Engine(small_catalog(tmp_path / "b", hidden)).tap(visitor.data("lawyer"), now=NOW)
    assert "150" not in reply.screen.text
    assert "102" in reply.screen.text
