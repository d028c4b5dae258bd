"""The editor's guide: what it gives to copy works, word for word."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from content_files import NOW
from visitor import Visitor

from flows import Engine, checks, load
from flows.facts import put
from flows.loader import HERE

ROOT = HERE.parent
GUIDE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")


def examples() -> list[str]:
    """The pieces of YAML in the guide, in their order."""
    return re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the content with what the guide gives to copy in its place."""
    folder = Path(shutil.copytree(HERE, tmp_path_factory.mktemp("guide") / "content"))
    situation, entry, scenarios = examples()
    (folder / "flows" / "silent-calls.yaml").write_text(situation, encoding="utf-8")
    (folder / "scenarios" / "silent-calls.yaml").write_text(scenarios, encoding="utf-8")
    menu = (folder / "menu.yaml").read_text(encoding="utf-8")
    page = re.search(r"  - id: accounts\n(.|\n)*?\n(?=\n)", menu)
    assert page
    (folder / "menu.yaml").write_text(menu.replace(page[0], page[0] + entry), encoding="utf-8")
    return folder


def test_the_new_situation_of_the_guide(folder: Path) -> None:
    """No check speaks of it."""
    every = checks.findings(load(folder), folder, now=NOW)
    found = [one for one in every if "silent-calls" in str(one) or one.file == "menu.yaml"]
    assert [str(one) for one in found if one.rule != "unrecorded"] == []


def test_the_way_through_it_is_as_told(folder: Path) -> None:
    """The buttons that the guide says to press are there and lead where it says, for those under 18 and for adults."""
    way = re.search(r"В чате нажмите (.*?)\. Это путь", GUIDE, re.DOTALL)
    young, grown = re.search(r"восемнадцати: «(.*?)».*на его месте будет «(.*?)»", GUIDE, re.DOTALL).groups()  # type: ignore[union-attr] # a guide without them fails here
    assert way
    visitor = Visitor(Engine(load(folder)), "ru").taps(*re.findall("«(.*?)»", way[1]))
    assert young in visitor.sees
    age = visitor.engine.catalog.facts
    answered = put(visitor.position.facts, age.index("me-minor"), age.code("me-minor", "no"))
    there = visitor.engine.settle(visitor.position._replace(facts=answered), NOW)
    assert grown in visitor.engine.draw.screen(there, NOW).text


def test_every_place_the_guide_names_is_there() -> None:
    """Files, pages and the task that it sends an editor to exist."""
    for name in re.findall(r"\]\((\w+\.md)\)", GUIDE):
        assert (ROOT / "docs" / name).is_file()
    for name in re.findall(r"^\| `(\w+)/`", GUIDE, re.MULTILINE):
        assert (HERE / name).is_dir()
    [task] = json.loads((ROOT / ".vscode" / "tasks.json").read_text(encoding="utf-8"))["tasks"]
    assert f"**{task['label']}**" in GUIDE
