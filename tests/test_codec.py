"""What a button carries: every position comes back whole, and whatever else is tapped lands softly."""

from pathlib import Path

import pytest
from content_files import NOW, Changes, changed, letters, said, small_catalog
from hypothesis import given
from hypothesis import strategies as st

from flows import Engine, load
from flows.catalog import FLOW_CODE, STEP_CODE, code
from flows.facts import FIRST_ANSWER, NOT_ASKED, Facts, put
from flows.models import BOTH
from flows.position import ALPHABET, HEAD, MAX_BYTES, MOST_PLACES, MOVES, VIEWS, Codec, Place, Position, heaviest

REAL = load()
ENGINE = Engine(REAL)
CODEC = ENGINE.draw.codec
FACTS = REAL.facts.facts


LOST = ("zz", "zzz")
STANDS = [(flow.code, placed.code) for flow in REAL.flows.values() for placed in flow.steps]
STANDS += [("", code(name, STEP_CODE)) for name in ("start", *REAL.pages)]
STANDS += [LOST, ("", LOST[1]), (STANDS[0][0], LOST[1]), (LOST[0], STANDS[0][1])]
WORRIES = [name for flow in REAL.flows.values() for name in flow.worries]
NAMED = (*REAL.contacts, *REAL.platforms, *REAL.laws, *(fact.id for fact in FACTS), *WORRIES)
ARGUMENTS = st.sampled_from([*(code(name, STEP_CODE) for name in NAMED), LOST[1], "", "000", "001", "002", "999"])
PLACES = st.builds(
    lambda stands, *rest: Place(*stands, *rest),
    st.sampled_from(STANDS),
    st.sampled_from(VIEWS),
    ARGUMENTS,
    st.booleans(),
)
ANSWERS: st.SearchStrategy[Facts] = st.tuples(*(st.integers(0, FIRST_ANSWER - 1 + len(fact.answers)) for fact in FACTS))
POSITIONS = st.builds(
    lambda language, stands, *rest: Position(language, *stands, *rest),
    st.sampled_from((BOTH, *REAL.languages)),
    st.sampled_from(STANDS),
    st.sampled_from(VIEWS),
    st.sampled_from(MOVES),
    ARGUMENTS,
    st.lists(PLACES, max_size=MOST_PLACES).map(tuple),
    ANSWERS,
    st.frozensets(st.integers(0, len(FACTS) - 1)),
)


@given(position=POSITIONS)
def test_a_position_comes_back_whole(position: Position) -> None:
    """Packed into a button and read again, a position is the same, and fits."""
    data = CODEC.pack(position)
    landing = CODEC.unpack(data)
    assert landing is not None
    assert (landing.position, landing.whole) == (position, True)
    assert len(data.encode()) <= MAX_BYTES


def test_no_button_can_be_too_heavy() -> None:
    """The bound that the loader holds content to is reached by the heaviest position, and is within Telegram's."""
    argument = code("x", STEP_CODE)
    full = tuple(FIRST_ANSWER - 1 + len(fact.answers) for fact in FACTS)
    places = (Place(code("x", FLOW_CODE), argument, "contact", argument),) * MOST_PLACES
    heavy = Position("ru", code("x", FLOW_CODE), argument, "contact", "stay", argument, places, full)
    data = CODEC.pack(heavy._replace(asked=frozenset(range(len(FACTS)))))
    assert len(data) == heaviest(REAL.facts) <= MAX_BYTES


@given(data=st.one_of(st.text(max_size=70), st.text(ALPHABET + ".x", max_size=64), st.binary(max_size=64).map(str)))
def test_any_text_is_answered(data: str) -> None:
    """A tap on a button of who knows which bot gets a screen."""
    assert ENGINE.tap(data, now=NOW).screen.rows


@given(position=POSITIONS, stale=st.booleans())
def test_any_place_can_be_drawn(position: Position, *, stale: bool) -> None:
    """A button of the right form gets a screen, whatever content it was made for."""
    assert ENGINE.tap(CODEC.pack(position), now=NOW, stale=stale).screen.rows


