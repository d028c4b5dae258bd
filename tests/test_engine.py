"""What taps, commands and messages lead to, seen by somebody who taps through the small content."""

from datetime import timedelta
from pathlib import Path

import pytest
from content_files import FILES, NOW, Changes, changed, letters, small, small_catalog
from visitor import Visitor

from flows import RANK, Count, Engine
from flows.engine import COMMANDS, REMEMBERED
from flows.models import BOTH
from flows.typed_view import TYPED

IN_LEAK = ["leak", "none"]
AT_PUBLIC = [*IN_LEAK, "no", "next"]


@pytest.fixture
def engine() -> Engine:
    """Give an engine on the small content."""
    return Engine(small())


@pytest.fixture
def visitor(engine: Engine) -> Visitor:
    """Give somebody who speaks English, at the first screen."""
    return Visitor(engine)


def test_the_front_door_comes_back_after_each_choice(visitor: Visitor) -> None:
    """Danger, thoughts of dying and a watched phone can be taken one after another, each marked; then one goes on."""
    visitor.taps("leak", "danger", "continue")
    assert (visitor.place, visitor.told) == ("leak.front-door", {"danger": "yes"})
    visitor.taps("self-harm", "calm", "continue")
    assert visitor.told["self-harm"] == "yes"
    visitor.taps("watched", "next", "continue")
    assert [label for label in visitor.offered if "•" in label] == [
        "en • en danger",
        "en • en self-harm",
        "en • en watched",
    ]
    assert visitor.taps("continue").place == "leak.pictured-minor"


@pytest.mark.parametrize("choice", ["danger", "self-harm", "watched"])
def test_back_from_a_choice_is_the_front_door(visitor: Visitor, choice: str) -> None:
    """The first screen behind the front door leads back to it."""
    assert visitor.taps("leak", choice, "back").place == "leak.front-door"


def test_what_was_not_chosen_is_not_the_case(visitor: Visitor) -> None:
    """Going on from the front door answers its three questions."""
    visitor.taps("leak", "danger", "back", "continue")
    assert visitor.told == {"danger": "yes", "self-harm": "no", "watched": "no"}


def test_a_case_from_the_menu_is_a_new_one(visitor: Visitor) -> None:
    """From the menu a flow knows the person as before, and neither the moment nor the case."""
    visitor.taps(*AT_PUBLIC, "yes", "next", "yes", "menu", "leak")
    assert (visitor.place, visitor.told) == ("leak.front-door", {"me-minor": "yes"})
    visitor.taps("none", "no", "next", "yes")
    assert visitor.taps("next").place == "leak.tell"


def test_a_question_can_be_taken_back(visitor: Visitor) -> None:
    """Back finds a question with its answer marked; another answer takes its place."""
    visitor.taps(*AT_PUBLIC)
    assert visitor.place == "leak.public"
    visitor.taps("back", "back")
    assert (visitor.place, visitor.told["pictured-minor"]) == ("leak.pictured-minor", "no")
    assert "en • en no" in visitor.offered
    assert visitor.taps("yes").place == "leak.link"


def test_what_was_answered_first_can_be_answered_anew(visitor: Visitor) -> None:
    """Back from a flow's first question to the menu takes the answer back too: the question is asked again."""
    visitor.taps("more", "lines", "almaty", "back", "back")
    assert visitor.told == {}


def test_a_hand_over_keeps_what_is_known(visitor: Visitor) -> None:
    """The flow handed over to asks nothing that was answered, and Back returns to the question that led there."""
    visitor.taps(*AT_PUBLIC, "no")
    assert (visitor.place, visitor.told["pictured-minor"]) == ("threats.stop", "no")
    visitor.taps("back", "back")
    assert (visitor.place, visitor.told["public"]) == ("leak.public", "no")


SCREENS = [
    (),
    ("menu",),
    ("more",),
    ("leak",),
    ("leak", "none"),
    AT_PUBLIC,
    (*IN_LEAK, "no", "stuck"),
    (*IN_LEAK, "no", "plan"),
    (*IN_LEAK, "no", "plan", "1"),
    (*AT_PUBLIC, "yes", "Other"),
    (*AT_PUBLIC, "yes", "next", "yes", "next", "blame"),
    (*AT_PUBLIC, "yes", "next", "yes", "next", "next", "lawyer"),
    (*AT_PUBLIC, "yes", "next", "yes", "next", "next", "no-answer"),
    (*AT_PUBLIC, "yes", "next", "yes", "next", "next", "quiet"),
    ("leak", "watched", "next"),
    ("leak", "self-harm"),
    ("more", "no life"),
    ("more", "lines"),
]


