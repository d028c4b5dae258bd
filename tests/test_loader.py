"""What the loader says of broken content: the rule, the file, the line, and never anything but ContentError."""

from pathlib import Path
from string import Formatter

import pytest
from content_files import FILES, LANGUAGES, NOW, changed, line_of, said, small_catalog, write
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import ContentError, Engine, Problem, load
from flows.messages import MESSAGES
from flows.source import DEEPEST

LEAK, FACTS, LINES = "flows/leak.yaml", "facts.yaml", "contacts.yaml"


Mistake = tuple[str, str, str, str | None, str | None]
"""A file, a part of it, what takes its place, the rule this breaks, and where a line of the file says so."""


FORM: list[Mistake] = [
    (LEAK, "kind:", "\tkind:", "tab", "\tkind:"),
    (LEAK, "kind: situation", "kind: a: b", "unquoted-colon", "kind:"),
    (LEAK, "kind: situation", "kind: “situation”", "curly-quotes", "kind:"),
    (LEAK, "kind: situation", "kind: situation\nkind: crisis", "duplicate-key", "kind: crisis"),
    (LEAK, "kind: situation", "kind: &kind situation", "unquoted-sign", "kind:"),
    (LEAK, "kind: situation", "kind: *kind", "unquoted-sign", "kind:"),
    (LEAK, "kind: situation", "kind: !kind situation", "unquoted-sign", "kind:"),
    (LEAK, "kind: situation", "kind: @situation", "unquoted-sign", "kind:"),
    (LEAK, "kind: situation", "{a: b}: situation", "unquoted-sign", "{a: b}"),
    (LEAK, "kind: situation", "<<: {kind: situation}", "unknown-field", "<<"),
    (LEAK, "contacts: [police]", 'contacts: ["police]', "yaml", "  - contacts:"),
    (LEAK, "kind: situation", "kind: situation\x07", "yaml", "kind:"),
    (LEAK, "steps:", "---\nsteps:", "documents", "---"),
    (LEAK, "kind: situation", f"kind: {'[' * 5000}{']' * 5000}", "too-deep", "kind:"),
]


SHAPE: list[Mistake] = [
    (LEAK, "kind: situation", "kind: situations", "wrong-value", "kind:"),
    (LEAK, "kind: situation", "kinds: situation", "unknown-field", "kinds:"),
    (LEAK, "kind: situation", "kind: situation\nline: 5", "unknown-field", "id:"),
    (LEAK, "kind: situation\n", "", "missing-field", "id:"),
    (LEAK, f"title: {said('leak')}", 'title: {kk: "a", ru: "b"}', "missing-language", "title:"),
    (LEAK, f"title: {said('leak')}", 'title: {kk: "a", ru: " ", en: "c"}', "missing-language", "title:"),
    (LEAK, f"title: {said('leak')}", 'title: {kk: a, ru: b, en: c, de: "d"}', "unknown-language", "title:"),
    (LEAK, f"title: {said('leak')}", "title: {kk: a, ru: b, en: [c]}", "text-shape", "title:"),
    (LEAK, f"title: {said('leak')}", "title: just words", "text-shape", "title:"),
    (LEAK, f"title: {said('leak')}", f"title: {said('long ' * 9)}", "text-too-long", "title:"),
    (LEAK, f"text: {said('proof')}", f"text: {said('1 < 2')}", "html", "    text:"),
    ("interface.yaml", "ru stuck", "ru <b>stuck", "html", 'stuck: {kk: "kk stuck"'),
    ("about.yaml", '"An organisation"', '"You & us"', "html", "    value:"),
    (LEAK, f"title: {said('proof')}", "title: words", "text-shape", "title: words"),
    (LEAK, f"text: {said('proof')}", f"textt: {said('proof')}", "unknown-field", "textt:"),
    (LEAK, "  - remove:", "  - removes:", "step-kind", "  - removes:"),
    (LEAK, "when: {public: no}", "when: public", "wrong-value", "when: public"),
    (LEAK, "extra: yes", "extra: maybe", "wrong-value", "extra:"),
    (LEAK, "horizon: now", "horizon: soon", "wrong-value", "horizon: soon"),
    (LEAK, "  - worries: [blame]", "  - worries: blame", "wrong-value", "  - worries:"),
    (LINES, 'from: "09:00"', 'from: "9.00"', "wrong-value", "hours: [{"),
    (LINES, 'from: "09:00"', 'from: "09:03"', "wrong-value", "hours: [{"),
    (LINES, "days: mon-fri", "days: monday", "wrong-value", "hours: [{"),
    (LINES, "hours: always", "hours: sometimes", "wrong-value", "hours: sometimes"),
    (LINES, 'numbers: ["112"]', 'numbers: ["one"]', "wrong-value", "numbers:"),
    (LINES, "verified: 2026-11-01", "verified: lately", "wrong-value", "verified:"),
    (LINES, "sources: [https://example.org]", "sources: []", "wrong-value", "sources:"),
    (FACTS, "id: danger", "id: Danger", "wrong-value", "id: Danger"),
    (FACTS, "about: moment", "about: moment\n    bits: many", "wrong-value", "bits:"),
    ("settings.yaml", "source: ru", "source: de", "unknown-language", "languages:"),
    ("settings.yaml", "[kk, ru, en]", "[kk, ru, ru]", "duplicate-key", "languages:"),
    ("settings.yaml", "contact-days: 365", "contact-days: -1", "wrong-value", "contact-days:"),
    ("menu.yaml", "{flow: leak}", "{flow: leak, page: more}", "menu-entry", "entries:"),
    ("menu.yaml", "{flow: leak}", "{flow: leak, from: 12-01, until: 2026-12-02}", "wrong-value", "entries:"),
    ("menu.yaml", "{flow: leak}", "{flow: leak, from: 2026-12-03, until: 2026-12-02}", "wrong-value", "entries:"),
]


