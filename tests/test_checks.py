"""What `qorgan check` proves of content: each check has content it finds fault with, and content it does not."""

from pathlib import Path

import pytest
from content_files import FILES, NOW, Changes, changed, letters, said, write

from flows import checks, load
from flows.problems import Problem
from flows.translations import record

LEAK, THREATS, SAFETY = "flows/leak.yaml", "flows/threats.yaml", "flows/phone-safety.yaml"
LINES, FACTS, STEPS, ROUTES = "contacts.yaml", "facts.yaml", "steps.yaml", "platforms/other.yaml"
SIGNED = "signed: [{area: flows/AREA, role: content, date: 2026-11-01, fingerprint: abc}]\n"
ARTICLE = "".join(f"    {key}: {said('word')}\n" for key in ("title", "covers", "who", "ask"))
DATED = "    sources: [https://example.org]\n    verified: 2026-11-01\n    confidence: high\n"
ROUTE = FILES[ROUTES].partition("routes:\n")[2]
AVOIDED = "words: [{language: ru, avoid: [глуп*], instead: мягче, why: обидно}]\npersonal: {ru: [как вас зовут]}\n"


def words(ru: str, kk: str = "kk") -> Changes:
    """The action of the second situation with another text."""
    return changed(THREATS, f"text: {said('stop')}", f'text: {{ru: "{ru}", kk: "{kk}", en: "en"}}')


def repeated(count: int, step: str) -> str:
    """A step many times over, each under an id of its own."""
    return "".join(step.replace("number", str(number)) for number in range(count))


def before(part: str, steps: str) -> Changes:
    """The second situation with more steps before one of its own."""
    return changed(THREATS, f"  - {part}", f"{steps}  - {part}")


def meant(flow: str, *examples: str) -> Changes:
    """A situation with examples of what people write."""
    return {flow: FILES[flow] + f"examples: {{ru: [{', '.join(examples)}]}}\n"}


def endless() -> Changes:
    """A line each of whose texts fits a screen, and all together no message."""
    written, long = FILES[LINES], said("long " * 175)
    for key in ("name", "for", "say"):
        written = written.replace(f"{key}: {said('emergency-112')}", f"{key}: {long}")
    more = "".join(f"    {key}: {long}\n" for key in ("asks-name", "passes-on", "expect"))
    return {LINES: written.replace("    hours", f"{more}    hours", 1)}


def asked(question: str) -> Changes:
    """The menu's flow of lines asking in other words."""
    return changed(
        "flows/hotlines.yaml", "- ask: region", f'- ask: region\n    text: {{ru: "{question}", kk: k, en: e}}'
    )


