"""The list of checks that editors read, and findings as GitHub shows them."""

from pathlib import Path

import pytest
from content_files import NOW, changed, write
from test_cli import qorgan

from bot.editing import annotation
from flows import load
from flows.checks import findings, registered
from flows.checks.listing import rules
from flows.checks.together import findings_together
from flows.messages import MESSAGES
from flows.problems import problem

DOCS = Path(__file__).parent.parent / "docs" / "checks.md"


def test_the_list_is_fresh() -> None:
    """`qorgan export rules` would write what stands in the docs, and no rule or check is missing there."""
    written = DOCS.read_text(encoding="utf-8")
    assert written == rules()
    assert all(f"| `{name}` |" in written for name in (*MESSAGES, *registered(release=True)))


@pytest.mark.parametrize(("option", "found"), [((), 0), (("--release",), 1)])
def test_the_exit_code_tells_whether_something_was_found(tmp_path: Path, option: tuple[str, ...], found: int) -> None:
    """Small content is in order, but nobody has signed it."""
    done = qorgan(tmp_path, "check", *option, CONTENT_DIR=str(write(tmp_path / "content")))
    assert (done.returncode, done.stderr) == (found, "")


@pytest.mark.parametrize(("language", "words"), [("ru", "такой же"), ("en", "is the same")])
def test_findings_stand_at_their_line_in_a_pull_request(tmp_path: Path, language: str, words: str) -> None:
    """With `--format github` a finding is an annotation of a file in the repository."""
    files = changed("menu.yaml", '{kk: "kk start", ru: "ru start"', '{kk: "раз два три", ru: "раз два три"')
    content = write(tmp_path / "content", files)
    done = qorgan(tmp_path, "check", "--format", "github", "--lang", language, CONTENT_DIR=str(content))
    assert done.stdout.startswith("::error file=content/menu.yaml,line=2,title=copied-text::")
    assert (done.returncode, done.stdout.count("\n")) == (1, 1)
    assert words in done.stdout


def test_content_that_cannot_be_loaded_stands_at_its_line_too(tmp_path: Path) -> None:
    """What the loader refuses is an annotation as well, and the code says that nothing was checked."""
    content = write(tmp_path / "content", changed("menu.yaml", "start:", "\tstart:"))
    done = qorgan(tmp_path, "check", "--format", "github", "--lang", "en", CONTENT_DIR=str(content))
    assert done.stdout.startswith("::error file=content/menu.yaml,line=1,title=tab::")
    assert done.returncode == 2


def test_what_is_to_be_filled_in_is_told_and_is_no_fault(tmp_path: Path) -> None:
    """Who runs the bot is missing: every check says so, and only a release fails by it."""
    content = str(write(tmp_path / "content", changed("about.yaml", '"An organisation"', '""')))
    told = qorgan(tmp_path, "check", "--lang", "en", CONTENT_DIR=content)
    assert (told.returncode, "about.yaml:2  about-empty" in told.stdout) == (0, True)
    github = qorgan(tmp_path, "check", "--format", "github", CONTENT_DIR=content)
    assert (github.returncode, github.stdout[:8]) == (0, "::notice")
    release = qorgan(tmp_path, "check", "--release", CONTENT_DIR=content)
    assert (release.returncode, "about-empty" in release.stdout) == (1, True)


def test_an_annotation_escapes_what_github_would_read() -> None:
    """Percent signs and line ends are written as codes, in the place commas and colons too."""
    found = problem("a,b:c.yaml", 0, "unused", what="50%", id="x")
    said = annotation(found, Path(), "en")
    assert said.startswith("::error file=a%2Cb%3Ac.yaml,line=1,title=unused::the 50%25")


@pytest.mark.parametrize("release", [False, True])
def test_checking_together_finds_the_same(tmp_path: Path, *, release: bool) -> None:
    """Processes side by side say what one says alone."""
    files = changed("flows/leak.yaml", 'ru: "ru proof"', 'ru: "вы сделал"')
    folder = write(tmp_path, files)
    catalog = load(folder)
    alone = findings(catalog, folder, now=NOW, release=release)
    assert findings_together(catalog, folder, now=NOW, release=release) == alone
    assert "gendered" in {one.rule for one in alone}