@pytest.mark.parametrize("way", SCREENS)
def test_help_now_comes_back_to_the_same_screen(visitor: Visitor, way: tuple[str, ...]) -> None:
    """From wherever help is called, Back is the same screen, with its own way back and all that was known."""
    visitor.taps(*way)
    before = (visitor.sees, visitor.offered, visitor.place, visitor.told, visitor.data("back"))
    assert "112" in visitor.taps("sos").sees
    visitor.taps("sos", "back")
    assert (visitor.sees, visitor.offered, visitor.place, visitor.told, visitor.data("back")) == before


@pytest.mark.parametrize("way", SCREENS)
def test_back_leads_out_of_every_screen(visitor: Visitor, way: tuple[str, ...]) -> None:
    """Pressing Back leads from anywhere to the menu, past every screen seen and question answered at most once."""
    visitor.taps(*way)
    for _ in range(2 * len(way) + 2):
        if visitor.place == "main":
            return
        visitor.taps("back")
    pytest.fail(f"still at {visitor.place}")


def test_help_called_on_a_side_trip_does_not_lose_the_way(visitor: Visitor) -> None:
    """Help now in the middle of what the front door opened comes back there, and from there to the front door."""
    visitor.taps("leak", "watched", "sos", "back")
    assert visitor.place == "phone-safety.safer"
    assert visitor.taps("next", "continue").place == "leak.front-door"


def test_the_crisis_is_asked_anew(visitor: Visitor) -> None:
    """How somebody felt before is not taken for how they feel now."""
    visitor.taps("leak", "self-harm", "afraid")
    assert visitor.taps("self-harm").place == "crisis.mood"
    assert "mood" not in visitor.told


def test_an_old_message_asks_at_the_front_door_first(visitor: Visitor) -> None:
    """After hours the moment is asked anew, then the place tapped opens with all else that was known."""
    visitor.taps(*AT_PUBLIC, "yes")
    visitor.taps("stuck", stale=True)
    assert (visitor.place, visitor.told) == ("leak.front-door", {"pictured-minor": "no", "public": "yes"})
    visitor.taps("watched", "next", "continue", "continue")
    assert (visitor.place, visitor.told["watched"]) == ("leak.remove stuck", "yes")


@pytest.mark.parametrize(
    ("way", "tapped", "place", "told"),
    [
        (["leak"], "none", "leak.pictured-minor", {"danger": "no", "self-harm": "no", "watched": "no"}),
        (["leak"], "watched", "phone-safety.safer", {"watched": "yes"}),
        (["leak", "self-harm"], "calm", "crisis.breathe", {"mood": "calm"}),
    ],
)
def test_what_is_answered_on_an_old_message_counts(
    visitor: Visitor, way: list[str], tapped: str, place: str, told: dict[str, str]
) -> None:
    """What the tap itself tells is of this moment, however old the message."""
    visitor.taps(*way).taps(tapped, stale=True)
    assert (visitor.place, visitor.told) == (place, told)


def test_an_old_message_never_opens_what_no_longer_holds(tmp_path: Path) -> None:
    """When the answer at the front door rules out the step that was tapped, the next that holds comes instead."""
    held = changed("flows/leak.yaml", "- do: later\n", "- do: later\n    when: {watched: no}\n")
    visitor = Visitor(Engine(small_catalog(tmp_path, held)))
    visitor.taps(*IN_LEAK, "no", "plan")
    visitor.taps("4", stale=True).taps("watched", "next", "continue", "continue")
    assert visitor.place == "leak.worries"


def test_an_old_message_of_a_side_trip_forgets_the_moment(visitor: Visitor) -> None:
    """Where there is no front door the tap goes on, and the moment is forgotten all the same."""
    visitor.taps("leak", "watched").taps("next", stale=True)
    assert (visitor.place, visitor.told) == ("phone-safety.locks", {})