@pytest.mark.parametrize("view", VIEWS)
def test_any_view_of_any_step_can_be_drawn(tmp_path: Path, view: str) -> None:
    """Whatever kind a step is, every view of it has a screen, whatever its argument names."""
    engine = Engine(small_catalog(tmp_path, letters("note")))
    catalog, papers = engine.catalog, engine.draw.paper_by_code
    named = ("lawyer", "other", "blame", "mood")
    for flow in catalog.flows.values():
        for placed in flow.steps:
            for argument in (*(code(name, STEP_CODE) for name in named), *papers, "000", "999", ""):
                here = Position("ru", flow.code, placed.code, view, argument=argument, facts=catalog.facts.none)
                assert engine.tap(engine.draw.codec.pack(here), now=NOW).screen.rows


@given(position=POSITIONS, stale=st.booleans(), whole=st.booleans())
def test_a_settled_position_stands(position: Position, *, stale: bool, whole: bool) -> None:
    """Where a tap leads is a page or a step of this content that holds, and settling it again changes nothing."""
    settled = ENGINE.settle(position, NOW, whole=whole, stale=stale)
    here = ENGINE.walk.placed(settled)
    if here is None:
        assert settled.flow == ""
    elif settled.view != "plan":
        assert here[0].steps[here[1]].condition.holds(settled.facts)
    assert ENGINE.settle(settled, NOW) == settled


@given(position=POSITIONS, at=st.integers(HEAD, MAX_BYTES), letter=st.sampled_from(ALPHABET + "\x00é"))
def test_a_damaged_button_keeps_its_place(position: Position, at: int, letter: str) -> None:
    """One wrong letter after the place, or a lost end, costs the facts at most."""
    data = CODEC.pack(position)
    for spoilt in (data[:at] + letter + data[at + 1 :], data[:at], data + letter):
        landing = CODEC.unpack(spoilt)
        if landing is not None and spoilt.isascii():
            assert landing.position[:5] == position[:5]
        assert ENGINE.tap(spoilt, now=NOW).screen.rows


def test_another_version_keeps_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """A button of a bot to come, or long gone, opens the same place without facts."""
    flow = REAL.flows["image-leak"]
    facts = put(REAL.facts.none, REAL.facts.index("me-minor"), FIRST_ANSWER)
    with monkeypatch.context() as other:
        other.setattr("flows.position.VERSION", "9")
        data = CODEC.pack(Position("kk", flow.code, flow.steps[1].code, facts=facts))
    landing = CODEC.unpack(data)
    assert landing is not None
    assert (landing.position.step, landing.position.facts, landing.whole) == (
        flow.steps[1].code,
        REAL.facts.none,
        False,
    )


@pytest.mark.parametrize("data", ["", "x", "menu", "1", "intent|home:3", "§" * 30, "A" * 7])
def test_a_foreign_button_opens_the_first_screen(data: str) -> None:
    """What no bot of ours has made opens the menu in the language of the phone."""
    first, reply = ENGINE.start("ru", now=NOW), ENGINE.tap(data, now=NOW, language="ru")
    assert (reply.screen, reply.counts) == (first.screen, ())


def tapped_after(folder: Path, changes: Changes, position: Position) -> tuple[Engine, Position]:
    """Where a button of the small content leads after the content has changed."""
    before, engine = Codec(small_catalog(folder / "before")), Engine(small_catalog(folder / "after", changes))
    landing = engine.draw.codec.unpack(before.pack(position))
    assert landing is not None
    return engine, engine.settle(landing.position, NOW, whole=landing.whole)


def at(flow: str, step: str, facts: Facts = (NOT_ASKED,) * 8) -> Position:
    """A position of the small content, by ids."""
    return Position("ru", code(flow, FLOW_CODE), code(step, STEP_CODE), facts=facts)


def test_a_renamed_step_keeps_its_buttons(tmp_path: Path) -> None:
    """An alias leads buttons made under the old id to the step."""
    renamed = changed("flows/threats.yaml", "- do: stop", "- do: stop-now\n    aliases: [stop]")
    engine, settled = tapped_after(tmp_path, renamed, at("threats", "stop"))
    flow, index = engine.walk.placed(settled) or pytest.fail("no such place")
    assert flow.steps[index].id == "stop-now"


