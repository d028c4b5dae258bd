"""The content people get: it passes every check, help is near, and every situation can be walked to its end."""

from collections.abc import Iterator

import pytest
from content_files import NOW
from visitor import Visitor

from flows import Engine, checks, load
from flows.facts import FIRST_ANSWER, NOT_ASKED, SKIPPED, put
from flows.loader import HERE
from flows.position import Position
from flows.steps import Action, Ask, Contacts, FrontDoor

KNOWN_OPEN = {"about-empty"}
"""What only whoever runs the bot can fill in."""
REAL = load()
ENGINE = Engine(REAL)
WALK = ENGINE.walk
SITUATIONS = sorted(flow.id for flow in REAL.flows.values() if flow.kind == "situation" and flow.actions)
"""All but the one that only asks which of them it is."""
FIRST_ACTION = 5
"""Taps from the first screen to the first action of any situation."""
LONGEST = 60
"""More screens than any walk has."""


def position_of(data: str) -> Position:
    """Where a button leads."""
    landing = ENGINE.draw.codec.unpack(data)
    assert landing
    return landing.position


def ways_in(language: str) -> dict[str, tuple[int, Position]]:
    """For each flow that the menu opens, how many taps away its first screen is, and where that is."""
    found: dict[str, tuple[int, Position]] = {}
    pages, seen = [(Visitor(ENGINE, language).reply.screen, 1)], set()
    for screen, taps in pages:
        for data in [button.data for row in screen.rows[:-1] for button in row if button.data]:
            target = position_of(data)
            if flow := WALK.flow(target):
                found.setdefault(flow.id, (taps, target))
            elif target.step not in seen:
                seen.add(target.step)
                pages.append((ENGINE.tap(data, now=NOW).screen, taps + 1))
    return found


def onward(position: Position) -> Iterator[Position]:
    """The screens one tap on, for every answer; nothing of the front door is the case."""
    flow, index = WALK.placed(position) or pytest.fail("not in a flow")
    match flow.steps[index].step:
        case FrontDoor():
            facts = position.facts
            for door in WALK.doors:
                facts = put(facts, door, FIRST_ANSWER + 1)
            yield WALK.forward(position._replace(facts=facts))
        case Ask(ask=name):
            fact = WALK.facts.index(name)
            answers = range(FIRST_ANSWER, FIRST_ANSWER + len(REAL.facts.facts[fact].answers))
            yield from (WALK.answered(position, fact, code) for code in (SKIPPED, *answers))
        case _:
            yield WALK.forward(position)


def taps_to_action(position: Position) -> int:
    """The most taps from a screen to the first action, or to contacts where there is none before."""
    flow, index = WALK.placed(position) or pytest.fail("no action")
    if isinstance(flow.steps[index].step, Action | Contacts):
        return 0
    return 1 + max(taps_to_action(after) for after in onward(position))


def test_the_content_passes_every_check() -> None:
    """At the date tests run, the checks find nothing but what is known to be open."""
    assert {problem.rule for problem in checks.findings(REAL, HERE, now=NOW)} <= KNOWN_OPEN


@pytest.mark.parametrize("language", [*REAL.languages, "de"])
def test_a_number_is_two_taps_away(language: str) -> None:
    """Help now is on the first screen, and the screen it opens begins with a number."""
    replies = [ENGINE.tap(one.data, now=NOW) for one in Visitor(ENGINE, language).buttons if one.data]
    assert ["<code>112</code>" in one.screen.text for one in replies if one.urgent] == [True]


@pytest.mark.parametrize("language", REAL.languages)
@pytest.mark.parametrize("name", sorted(flow.id for flow in REAL.flows.values() if flow.urgent))
def test_urgent_screens_open_with_a_number(name: str, language: str) -> None:
    """The first line of emergency and crisis can be called."""
    entered = WALK.enter(REAL.flows[name], Position(language, facts=REAL.facts.none))
    assert "<code>" in ENGINE.draw.screen(entered, NOW).text.split("\n")[0]


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_front_door_leads_to_screens_for_whoever_asks(name: str) -> None:
    """Somebody who helps another is told what to do for that person, and never spoken to as if in danger themselves."""
    flow = REAL.flows[name]
    visitor = Visitor(ENGINE, "ru")
    visitor.reply = ENGINE.tap(ENGINE.draw.codec.pack(ways_in("ru")[name][1]), now=NOW)
    danger, dying, *_ = [WALK.flow(position_of(one.data or "")) for one, *_ in visitor.reply.screen.rows[:-1]]
    assert danger
    assert dying
    assert (danger.kind, dying.kind) == ("emergency", "crisis")
    helps = flow.written.role == "helper"
    assert [one.written.role == "helper" for one in (danger, dying)] == [helps, helps]


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_first_action_is_near(name: str) -> None:
    """From the first screen no situation takes more than five taps to the first thing one can do."""
    taps, entered = ways_in("ru")[name]
    assert taps + taps_to_action(entered) <= FIRST_ACTION


@pytest.mark.parametrize("language", REAL.languages)
@pytest.mark.parametrize("name", SITUATIONS)
def test_every_situation_can_be_walked(name: str, language: str) -> None:
    """Pressing what leads on, and the first answer to every question, comes to contacts and then to the plan."""
    visitor, kinds = Visitor(ENGINE, language), []
    visitor.reply = ENGINE.tap(ENGINE.draw.codec.pack(ways_in(language)[name][1]), now=NOW)
    while not visitor.place.endswith(" plan"):
        flow, index = WALK.placed(visitor.position) or pytest.fail("not in a flow")
        kinds.append(type(step := flow.steps[index].step))
        labels = {FrontDoor: visitor.offered[-5], Ask: visitor.offered[0]}
        onward = REAL.interface["next"].say(language)
        leads = onward if onward in visitor.offered else REAL.interface["plan"].say(language)
        visitor.taps(labels.get(type(step), leads))
        assert len(kinds) < LONGEST
    assert {Action, Contacts} & {base for kind in kinds for base in kind.__mro__} == {Action, Contacts}


def test_every_flow_can_be_found() -> None:
    """The menu, a step of a flow, the front door, a command or a link leads to each flow."""
    urgent = {name for name, flow in REAL.flows.items() if flow.urgent}
    offered = {name for flow in REAL.flows.values() for one in flow.steps for name in getattr(one.step, "also", ())}
    handed = {getattr(one.step, "go", "") for flow in REAL.flows.values() for one in flow.steps}
    assert set(REAL.flows) - offered - handed - set(ways_in("ru")) - urgent <= {"campaign"}


def test_nobody_is_told_to_save_what_may_show_a_minor() -> None:
    """Unless all in the picture are of age, no step that keeps a copy as proof is reached."""
    pictured = REAL.facts.index("pictured-minor")
    adults = REAL.facts.code("pictured-minor", "no")
    for flow in REAL.flows.values():
        for placed in flow.steps:
            if placed.id == "keep-proof":
                for code in (NOT_ASKED, SKIPPED, FIRST_ANSWER, FIRST_ANSWER + 1):
                    facts = put(REAL.facts.none, pictured, code)
                    assert code == adults or not placed.condition.holds(facts)