def test_what_the_plan_opens_leads_back_to_it(visitor: Visitor) -> None:
    """An action opened from the plan goes back to the plan, and on to the next step."""
    visitor.taps(*IN_LEAK, "no", "plan", "4")
    assert visitor.place == "leak.later"
    assert visitor.taps("back").place == "leak.proof plan"
    assert visitor.taps("back").place == "leak.proof"
    assert visitor.taps("plan", "2", "stuck", "back", "back").place == "leak.proof plan"
    assert visitor.taps("2", "next").place == "leak.me-minor"
    assert visitor.taps("back").place == "leak.remove"


def test_the_plan_follows_the_last_step(visitor: Visitor) -> None:
    """After contacts comes the plan of the whole flow, and Back is the contacts."""
    visitor.taps("threats", "none", "next")
    assert visitor.place == "threats.contacts"
    assert visitor.taps("plan").place == "threats.contacts plan"
    assert visitor.taps("back").place == "threats.contacts"


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


def test_a_side_trip_offered_by_a_step_comes_back(tmp_path: Path) -> None:
    """`also` opens another flow with all that is known, and comes back to the step."""
    also = changed("flows/phone-safety.yaml", "- say: locks\n", "- say: locks\n    also: [hotlines]\n")
    visitor = Visitor(Engine(small_catalog(tmp_path, also)))
    visitor.taps("leak", "watched", "next", "lines", "almaty")
    assert (visitor.place, visitor.told) == ("hotlines.contacts", {"watched": "yes", "region": "almaty"})
    assert visitor.taps("continue").place == "phone-safety.locks"
    assert visitor.taps("continue").place == "leak.front-door"


def test_what_emergency_opens_comes_back_past_it(tmp_path: Path) -> None:
    """Whoever looks up lines from the emergency screen returns to where help was called, not to emergency."""
    also = changed("flows/emergency.yaml", "    lines:", "    also: [hotlines]\n    lines:")
    visitor = Visitor(Engine(small_catalog(tmp_path, also)))
    visitor.taps(*IN_LEAK, "sos", "lines", "almaty", "continue")
    assert (visitor.place, "112" in visitor.sees) == ("leak.pictured-minor", False)


def test_a_side_trip_with_actions_comes_back(tmp_path: Path) -> None:
    """Actions on a page behind the front door do not keep anyone from coming back to it."""
    action = FILES["flows/threats.yaml"].partition("  - front-door\n")[2].partition("  - contacts")[0]
    acting: Changes = {"flows/phone-safety.yaml": FILES["flows/phone-safety.yaml"] + action}
    visitor = Visitor(Engine(small_catalog(tmp_path, acting)))
    assert visitor.taps("leak", "watched", "next", "next", "continue").place == "leak.front-door"


def test_flows_that_hand_over_to_each_other_end(tmp_path: Path) -> None:
    """A flow handed over to does not hand back: the walk goes on in it to its contacts."""
    back = changed("flows/threats.yaml", "  - contacts", "  - go: leak\n  - contacts")
    visitor = Visitor(Engine(small_catalog(tmp_path, back)))
    assert visitor.taps(*AT_PUBLIC, "no", "next").place == "threats.contacts"


def test_a_file_comes_once(tmp_path: Path) -> None:
    """The tap on a file brings it; coming back to that screen from a side trip does not bring it again."""
    visitor = Visitor(Engine(small_catalog(tmp_path, letters("note"))))
    visitor.taps("threats", "none", "next", "word", "as-file")
    files = [visitor.reply.paper, visitor.taps("sos", "back").reply.paper]
    assert (visitor.place, [one is not None for one in files]) == ("threats.documents file", [True, False])


def test_a_line_no_longer_shown_has_no_card(tmp_path: Path) -> None:
    """A button to a line that was found wrong opens the list of those that are right."""
    visitor = Visitor(Engine(small_catalog(tmp_path / "a"))).taps("threats", "none", "next")
    hidden = changed("contacts.yaml", "    needs: [police]\n", "    needs: [police]\n    show: no\n    reason: wrong\n")
    reply = Engine(small_catalog(tmp_path / "b", hidden)).tap(visitor.data("lawyer"), now=NOW)
    assert "150" not in reply.screen.text
    assert "102" in reply.screen.text