def test_a_removed_step_opens_its_flow(tmp_path: Path) -> None:
    """A button to a step that is gone opens the first screen of its flow, without facts."""
    gone = changed("flows/leak.yaml", "- ask: public", "- ask: mood")
    facts = put(at("", "").facts, 3, FIRST_ANSWER)
    engine, settled = tapped_after(tmp_path, gone, at("leak", "public", facts))
    assert settled.step == engine.catalog.flows["leak"].steps[0].code
    assert settled.facts == engine.catalog.facts.none


def test_a_removed_flow_opens_the_menu(tmp_path: Path) -> None:
    """A button to a flow that is gone opens the menu."""
    gone = {"flows/hotlines.yaml": None, **changed("menu.yaml", ", {flow: hotlines}", "")}
    engine, settled = tapped_after(tmp_path, gone, at("hotlines", "region"))
    assert (settled.flow, settled.step) == ("", engine.walk.menu(settled).step)


def test_a_step_turned_into_a_hand_over_is_passed_on(tmp_path: Path) -> None:
    """A button to what is now a hand-over opens the flow handed over to."""
    turned = changed("flows/hotlines.yaml", "- ask: region", "- go: threats\n    id: region")
    engine, settled = tapped_after(tmp_path, turned, at("hotlines", "region"))
    assert settled.flow == engine.catalog.flows["threats"].code


def test_a_way_back_that_is_gone_is_the_menu(tmp_path: Path) -> None:
    """When a step no longer holds, and nothing after it, and where it was opened from is gone, the menu is left."""
    engine = Engine(small_catalog(tmp_path))
    lost = at("crisis", "breathe")._replace(back=(Place(*LOST),))
    settled = engine.settle(lost, NOW)
    assert settled.flow == ""


def test_facts_added_later_leave_old_buttons_alone(tmp_path: Path) -> None:
    """A fact or an answer appended to the list changes nothing in buttons made before; nor does taking it back."""
    answer = f"}}, {{id: torn, label: {said('torn')}}}]\n"
    fact = f"  - id: extra\n    about: case\n    question: {said('q')}\n    answers: [{{id: a, label: {said('a')}}}]\n"
    old = small_catalog(tmp_path / "old")
    text = (tmp_path / "old" / "facts.yaml").read_text(encoding="utf-8")
    new = small_catalog(tmp_path / "new", {"facts.yaml": text.removesuffix("}]\n") + answer + fact})
    facts = tuple(FIRST_ANSWER + 1 for _ in old.facts.facts)
    place = at("leak", "public", facts)._replace(asked=frozenset({0, 7}))
    landing = Codec(new).unpack(Codec(old).pack(place))
    assert landing is not None
    assert (landing.position.facts, landing.position.asked) == ((*facts, NOT_ASKED), place.asked)
    newer = place._replace(facts=(*facts[:-1], FIRST_ANSWER + 2, FIRST_ANSWER))
    landing = Codec(old).unpack(Codec(new).pack(newer))
    assert landing is not None
    assert landing.position.facts == (*facts[:-1], NOT_ASKED)


def test_a_retired_answer_is_asked_again(tmp_path: Path) -> None:
    """A button with an answer that is offered no more keeps the other facts and asks that one anew."""
    retired = changed("facts.yaml", "id: astana, label", "id: astana, retired: yes, label")
    facts = (*((FIRST_ANSWER,) * 5), FIRST_ANSWER + 1, FIRST_ANSWER, FIRST_ANSWER)
    engine, settled = tapped_after(tmp_path, retired, at("hotlines", "region", facts))
    assert settled.facts == put(facts, engine.catalog.facts.index("region"), NOT_ASKED)
    labels = [button.label for row in engine.draw.screen(settled, NOW).rows for button in row]
    assert "ru almaty" in labels
    assert "ru astana" not in labels
