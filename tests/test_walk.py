"""The walk, over flows that hypothesis makes up: forward, back, hand-overs, and the explorer against brute force."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from content_files import LANGUAGES, write
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows import Catalog
from flows.assembly import assemble
from flows.catalog import Flow
from flows.explore import Explorer
from flows.facts import FIRST_ANSWER, NOT_ASKED, put
from flows.loader import Reader
from flows.position import Position
from flows.render import Renderer
from flows.shapes import Settings
from flows.steps import Ask, Contacts, FlowFile, FrontDoor
from flows.walk import Walk

TEXT = {"by": dict.fromkeys(LANGUAGES, "words")}
ASKED = {"me-minor": ("yes", "no"), "public": ("yes", "no"), "mood": ("calm", "afraid")}
NAMES = ("leak", "threats", "hotlines")
Step = tuple[str, str, dict[str, list[str]]]
Flows = dict[str, tuple[str, list[Step]]]
LONGEST = 60
"""Taps after which a walk through three flows of seven steps has surely ended."""


@cache
def _files() -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        reader = Reader(write(Path(folder)))
        files = reader.read_all()
    assert isinstance(files["settings.yaml"], Settings)
    return files


@st.composite
def conditions(draw: st.DrawFn, without: str) -> dict[str, list[str]]:
    """A `when:` over at most two facts."""
    facts = draw(st.lists(st.sampled_from([name for name in ASKED if name != without]), max_size=2, unique=True))
    return {
        name: draw(st.lists(st.sampled_from([*ASKED[name], "unknown"]), min_size=1, max_size=2, unique=True))
        for name in facts
    }


@st.composite
def steps(draw: st.DrawFn, others: list[str]) -> Step:
    """A step of any kind that can change where a walk goes: what it is, its object, its condition."""
    kind = draw(st.sampled_from(["ask", "say", "do", "extra", "contacts", "go"]))
    thing = draw(st.sampled_from({"ask": sorted(ASKED), "go": others}.get(kind, [""])))
    return kind, thing, draw(conditions(without=thing))


def _question(step: Step) -> object:
    """What a flow has once: each question. Steps of other kinds may be alike."""
    return step[1] if step[0] == "ask" else object()


@st.composite
def flows(draw: st.DrawFn) -> dict[str, tuple[str, list[Step]]]:
    """Three flows, which may hand over to each other: the kind of each, and its steps."""
    made = {}
    for name in NAMES:
        kind = draw(st.sampled_from(["situation", "reference"]))
        door: list[Step] = [("use", "front-door", {})] if draw(st.booleans()) else []
        others = [one for one in NAMES if one != name]
        listed = draw(st.lists(steps(others), min_size=1, max_size=7, unique_by=_question))
        made[name] = kind, door + listed
    return made


def written(number: int, step: Step) -> dict[str, Any]:
    """A made-up step as the models take it."""
    kind, thing, when = step
    common = {"id": f"s{number}", "when": when}
    match kind:
        case "say":
            return {**common, "say": "words", "text": TEXT}
        case "do" | "extra":
            texts = dict.fromkeys(("title", "text", "stuck"), TEXT)
            return {**common, **texts, "do": "thing", "horizon": "now", "extra": kind == "extra"}
        case "contacts":
            return {**common, "contacts": ["police"]}
    return {**common, kind: thing}


def catalog_of(made: Flows) -> Catalog:
    """The small content with some flows made up."""
    files = dict(_files())
    for name, (kind, listed) in made.items():
        item = {"id": name, "kind": kind, "title": TEXT, "steps": [written(*one) for one in enumerate(listed)]}
        files[f"flows/{name}.yaml"] = FlowFile.model_validate(item, context={"languages": LANGUAGES})
    catalog, problems = assemble(files)
    assert catalog, problems
    return catalog


def onward(walk: Walk, position: Position) -> Iterator[Position]:
    """Every position one tap forward from here, trying every answer."""
    flow, index = walk.placed(position) or (None, 0)
    if flow is None or position.view != "step":
        return
    match flow.steps[index].step:
        case FrontDoor():
            for codes in product((FIRST_ANSWER, FIRST_ANSWER + 1), repeat=len(walk.doors)):
                facts = position.facts
                for door, code in zip(walk.doors, codes, strict=True):
                    facts = put(facts, door, code)
                yield walk.forward(position._replace(facts=facts, asked=position.asked | set(walk.doors)))
        case Ask(ask=name):
            fact = walk.facts.index(name)
            yield from (walk.answered(position, fact, code) for code in range(1, FIRST_ANSWER + 2))
        case _:
            yield walk.forward(position)


def entries(walk: Walk, flow: Flow) -> Iterator[Position]:
    """A flow entered from the menu by everyone that may be known."""
    minor = walk.facts.index("me-minor")
    for code in range(FIRST_ANSWER + 2):
        yield walk.enter(flow, Position("ru", facts=put(walk.facts.none, minor, code)))


def everywhere(walk: Walk) -> set[Position]:
    """Every position that can be reached from the menu by going forward."""
    waiting = [entry for flow in walk.catalog.flows.values() for entry in entries(walk, flow)]
    seen: set[Position] = set()
    while waiting:
        if (position := waiting.pop()) not in seen:
            seen.add(position)
            waiting += onward(walk, position)
    return seen


def made_up(test: Callable[[Flows], None]) -> Callable[[], None]:
    """Gives a test flows that nobody would write."""
    return given(made=flows())(settings(max_examples=25, deadline=None)(test))


@made_up
def test_forward_shows_what_holds_and_is_not_answered(made: Flows) -> None:
    """Nobody is sent to a step whose condition fails, nor asked what was answered before."""
    walk = Walk(catalog_of(made))
    for position in everywhere(walk):
        for after in onward(walk, position):
            flow, index = walk.placed(after) or (None, 0)
            if flow is not None and after.view == "step" and after.move != "back":
                assert flow.steps[index].condition.holds(after.facts)
                assert not walk.is_answered(flow.steps[index], after.facts)


@made_up
def test_back_after_forward_returns(made: Flows) -> None:
    """Back from the next screen is this one, or a question answered before, whose answer can then be changed."""
    draw = Renderer(catalog_of(made))
    for position in everywhere(draw.walk):
        for after in onward(draw.walk, position):
            shown = after.view == "step" or after.flow == position.flow  # else a flow with nothing but a plan
            if after.move == "back" or not shown or not draw.walk.placed(after):
                continue
            back = draw.before(after)
            flow, index = draw.walk.placed(back) or (None, 0)
            assert flow is not None
            if (back.flow, back.step) != (position.flow, position.step):
                assert draw.walk.is_answered(flow.steps[index], after.facts)
            assert back.facts == after.facts


@made_up
def test_a_question_comes_back_with_its_answer(made: Flows) -> None:
    """Back to a question finds its present answer, and back once more forgets it."""
    draw = Renderer(catalog_of(made))
    for position in everywhere(draw.walk):
        flow, index = draw.walk.placed(position) or (None, 0)
        if flow is None or position.view != "step" or not isinstance(ask := flow.steps[index].step, Ask):
            continue
        fact = draw.walk.facts.index(ask.ask)
        answered = position._replace(facts=put(position.facts, fact, FIRST_ANSWER), asked=position.asked | {fact})
        assert draw.before(answered).facts[fact] == NOT_ASKED


@made_up
def test_back_always_ends_in_the_menu(made: Flows) -> None:
    """From wherever a walk has come, pressing Back leads out."""
    draw = Renderer(catalog_of(made))
    for position in everywhere(draw.walk):
        taps = 0
        while draw.walk.placed(position):
            position, taps = draw.before(position), taps + 1  # noqa: PLW2901  # the person moves on
            assert taps < LONGEST


CIRCLE: Flows = {
    name: ("situation", [("say", "", {}), ("go", target, {})])
    for name, target in zip(["leak", "threats", "a", "b", "c"], ["threats", "a", "b", "c", "leak"], strict=True)
}
"""More flows than a button remembers, each handing over to the next."""


@example(CIRCLE)
@made_up
def test_forward_always_ends(made: Flows) -> None:
    """However flows hand over to each other, going forward comes to a plan or to the menu."""
    catalog = catalog_of(made)
    walk = Walk(catalog)
    for flow in catalog.flows.values():
        for entry in entries(walk, flow):
            ahead, taps = {entry}, 0
            while ahead:
                ahead = {after for position in ahead for after in onward(walk, position)}
                taps += 1
                assert taps < LONGEST


CHAIN: Flows = {
    "leak": ("situation", [("ask", "mood", {}), ("say", "", {}), ("go", "threats", {})]),
    "threats": ("situation", [("say", "", {}), ("go", "hotlines", {})]),
    "hotlines": ("situation", [("contacts", "", {"mood": ["calm"]})]),
}
"""What a flow reads that is handed over to by one that was handed over to."""


@example(CHAIN)
@made_up
def test_the_explorer_agrees_with_brute_force(made: Flows) -> None:
    """What the explorer says of reached steps and of ends without contacts is what walking every answer finds."""
    catalog = catalog_of(made)
    walk = Walk(catalog)
    reached: dict[str, set[int]] = {name: set() for name in catalog.flows}
    ends: set[str] = set()
    waiting = [(entry, flow.id, False) for flow in catalog.flows.values() for entry in entries(walk, flow)]
    seen = set(waiting[:0])
    while waiting:
        item = position, name, had = waiting.pop()
        if item in seen:
            continue
        seen.add(item)
        if (here := walk.placed(position)) and here[0].id != name:
            name, had = here[0].id, False
        if here is None or position.view != "step":
            ends |= set() if had else {name}
            continue
        reached[name].add(here[1])
        had = had or isinstance(here[0].steps[here[1]].step, Contacts)
        waiting += [(after, name, had) for after in onward(walk, position)]
    paths = Explorer(catalog).explore()
    assert {name: set(found.reached) for name, found in paths.items()} == reached
    assert {name for name, found in paths.items() if found.ends_without_contacts} == ends


@made_up
def test_a_total_holds_whatever_is_answered(made: Flows) -> None:
    """Where progress shows a total, no answer still to come changes it; numbers grow by one with each action."""
    walk = Walk(catalog_of(made))
    for position in everywhere(walk):
        flow, index = walk.placed(position) or (None, 0)
        shown = walk.progress(flow, index, position.facts) if flow else None
        if flow is None or shown is None or shown.total is None or position.view != "step":
            continue
        waiting = list(onward(walk, position))
        while waiting:
            after = waiting.pop()
            if after.flow == position.flow and after.view == "step":
                later = walk.progress(flow, flow.by_code[after.step], after.facts)
                assert later is None or later.total == shown.total
                waiting += onward(walk, after)