REFERENCES: list[Mistake] = [
    (LEAK, "  - front-door", "  - frontdoor", "unknown-reference", "  - frontdoor"),
    (LEAK, "  - ask: public", "  - ask: publicc", "unknown-reference", "  - ask: publicc"),
    (LEAK, "{public: no}", "{publik: no}", "unknown-reference", "when: {publik"),
    (LEAK, "{public: no}", "{public: nope}", "unknown-reference", "when: {public: nope}"),
    (LEAK, "go: threats", "go: threat", "unknown-reference", "  - go:"),
    (LEAK, "remove: image", "remove: images", "unknown-reference", "  - remove:"),
    (LEAK, "worries: [blame]", "worries: [shame]", "unknown-reference", "  - worries:"),
    (LEAK, "  - ask: public\n", "  - ask: public\n  - ask: public\n", "duplicate-id", "  - ask: public\n  - go"),
    (LEAK, "  - ask: public\n", "  - ask: public\n    aliases: [proof]\n", "duplicate-id", "  - ask: public"),
    (
        LEAK,
        "- worries: [blame]",
        "- worries: [blame]\n    id: a122\n    aliases: [x]\n  - go: threats\n    id: a484",
        "code-collision",
        "  - go: threats\n    id: a484",
    ),
    (LEAK, "id: leak", "id: leaks", "file-name", "id: leaks"),
    (LEAK, "id: leak", "id: leak\naliases: [threats]", "duplicate-id", None),
    ("flows/emergency.yaml", "police-102", "police-103", "unknown-reference", "lines:"),
    ("flows/emergency.yaml", "kind: emergency", "kind: reference", "missing-id", None),
    ("flows/hotlines.yaml", "kind: reference", "kind: crisis", "duplicate-id", "kind:"),
    ("flows/emergency.yaml", "    lines:", "    also: [safety]\n    lines:", "unknown-reference", "also:"),
    ("steps.yaml", "    text:", "    watched-flow: phone\n    text:", "unknown-reference", "  - front-door"),
    ("steps.yaml", "me: {kk", "harmer: {kk", "duplicate-key", "    text:"),
    ("steps.yaml", "text: {me:", "text: {mine:", "wrong-value", "    text:"),
    ("steps.yaml", f"me: {said('danger')}, ", "", "missing-field", "    danger:"),
    ("menu.yaml", "{page: more}", "{page: others}", "unknown-reference", "    entries:"),
    ("menu.yaml", "id: main", "id: mine", "missing-id", "start:"),
    (LINES, "needs: [police]", "needs: [police]\n    region: [aktau]", "unknown-reference", "region:"),
    (LINES, "needs: [police]", "needs: [police]\n    languages: [uz]", "unknown-reference", "languages:"),
    (LINES, "needs: [police]", "needs: [police]\n    when: {me-minor: old}", "unknown-reference", "when:"),
    (LINES, "id: police-102", "id: emergency-112", "duplicate-id", None),
    (LINES, "keep: yes", "keep: no", "missing-id", "quiet:"),
    (FACTS, "id: public", "id: region", "duplicate-id", None),
    (FACTS, "id: danger", "id: peril", "missing-id", "facts:"),
    (FACTS, "id: almaty", "id: astana", "duplicate-id", "answers: [{id: astana"),
    (FACTS, "id: almaty", "id: unknown", "wrong-value", "answers: [{id: unknown"),
    (FACTS, "about: moment", "about: moment\n    bits: 2\n    why: " + said("why"), None, None),
    ("interface.yaml", "{n}", "{m}", "blanks", "step:"),
    ("interface.yaml", "{date}", "", "blanks", "checked:"),
    ("interface.yaml", "ru back", "ru {", "blanks", "back:"),
    ("interface.yaml", "back:", "bakc:", "unknown-field", "bakc:"),
    ("interface.yaml", "back:", "bakc:", "missing-field", None),
    ("platforms/other.yaml", "id: other", "id: others", "file-name", "id: others"),
]


