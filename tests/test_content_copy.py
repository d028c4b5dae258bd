"""The copy of the last good content: kept at each start, used when the present content is broken."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest

from bot.content import load_or_last_good
from flows import ContentError
from flows.loader import HERE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give content that an editor may break."""
    return Path(shutil.copytree(HERE, tmp_path / "content"))


def test_good_content_is_kept(folder: Path, tmp_path: Path) -> None:
    """A start leaves a copy of every file, in the place of the copy before, and nothing else."""
    copy = tmp_path / "data" / "content-good"
    for _ in range(2):
        load_or_last_good(folder, copy)
    names = {path.relative_to(folder) for path in folder.rglob("*.yaml")}
    assert {path.relative_to(copy) for path in copy.rglob("*.yaml")} == names
    assert [path.name for path in copy.parent.iterdir()] == ["content-good"]


def test_broken_content_gives_way_to_the_copy_loudly(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The bot starts from the copy, which stays, and the log has every finding."""
    good = load_or_last_good(folder, tmp_path / "copy")
    (folder / "menu.yaml").write_text("\t", encoding="utf-8")
    for _ in range(2):
        assert load_or_last_good(folder, tmp_path / "copy").languages == good.languages
    assert "menu.yaml" in caplog.text
    assert all(record.levelno == logging.ERROR for record in caplog.records)


def test_without_a_usable_copy_the_findings_are_those_of_the_content(folder: Path, tmp_path: Path) -> None:
    """An empty or missing copy is no help, and not what an editor has to mend."""
    (folder / "menu.yaml").write_text("\t", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    for copy in ("empty", "missing"):
        with pytest.raises(ContentError) as caught:
            load_or_last_good(folder, tmp_path / copy)
        assert [problem.file for problem in caught.value.problems] == ["menu.yaml"]


def test_a_place_that_cannot_be_written_does_not_stop_the_start(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Without room for a copy the bot starts all the same, and says so."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    load_or_last_good(folder, tmp_path / "file" / "content-good")
    assert "No copy of the content" in caplog.text
