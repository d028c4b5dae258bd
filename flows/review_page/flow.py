"""A flow on the reviewer's page: its drawing, and every screen with the condition under which it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from flows.catalog import Flow, Placed
from flows.checks.screens import combinations
from flows.facts import NOT_ASKED
from flows.in_words import condition, known
from flows.position import Position
from flows.review_page.drawing import Node, draw
from flows.review_page.parts import Parts, flag, sources
from flows.screens import visible
from flows.steps import Action, Ask, Contacts, FrontDoor, Go, Say, Worry

STEPS = {
    "FrontDoor": "вход",
    "Ask": "вопрос",
    "Say": "слова",
    "Do": "действие",
    "Remove": "удаление",
    "Worries": "опасения",
    "Laws": "законы",
    "Contacts": "линии",
    "Documents": "документы",
    "Memos": "картинки",
    "Go": "переход",
}
ADVICE = "Совет без источника: нужна подпись"


def title(parts: Parts, flow: Flow) -> str:
    """A flow's title in the source language."""
    return escape(visible(flow.written.title.say(parts.source)))


def section(parts: Parts, flow: Flow) -> str:
    """All of a flow."""
    others = " · ".join(escape(flow.written.title.say(one)) for one in parts.languages if one != parts.source)
    head = f'<p class="meta">{others} · <code>{flow.file}</code> · {flow.kind}, {flow.written.role}</p>'
    drawing = draw([_node(parts, flow, placed) for placed in flow.steps], title(parts, flow))
    steps = "".join(_step(parts, flow, placed) for placed in flow.steps)
    fears = "".join(_fear(parts, flow, worry) for worry in flow.worries.values())
    return f"{head}{parts.signatures(f'flows/{flow.id}')}{drawing}{steps}{fears}"


def _node(parts: Parts, flow: Flow, placed: Placed) -> Node:
    step = placed.step
    leads = [*getattr(step, "also", ()), *([step.go] if isinstance(step, Go) else [])]
    return Node(
        f"{flow.id}--{placed.id}",
        type(step).__name__.lower(),
        f"{STEPS[type(step).__name__]}: {_name(parts, flow, placed)}",
        condition(parts.catalog, placed.condition),
        tuple((visible(parts.catalog.flows[name].written.title.say(parts.source)), f"flow-{name}") for name in leads),
    )


def _name(parts: Parts, flow: Flow, placed: Placed) -> str:
    """What a step is about, in few words."""
    match placed.step:
        case Action(title=text):
            return visible(text.say(parts.source))
        case Ask(ask=fact):
            return visible(parts.catalog.facts.facts[parts.catalog.facts.index(fact)].question.say(parts.source))
        case Say(text=text):
            return visible(text.say(parts.source)).split("\n")[0]
        case FrontDoor(text=texts):
            return visible(texts[flow.written.role].say(parts.source)).split("\n")[0]
        case Contacts(contacts=needs):
            return ", ".join(needs)
        case Go(go=name):
            return visible(parts.catalog.flows[name].written.title.say(parts.source))
        case step:
            return step.id


def _step(parts: Parts, flow: Flow, placed: Placed) -> str:
    step, kind = placed.step, type(placed.step).__name__
    head = (
        f'<h3><span class="kind {kind.lower()}">{STEPS[kind]}</span> {escape(placed.id)} '
        f"<code>{placed.file}:{step.line}</code></h3>"
    )
    notes = parts.when(placed.condition) + _answers_to(parts, flow, placed) + (flag(ADVICE) if step.advice else "")
    inner = "".join(_screens(parts, flow, placed))
    return f'<article id="{flow.id}--{placed.id}">{head}{notes}{inner}{sources(step)}</article>'


def _answers_to(parts: Parts, flow: Flow, placed: Placed) -> str:
    """One example of answers that lead to a step."""
    facts = parts.subject.paths[flow.id].reached.get(flow.by_code[placed.code], parts.catalog.facts.none)
    asked = {parts.catalog.facts.index(one.step.ask) for one in flow.steps if isinstance(one.step, Ask)}
    said = known(parts.catalog, facts, frozenset(index for index in asked if facts[index] != NOT_ASKED))
    return f'<p class="meta">Сюда ведут, например: {escape(said)}</p>' if said else ""


def _screens(parts: Parts, flow: Flow, placed: Placed) -> Iterator[str]:
    step = placed.step
    if isinstance(step, Go):
        there = f'<a href="#flow-{step.go}">{title(parts, parts.catalog.flows[step.go])}</a>'
        yield f"<p>Дальше – сценарий {there}; ответы сохраняются.</p>"
        return
    yield from _variants(parts, flow, placed)
    facts = next(combinations(parts.subject, flow, placed), parts.catalog.facts.none)
    for view, name in (("stuck", "Не получается"), ("more", "Подробнее")):
        if getattr(step, view, None):
            place = Position(parts.source, flow.code, placed.code, view, facts=facts)
            yield f"<h4>{name}</h4>{parts.columns(place)}"


def _variants(parts: Parts, flow: Flow, placed: Placed) -> Iterator[str]:
    """The step's screens that differ in more than the count of steps, each with the answers that lead to it."""
    seen: set[str] = set()
    every = list(combinations(parts.subject, flow, placed))
    read = frozenset(index for index in range(len(parts.catalog.facts.facts)) if len({one[index] for one in every}) > 1)
    for facts in every:
        place = Position(parts.source, flow.code, placed.code, facts=facts)
        screen = parts.subject.draw.screen(place, parts.subject.now)
        shown = screen.text.split("\n", 1)[-1] + str([button.label for row in screen.rows for button in row])
        if shown not in seen:
            seen.add(shown)
            note = f'<p class="when">{escape(known(parts.catalog, facts, read))}</p>' if read else ""
            yield note + parts.columns(place)


def _fear(parts: Parts, flow: Flow, worry: Worry) -> str:
    """An honest answer to what people fear."""
    notes = parts.when(flow.worry_conditions[worry.id]) + (flag(ADVICE) if worry.advice else "")
    said = parts.told(("", worry.question or worry.title), ("", worry.answer))
    head = f'<h3><span class="kind worries">опасение</span> {escape(worry.id)}</h3>'
    return f"<article>{head}{notes}{said}{sources(worry)}</article>"