def problems(folder: Path) -> list[Problem]:
    """Everything the loader says of a folder; nothing when it loads."""
    try:
        load(folder)
    except ContentError as error:
        return error.problems
    return []


def test_the_small_folder_loads(tmp_path: Path) -> None:
    """The folder the other tests break is itself whole."""
    assert small_catalog(tmp_path).languages == LANGUAGES


@pytest.mark.parametrize(("name", "old", "new", "rule", "at"), FORM + SHAPE + REFERENCES)
def test_a_mistake_is_found_where_it_stands(
    tmp_path: Path, name: str, old: str, new: str, rule: str | None, at: str | None
) -> None:
    """Each mistake is told by its rule, in its file, on its line, in printable words of both languages."""
    changes = changed(name, old, new)
    found = problems(write(tmp_path, changes))
    told = [one.say(language) for one in found for language in ("ru", "en")]
    assert [line for line in told if not line.isprintable() or "Input should" in line] == []
    if rule is None:
        assert found == []
    elif at is None:
        assert rule in {one.rule for one in found}
    else:
        assert (name, line_of(str(changes[name]), at), rule) in {(one.file, one.line, one.rule) for one in found}


@pytest.mark.parametrize(
    ("name", "written", "rule", "line"),
    [
        (LEAK, b"\xef\xbb\xbf" + FILES[LEAK].encode(), "byte-order-mark", 1),
        (LEAK, FILES[LEAK].replace("\n", "\r\n").encode(), "line-ending", 1),
        (LEAK, b"id: leak\ntitle: \xff\xfe", "not-utf8", 2),
        (LEAK, b"\x89PNG\r\n\x1a\n\x00\x00", "not-utf8", 1),
        (LEAK, b"", "empty-file", 1),
        (LEAK, b"# only a remark\n", "empty-file", 1),
        (LEAK, b"- a\n- b\n", "wrong-value", 1),
        (LEAK, b"words", "wrong-value", 1),
        ("interface.yaml", b"{}", "missing-field", 1),
        ("interface.yaml", b"[a]", "wrong-value", 1),
        (LINES, None, "missing-file", 0),
        ("interface.yaml", None, "missing-file", 0),
        ("platforms/other.yaml", None, "missing-file", 0),
        ("flows/a.yaml/b.yaml", b"", "missing-file", 0),
        ("flows/other.yml", b"", "file-ending", 0),
    ],
)
def test_a_file_of_the_wrong_form_is_told(
    tmp_path: Path, name: str, written: bytes | None, rule: str, line: int
) -> None:
    """A file that is no YAML mapping, or not there, is named with what is wrong with it."""
    found = problems(write(tmp_path, {name: written}))
    assert (line, rule) in {(one.line, one.rule) for one in found}


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    """A folder that is not there is named."""
    assert [one.rule for one in problems(tmp_path / "nowhere")] == ["missing-file"]


