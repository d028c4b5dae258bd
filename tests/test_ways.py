"""Where taps lead somebody: through the front door, on and back, on side trips and home again."""

from pathlib import Path

import pytest
from content_files import FILES, Changes, changed, small
from visitor import AT_PUBLIC, IN_LEAK, SCREENS, Visitor, visiting

from flows import Engine


@pytest.fixture
def visitor() -> Visitor:
    """Give somebody who speaks English, at the first screen."""
    return Visitor(Engine(small()))


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
    visitor = visiting(tmp_path, held)
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


def test_a_side_trip_offered_by_a_step_comes_back(tmp_path: Path) -> None:
    """`also` opens another flow with all that is known, and comes back to the step."""
    also = changed("flows/phone-safety.yaml", "- say: locks\n", "- say: locks\n    also: [hotlines]\n")
    visitor = visiting(tmp_path, also)
    visitor.taps("leak", "watched", "next", "lines", "almaty")
    assert (visitor.place, visitor.told) == ("hotlines.contacts", {"watched": "yes", "region": "almaty"})
    assert visitor.taps("continue").place == "phone-safety.locks"
    assert visitor.taps("continue").place == "leak.front-door"


def test_what_emergency_opens_comes_back_past_it(tmp_path: Path) -> None:
    """Whoever looks up lines from the emergency screen returns to where help was called, not to emergency."""
    also = changed("flows/emergency.yaml", "    lines:", "    also: [hotlines]\n    lines:")
    visitor = visiting(tmp_path, also)
    visitor.taps(*IN_LEAK, "sos", "lines", "almaty", "continue")
    assert (visitor.place, "112" in visitor.sees) == ("leak.pictured-minor", False)


def test_a_side_trip_with_actions_comes_back(tmp_path: Path) -> None:
    """Actions on a page behind the front door do not keep anyone from coming back to it."""
    action = FILES["flows/threats.yaml"].partition("  - front-door\n")[2].partition("  - contacts")[0]
    acting: Changes = {"flows/phone-safety.yaml": FILES["flows/phone-safety.yaml"] + action}
    visitor = visiting(tmp_path, acting)
    assert visitor.taps("leak", "watched", "next", "next", "continue").place == "leak.front-door"


def test_flows_that_hand_over_to_each_other_end(tmp_path: Path) -> None:
    """A flow handed over to does not hand back: the walk goes on in it to its contacts."""
    back = changed("flows/threats.yaml", "  - contacts", "  - go: leak\n  - contacts")
    visitor = visiting(tmp_path, back)
    assert visitor.taps(*AT_PUBLIC, "no", "next").place == "threats.contacts"
