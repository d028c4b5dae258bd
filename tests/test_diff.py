"""What changed, in words: one line for each thing, called by its name, and nothing about what stayed."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from content_files import changed, said, write
from test_cli import qorgan

from bot.history import RevisionError, content_at
from flows.difference import SAID, differences
from flows.written import ChangeError

LEAK = "flows/leak.yaml"
Files = Mapping[str, str | bytes | None]
CASES: list[tuple[Files, str]] = [
    (changed("contacts.yaml", 'to: "18:00"', 'to: "20:00"'), "contacts: 150 (lawyer): hours: was"),
    (changed("contacts.yaml", "confidence: high", "confidence: low"), "112 (emergency-112): confidence: was «high»"),
    (
        changed(LEAK, f"title: {said('proof')}", "title: {kk: a, ru: b, en: en proof}"),
        "proof: title: words changed (kk, ru)",
    ),
    (changed(LEAK, "when: {pictured-minor: no}", "when: {pictured-minor: yes}"), "was «pictured-minor no», is «"),
    (changed(LEAK, "    when: {public: no}\n", ""), "threats: condition: was «public no», is «–»"),
    (changed(LEAK, "  - ask: public\n", ""), "flows/leak: public: removed"),
    (changed(LEAK, "  - tell\n", "  - tell\n  - say: new\n    text: " + said("new") + "\n"), "flows/leak: new: added"),
    (changed(LEAK, "  - front-door\n", ""), "flows/leak: front-door: removed"),
    (changed(LEAK, "  - do: later", "  - say: later"), "flows/leak: later: now a step of another kind"),
    (changed("menu.yaml", "{flow: leak}, {flow: threats}", "{flow: threats}, {flow: leak}"), "menu"),
    (changed("crisis.yaml", "[want to die]", "[want to die, no life]"), "added: no life; removed: –"),
    ({LEAK: None}, "flows/leak: file deleted"),
    ({"flows/new.yaml": "id: new\n"}, "flows/new: new file"),
]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Write the small content as it was."""
    return write(tmp_path / "old")


@pytest.mark.parametrize(("files", "line"), CASES, ids=[line for _, line in CASES])
def test_a_change_is_one_line_in_words(old: Path, tmp_path: Path, files: Files, line: str) -> None:
    """The thing is named, and what happened to it."""
    new = write(tmp_path / "new", files)
    for name in (name for name, written in files.items() if written is None):
        (new / name).unlink(missing_ok=True)
    lines = [change.say("en") for change in differences(old, new) if change.kind != "stale"]
    assert any(line in one for one in lines), lines
    assert len(lines) <= 2


def test_a_moved_step_is_said_to_have_moved(old: Path, tmp_path: Path) -> None:
    """Its new neighbour is named, and no other step is mentioned."""
    moved = changed(LEAK, "  - tell\n", "")[LEAK]
    assert isinstance(moved, str)
    new = write(tmp_path / "new", {LEAK: moved.replace("  - front-door\n", "  - front-door\n  - tell\n")})
    assert [one.say("en") for one in differences(old, new)] == ["flows/leak: tell: moved, now after «front-door»"]


def test_translations_left_behind_are_counted(old: Path, tmp_path: Path) -> None:
    """A changed source whose Kazakh stayed is counted for Kazakh, not for the English that changed too."""
    new = write(tmp_path / "new", changed(LEAK, f"title: {said('leak')}", 'title: {kk: "kk leak", ru: a, en: b}'))
    lines = [one.say("en") for one in differences(old, new)]
    assert [line for line in lines if "older" in line] == ["kk texts older than their ru source: 1"]


def test_nothing_changed_says_nothing(old: Path, tmp_path: Path) -> None:
    """Comments and another layout are no change."""
    new = write(tmp_path / "new", {LEAK: b"# a comment\n" + (old / LEAK).read_bytes()})
    assert differences(old, new) == []


def test_everything_can_be_said_in_both_languages() -> None:
    """Each kind of change has its words in Russian and English."""
    assert all(all(words) for words in SAID.values())


def test_an_unreadable_version_is_named(old: Path, tmp_path: Path) -> None:
    """A file that cannot be read is said with its line."""
    with pytest.raises(ChangeError, match=r"leak\.yaml:"):
        differences(old, write(tmp_path / "new", changed(LEAK, "steps:", "steps: [")))


def test_a_version_that_todays_rules_refuse_is_compared(old: Path, tmp_path: Path) -> None:
    """A file from before a rule has to be readable, not right."""
    written = changed(LEAK, f"title: {said('leak')}", f"title: &name {said('leak')}")
    assert differences(old, write(tmp_path / "new", written)) == []


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Commit the small content into a repository."""
    for words in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "one"],
    ):
        write(tmp_path / "content")
        subprocess.run(["git", *words], cwd=tmp_path, check=True)  # noqa: S607  # the machine's own git
    return tmp_path


def test_the_command_compares_with_a_version(repository: Path) -> None:
    """`qorgan diff HEAD` says what was changed since the commit, and leaves the files alone."""
    content = write(repository / "content", changed("contacts.yaml", 'to: "18:00"', 'to: "20:00"'))
    done = qorgan(repository, "diff", "HEAD", CONTENT_DIR=str(content))
    assert (done.returncode, done.stderr) == (0, "")
    assert "150 (lawyer): hours" in done.stdout
    assert "20:00" in (content / "contacts.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("revision", ["nowhere", "--output=x"])
def test_an_unknown_version_is_refused(repository: Path, revision: str) -> None:
    """Git's own words say what is wrong, and an option is no version."""
    with pytest.raises(RevisionError), content_at(repository / "content", revision):
        pass
    assert not (repository / "content" / "x").exists()