def test_a_near_name_is_offered(tmp_path: Path) -> None:
    """A mistyped name comes with the one that was meant, and a mistyped field with the field."""
    changes = {
        **changed(LEAK, "horizon: now", "horizont: now"),
        **changed("menu.yaml", "flow: threats", "flow: treats"),
    }
    said_of = {one.rule: one.say() for one in problems(write(tmp_path, changes))}
    assert "did you mean: horizon?" in said_of["unknown-field"]
    assert "did you mean: threats?" in said_of["unknown-reference"]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Mistakes of form, shape and reference in several files come together, sorted by place."""
    changes = {
        **changed(LEAK, "kind: situation", "kind: situations"),
        **changed("flows/threats.yaml", "- front-door", "- back-door"),
        **changed("flows/crisis.yaml", "mood: calm", "mood: clam"),
        LINES: b"- a",
    }
    found = problems(write(tmp_path, changes))
    assert [one.file for one in found] == sorted(one.file for one in found)
    assert {one.file for one in found} == {LINES, "flows/crisis.yaml", LEAK, "flows/threats.yaml"}


def test_what_a_broken_file_may_hold_is_not_called_missing(tmp_path: Path) -> None:
    """One broken file does not bury its mistake under references to what stands in it."""
    for name in (name for name in FILES if not name.startswith("scenarios/")):  # those are played by `check` alone
        found = problems(write(tmp_path / name.replace("/", "-"), {name: b"- a"}))
        assert [one.file for one in found] == [name]


def test_thousands_of_mistakes_are_told_in_order(tmp_path: Path) -> None:
    """However many mistakes there are, each is printed once, by line."""
    lines = "".join(f"step-{number}: x\n" for number in range(3000))
    found = problems(write(tmp_path, {LEAK: FILES[LEAK] + lines}))
    assert [one.line for one in found] == sorted(one.line for one in found)
    assert len(found) == len(set(found)) == 3000


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("rule", sorted(MESSAGES))
def test_each_message_stands_in_both_languages(rule: str, language: str) -> None:
    """The two languages of a message fill in the same blanks."""
    blanks = [{name for _, name, _, _ in Formatter().parse(part) if name} for part in MESSAGES[rule][language]]
    others = [{name for _, name, _, _ in Formatter().parse(part) if name} for part in MESSAGES[rule]["en"]]
    assert set().union(*blanks) == set().union(*others)


def test_a_retired_answer_is_no_longer_named(tmp_path: Path) -> None:
    """An answer that is offered no more cannot be asked for in a condition."""
    retired = changed(
        FACTS,
        "id: no, label: " + said("no") + "}]\n  - id: region",
        "id: no, retired: yes, label: " + said("no") + "}]\n  - id: region",
    )
    assert {one.rule for one in problems(write(tmp_path, retired))} == {"unknown-reference", "missing-id"}


def test_a_fact_has_room_for_its_answers(tmp_path: Path) -> None:
    """More answers than a fact's bits can tell apart, or more facts than a button can carry, are refused."""
    many = ", ".join(f"{{id: a{number}, label: {said('a')}}}" for number in range(15))
    wide = FILES[FACTS] + f"  - id: wide\n    about: case\n    question: {said('q')}\n    answers: [{many}]\n"
    tall = FILES[FACTS] + "".join(
        f"  - id: f{number}\n    about: case\n    question: {said('q')}\n    answers: [{{id: a, label: {said('a')}}}]\n"
        for number in range(40)
    )
    assert {one.rule for one in problems(write(tmp_path / "wide", {FACTS: wide}))} == {"too-many-answers"}
    assert {one.rule for one in problems(write(tmp_path / "tall", {FACTS: tall}))} == {"button-too-heavy"}


def _mutated(draw: st.DrawFn) -> tuple[str, bytes]:
    name = draw(st.sampled_from(sorted(FILES)))
    raw = bytearray(FILES[name].encode())
    lines = FILES[name].encode().split(b"\n")
    match draw(st.sampled_from(["flip", "cut", "insert", "swap", "drop", "indent", "noise"])):
        case "flip":
            raw[draw(st.integers(0, len(raw) - 1))] = draw(st.integers(0, 255))
        case "cut":
            del raw[draw(st.integers(0, len(raw))) :]
        case "insert":
            at = draw(st.integers(0, len(raw)))
            raw[at:at] = draw(
                st.sampled_from([b"{", b"[", b": ", b"- ", b"\t", b"&a ", b"*a", b"!", b"\n", b'"', b"|", b"\0"])
            )
        case "noise":
            raw = bytearray(draw(st.binary(max_size=60)))
        case how:
            at, other = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
            if how == "swap":
                lines[at], lines[other] = lines[other], lines[at]
            elif how == "drop":
                del lines[at]
            else:
                lines[at] = b"  " + lines[at]
            raw = bytearray(b"\n".join(lines))
    return name, bytes(raw)


@given(spoilt=st.composite(_mutated)())
@settings(max_examples=40, deadline=None)
def test_whatever_stands_in_a_file_is_answered(
    tmp_path_factory: pytest.TempPathFactory, spoilt: tuple[str, bytes]
) -> None:
    """Content is refused with printable messages, or it loads and has a first screen; nothing else is ever raised."""
    folder = tmp_path_factory.getbasetemp() / "spoilt"
    name, written = spoilt
    if found := problems(write(folder, {name: written})):
        assert "\n" not in "".join(one.say(language) for one in found for language in ("ru", "en"))
    else:
        assert Engine(load(folder)).start("ru", now=NOW).screen.rows


def test_very_deep_nesting_is_told(tmp_path: Path) -> None:
    """A file that nests without end is refused; a parser that recurses would take the program with it."""
    for deep in ("a: " + "[" * 200_000, "".join("  " * level + "a:\n" for level in range(DEEPEST + 5))):
        assert [one.rule for one in problems(write(tmp_path, {LEAK: deep}))] == ["too-deep"]


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file the system does not give is named like any other mistake."""

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    write(tmp_path)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert {one.rule for one in problems(tmp_path)} == {"unreadable-file"}


def test_what_follows_from_a_curly_quote_is_not_told(tmp_path: Path) -> None:
    """A comma between curly quotes seems to begin another language; the quotes are what to mend."""
    found = problems(write(tmp_path, changed(LEAK, 'title: {kk: "kk leak"', "title: {kk: “kk, leak”")))
    assert [one.rule for one in found] == ["curly-quotes"]
