"""The copy of the last good content: what a start begins from, and how it is kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from content_files import changed, said, write

from bot import content
from bot.content import begin, keep
from flows import ContentError, load

RENAMED = changed("flows/leak.yaml", f"title: {said('leak')}", f"title: {said('photo')}")
BROKEN = changed("menu.yaml", "start:", "\tstart:")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the content folder."""
    return write(tmp_path / "content")


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    """Give a copy of it that has passed."""
    keep(folder, tmp_path / "data" / "content-good", load(folder).version)
    return tmp_path / "data" / "content-good"


def test_a_copy_is_of_every_file_and_takes_the_place_of_the_one_before(folder: Path, copy: Path) -> None:
    """Nothing else is left beside it."""
    write(folder, RENAMED)
    keep(folder, copy, load(folder).version)
    assert {path.relative_to(copy): path.read_bytes() for path in copy.rglob("*.yaml")} == {
        path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.yaml")
    }
    assert [path.name for path in copy.parent.iterdir()] == ["content-good"]


def test_content_that_has_passed_is_started_from_where_it_is(folder: Path, copy: Path) -> None:
    """The copy is for the days when it is not."""
    assert begin(folder, copy, signed=False)[1] == folder


@pytest.mark.parametrize("changes", [RENAMED, BROKEN])
def test_other_content_waits_until_it_has_passed(
    folder: Path, copy: Path, changes: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    """Changed or broken while the bot was down: it starts from what has passed, and says so."""
    good = load(folder).version
    write(folder, changes)
    catalog, home = begin(folder, copy, signed=False)
    assert (catalog.version, home) == (good, copy)
    assert str(copy) in caplog.text


@pytest.mark.parametrize("kept", ["nothing", "an empty folder", "what this version cannot load"])
def test_without_a_usable_copy_the_content_has_to_do(folder: Path, copy: Path, kept: str) -> None:
    """It is started from if it loads; else the findings are its own, which an editor can mend."""
    for path in copy.rglob("*.yaml"):
        path.unlink()
    if kept == "what this version cannot load":
        write(copy, BROKEN)
    catalog, home = begin(folder, copy if kept != "nothing" else folder / "none", signed=False)
    assert (catalog.version, home) == (load(folder).version, folder)
    write(folder, changed("facts.yaml", "facts:", "\tfacts:"))
    with pytest.raises(ContentError) as caught:
        begin(folder, copy, signed=False)
    assert [problem.file for problem in caught.value.problems] == ["facts.yaml"]


def test_an_unsigned_copy_is_not_started_from_where_signatures_are_required(folder: Path, copy: Path) -> None:
    """What was signed since is in the folder."""
    write(folder, RENAMED)
    assert begin(folder, copy, signed=True)[1] == folder


def test_a_place_that_cannot_be_written_is_said(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Without room for a copy the bot goes on all the same."""
    (folder.parent / "file").write_text("", encoding="utf-8")
    keep(folder, folder.parent / "file" / "content-good", load(folder).version)
    assert "No copy of the content" in caplog.text


def test_half_a_copy_is_not_left_to_fill_the_disk(folder: Path, copy: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What could not be copied whole is removed; the copy before it stays."""
    (write(folder, RENAMED) / "notes").symlink_to("nowhere")
    keep(folder, copy, load(folder).version)
    assert "No copy of the content" in caplog.text
    assert [path.name for path in copy.parent.iterdir()] == ["content-good"]


def test_a_disk_that_does_not_answer_does_not_stop_the_start(
    folder: Path, copy: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A pipe in the copy, which nobody writes to, is waited for only so long."""
    monkeypatch.setattr(content, "COPY_SECONDS", 0.1)
    (copy / "menu.yaml").unlink()
    os.mkfifo(copy / "menu.yaml")
    assert begin(folder, copy, signed=False)[1] == folder
    assert "does not answer" in caplog.text
    (copy / "menu.yaml").write_bytes(b"")  # lets the reader go