SAY = f"  - say: s-number\n    text: {said('word')}\n"
DO = "  - do: a-number\n    horizon: now\n    advice: yes\n" + "".join(
    f"    {key}: {said('word')}\n" for key in ("title", "text", "stuck")
)
BLACKMAIL = tuple(f"{who} просит деньги" for who in ("он", "муж", "друг", "брат", "отец", "сосед", "дядя", "тот"))
BROKEN: dict[str, list[tuple[Changes, str]]] = {
    "unreachable_step": [(before("contacts", SAY + "    when: {public: yes, danger: yes}\n"), "unreachable-step")],
    "ends_without_contacts": [
        (changed(THREATS, "- contacts: [police]", "- contacts: [police]\n    when: {danger: yes}"), "no-contacts")
    ],
    "front_door_first": [(changed(THREATS, "  - front-door\n", ""), "no-front-door")],
    "stray_front_door": [(changed(SAFETY, "steps:\n", "steps:\n  - front-door\n"), "stray-front-door")],
    "too_many_actions": [(before("contacts", repeated(8, DO)), "too-many-actions")],
    "late_first_action": [
        (before("do", repeated(3, SAY)), "late-action"),
        (before("do", "  - ask: mood\n  - ask: public\n"), "late-action"),
    ],
    "way_for_the_young": [
        (changed(THREATS, "    horizon: now", "    who: adult\n    horizon: now"), "no-way-for-the-young")
    ],
    "unseen_text": [
        (changed(STEPS, "    who: adult", "    when: {me-minor: yes}\n    who: adult"), "unseen-text"),
    ],
    "asked_twice": [
        (
            asked("ru mood")
            | before("do", "  - ask: mood\n  - ask: public\n    id: again\n    text: " + said("mood") + "\n"),
            "asked-twice",
        )
    ],
    "screen_limits": [
        (changed("flows/crisis.yaml", f"text: {said('breathe')}", f"text: {said('long ' * 80)}"), "screen-too-long"),
        (
            changed(
                SAFETY,
                "  - say: locks\n",
                "  - say: locks\n    copy: ["
                + f"{{label: {said('a copy to take')}, text: {said('x')}}}, " * 12
                + "]\n",
            ),
            "too-many-buttons",
        ),
        (changed("interface.yaml", "ru stuck", "ru that is far too long for it"), "label-too-long"),
        (changed("interface.yaml", "ru sos", "ru help now"), "label-too-long"),
        (endless(), "message-too-long"),
    ],
    "always_a_line": [
        (changed(LINES, "needs: [emergency, police]", "needs: [emergency]"), "no-open-line"),
        (
            changed(LINES, "needs: [emergency, police]", "needs: [emergency, police]\n    when: {me-minor: no}"),
            "no-open-line",
        ),
    ],
    "unfilled_about": [(changed("about.yaml", '"An organisation"', '""'), "about-empty")],
    "long_sentence": [
        (words("слово " * 25 + "слово."), "long-sentence"),
        (letters("note", words="word " * 26 + "end."), "long-sentence"),
    ],
    "mixed_letters": [
        (words("cтоп"), "mixed-letters"),
        (changed("worries.yaml", '"kk no"', '"kk cен"'), "mixed-letters"),
    ],
    "copied_text": [(words("а б в", kk="а б в"), "copied-text")],
    "foreign_letters": [(words("стоп", kk="әдіǝ"), "foreign-letter")],
    "kazakh_letters": [
        (words("а", kk="көмек көмек көмек көмек көмек комек"), "kazakh-letters"),
    ],
    "gendered_words": [(words("вы сделали(а)"), "gendered"), (words("я уже сказала"), "gendered")],
    "hurtful_words": [
        (words("это глупо") | {"words.yaml": AVOIDED}, "hurtful-word"),
        ({"words.yaml": "words: []\n"}, "missing-field"),
    ],
    "personal_question": [(asked("Как вас зовут?") | {"words.yaml": AVOIDED}, "personal-question")],
    "link_form": [
        (before("do", SAY + f"    links: [{{label: {said('a')}, url: '{url}'}}]\n"), "link")
        for url in ("https://bit.ly/x", "https://example.org/?utm_source=x", "https://me@example.org", "https://x")
    ],
    "unsourced": [(changed(THREATS, "    advice: yes\n", ""), "unsourced")],
    "future_date": [
        (changed(LINES, "verified: 2026-11-01", "verified: 2026-12-01"), "future-date"),
        (changed(LINES, "[https://example.org]", "[{url: https://example.org, date: 2026-12-01}]"), "future-date"),
        (changed(LINES, "[https://example.org]", "[{url: https://example.org, date: lately}]"), "source-date"),
    ],
    "unused_worry": [
        (
            changed(
                THREATS, "steps:", f"worries:\n  - id: mine\n    title: {said('a')}\n    answer: {said('a')}\nsteps:"
            ),
            "unused",
        ),
        (
            {
                "worries.yaml": FILES["worries.yaml"]
                + f"  - id: mine\n    title: {said('a')}\n    answer: {said('a')}\n"
            },
            "unused",
        ),
    ],
    "unused_step": [({STEPS: FILES[STEPS] + DO}, "unused")],
    "unused_contact": [
        (changed(LINES, "needs: [police]", "needs: [school]"), "unused"),
        (changed(LINES, "needs: [police]", "needs: [police]\n    show: no"), "missing-field"),
    ],
    "unused_law": [({"law.yaml": f"laws:\n  - id: article\n{ARTICLE}{DATED}"}, "unused")],
    "unused_route": [({ROUTES: FILES[ROUTES] + ROUTE.replace("image:", "shouting:")}, "unused")],
    "unused_fact": [(changed(LEAK, "    when: {public: no}\n", ""), "unused")],
    "unused_page": [
        (changed("menu.yaml", ", {page: more}", ""), "unused"),
        (
            changed("menu.yaml", ", {flow: threats}", "")
            | changed(LEAK, "  - go: threats\n    when: {public: no}\n", ""),
            "unused",
        ),
    ],
    "unused_document": [(letters("note") | {THREATS: FILES[THREATS]}, "unused")],
    "letter_too_long": [(letters("note", words="long " * 800), "message-too-long")],
    "paper_codes": [(letters("a1078", "a1238"), "code-collision")],
    "kept_scenarios": [(changed("scenarios/all.yaml", "[police-102]", "[emergency-112]"), "scenario")],
    "promised_situations": [({"scenarios/all.yaml": None}, "no-scenario")],
    "misleading_example": [
        (meant(THREATS, "вот они уже за дверью"), "example-alarms"),
        (meant(THREATS, "шантажируют фото") | meant(LEAK, "шантажируют фото"), "example-misleads"),
        (changed("talk.yaml", "[hello]", "[за дверью]"), "example-misleads"),
    ],
    "flows_too_alike": [
        (meant(THREATS, *BLACKMAIL) | meant(LEAK, *BLACKMAIL), "flows-alike"),
    ],
    "few_phrases": [(changed("crisis.yaml", "danger: {ru: [за дверью], ", "danger: {"), "few-phrases")],
    "review_file": [
        ({"review.yaml": "needed: {}\n" + SIGNED.replace("AREA", "lost")}, "unknown-reference"),
        ({"review.yaml": "needed: {song: [content]}\n"}, "unknown-reference"),
        ({"review.yaml": "needs: {}\n"}, "unknown-field"),
    ],
}
ELSEWHERE = {"too_many_states", "stale_translation"}
"""Checks whose broken example is more than changed files: each has a test of its own below."""
UNREADY: dict[str, list[tuple[Changes, str]]] = {
    "old_dates": [(changed(LINES, "verified: 2026-11-01", "verified: 2026-09-01"), "too-old")],
    "unsourced_words": [(before("do", SAY + f"    more: {said('more')}\n"), "unsourced")],
    "unrecorded_translation": [({}, "unrecorded")],
    "unsigned": [
        ({}, "missing-file"),
        ({"review.yaml": "needed: {situation: [law]}\n"}, "unsigned"),
        ({"review.yaml": "needed: {situation: [content]}\n" + SIGNED.replace("AREA", "leak")}, "unsigned-changed"),
    ],
}


