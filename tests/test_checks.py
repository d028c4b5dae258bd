"""What `qorgan check` proves of content: each check has content it finds fault with, and content it does not."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from content_files import FILES, NOW, Changes, changed, letters, said, write

from flows import checks
from flows.checks import CHECKS
from flows.problems import Problem

for module in iter_modules(checks.__path__, "flows.checks."):
    import_module(module.name)  # each registers its checks

LEAK, THREATS, LINES = "flows/leak.yaml", "flows/threats.yaml", "contacts.yaml"


def repeated(count: int, step: str) -> str:
    """A step of the small content many times over, each under an id of its own."""
    return "".join(step.replace("NUMBER", str(number)) for number in range(count))


def action() -> str:
    """An action to repeat."""
    texts = "".join(f"    {key}: {said('word')}\n" for key in ("title", "text", "stuck"))
    return f"  - do: aNUMBER\n    horizon: now\n{texts}"


def heard(word: str) -> Changes:
    """The crisis screen with a long text."""
    return changed("flows/crisis.yaml", f"text: {said('breathe')}", f"text: {said(word)}")


MANY = 12
BROKEN: list[tuple[str, Changes, str]] = [
    ("unused_document", letters("note") | {THREATS: FILES[THREATS]}, "unused"),
    ("letter_too_long", letters("note", words="long " * 800), "screen-too-long"),
    ("paper_codes", letters("a1078", "a1238"), "code-collision"),
    (
        "unreachable_step",
        changed(
            LEAK, "  - worries:", "  - say: no\n    text: " + said("no") + "\n    when: {public: no}\n  - worries:"
        ),
        "unreachable-step",
    ),
    (
        "ends_without_contacts",
        changed(THREATS, "- contacts: [police]", "- contacts: [police]\n    when: {danger: yes}"),
        "no-contacts",
    ),
    ("front_door_first", changed(THREATS, "  - front-door\n", ""), "no-front-door"),
    ("too_many_actions", changed(THREATS, "  - contacts", repeated(8, action()) + "  - contacts"), "too-many-actions"),
    (
        "late_first_action",
        changed(LEAK, "- ask: pictured-minor", "- ask: pictured-minor\n  - ask: mood"),
        "late-action",
    ),
    (
        "late_first_action",
        changed(THREATS, "  - do: stop", repeated(3, f"  - say: sNUMBER\n    text: {said('s')}\n") + "  - do: stop"),
        "late-action",
    ),
    (
        "way_for_the_young",
        changed(THREATS, "    horizon: now", "    who: adult\n    horizon: now"),
        "no-way-for-the-young",
    ),
    ("screen_limits", heard("long " * 80), "screen-too-long"),
    ("screen_limits", changed(THREATS, f"text: {said('stop')}", f"text: {said('<b>stop')}"), "html"),
    ("screen_limits", changed(THREATS, f"text: {said('stop')}", f"text: {said('you & me')}"), "html"),
    ("screen_limits", changed(THREATS, f"text: {said('stop')}", f"text: {said('<h1>stop</h1>')}"), "html"),
    (
        "screen_limits",
        changed(
            "flows/phone-safety.yaml",
            "  - say: locks\n",
            "  - say: locks\n    copy: [" + f"{{label: {said('a copy to take')}, text: {said('x')}}}, " * MANY + "]\n",
        ),
        "too-many-buttons",
    ),
    ("screen_limits", changed("interface.yaml", "ru stuck", "ru that is far too long for it"), "label-too-long"),
    ("screen_limits", changed("interface.yaml", "ru sos", "ru help now"), "label-too-long"),
    ("always_a_line", changed(LEAK, "contacts: [police]", "contacts: [lawyer]"), "no-open-line"),
    ("always_a_line", changed(LINES, "needs: [emergency, police]", "needs: [emergency]"), "no-open-line"),
    ("unused_contact", changed(LINES, "needs: [police]", "needs: [school]"), "unused"),
    ("unused_contact", changed(LINES, "needs: [police]", "needs: [police]\n    show: no"), "missing-field"),
    ("unfilled_about", changed("about.yaml", '"An organisation"', '""'), "about-empty"),
    ("mixed_letters", changed(THREATS, '"ru stop"', '"ru cтоп"'), "mixed-letters"),
    ("copied_text", changed(THREATS, said("stop"), '{kk: "а б в", ru: "а б в", en: "a b c"}'), "copied-text"),
    (
        "unused_worry",
        changed(THREATS, "steps:", f"worries:\n  - id: mine\n    title: {said('a')}\n    answer: {said('a')}\nsteps:"),
        "unused",
    ),
]


def found(folder: Path, changes: Changes) -> list[Problem]:
    """Everything the checks find in the small content with some files changed."""
    return checks.run(write(folder, changes), now=NOW)


def test_the_small_content_passes(tmp_path: Path) -> None:
    """The content that the examples break has nothing wrong with it."""
    assert found(tmp_path, {}) == []


@pytest.mark.parametrize(("name", "changes", "rule"), BROKEN)
def test_each_check_finds_what_it_is_for(tmp_path: Path, name: str, changes: Changes, rule: str) -> None:
    """Broken content is told by its rule, in one printable line of either language."""
    told = found(tmp_path, changes)
    assert rule in {one.rule for one in told}, name
    assert all(one.say(language).isprintable() for one in told for language in ("ru", "en"))


def test_each_check_has_a_broken_example() -> None:
    """A check that no example breaks proves nothing."""
    assert {name for name, _, _ in BROKEN} | {"too_many_states"} == set(CHECKS)


def test_a_flow_nobody_could_review_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A flow with more states than anyone could look at is named, and the others are still checked."""
    monkeypatch.setattr("flows.explore.MOST_STATES", 3)
    assert {one.rule for one in found(tmp_path, {})} >= {"too-many-states"}