def examples(table: dict[str, list[tuple[Changes, str]]]) -> list[object]:
    """Each example of a table, under the name of its check."""
    return [pytest.param(*example, id=name) for name, broken in table.items() for example in broken]


def found(folder: Path, changes: Changes, *, release: bool = False) -> list[Problem]:
    """Everything the checks find in the small content with some files changed."""
    write(folder, changes)
    return checks.findings(load(folder), folder, now=NOW, release=release)


def test_the_small_content_passes(tmp_path: Path) -> None:
    """The content that the examples break has nothing wrong with it."""
    assert found(tmp_path, {}) == []


@pytest.mark.parametrize(("changes", "rule"), examples(BROKEN))
def test_each_check_finds_what_it_is_for(tmp_path: Path, changes: Changes, rule: str) -> None:
    """Broken content is told by its rule, in one printable line of either language."""
    told = found(tmp_path, changes)
    assert rule in {one.rule for one in told}
    assert all(one.say(language).isprintable() for one in told for language in ("ru", "en"))


@pytest.mark.parametrize(("changes", "rule"), examples(UNREADY))
def test_what_is_not_ready_is_told_before_a_release(tmp_path: Path, changes: Changes, rule: str) -> None:
    """What may wait while content is written may not when people use it."""
    assert rule not in {one.rule for one in found(tmp_path, changes)}
    assert rule in {one.rule for one in found(tmp_path, changes, release=True)}


def test_each_check_has_a_broken_example() -> None:
    """A check that no example breaks proves nothing."""
    assert BROKEN.keys() | ELSEWHERE == checks.registered().keys()
    assert BROKEN.keys() | ELSEWHERE | UNREADY.keys() == checks.registered(release=True).keys()


def test_a_flow_nobody_could_review_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A flow with more states than anyone could look at is named, and the others are still checked."""
    monkeypatch.setattr("flows.explore.MOST_STATES", 3)
    assert {one.rule for one in found(tmp_path, {})} >= {"too-many-states"}


def test_a_translation_left_behind_is_told(tmp_path: Path) -> None:
    """When the source text has changed and its translation has not, the translation is named."""
    record(write(tmp_path), "ru", ("kk", "ru", "en"))
    assert found(tmp_path, changed(THREATS, '"ru stop"', '"ru stop it"'))[0].rule == "stale-translation"
