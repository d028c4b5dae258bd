"""The editor's guide: what it gives to copy works, word for word."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from content_files import NOW

from flows import checks, load
from flows.loader import HERE

ROOT = HERE.parent
GUIDE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")


def examples() -> list[str]:
    """The pieces of YAML in the guide, in their order."""
    return re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


def test_the_new_situation_of_the_guide(tmp_path: Path) -> None:
    """Copied as told, the situation, its menu entry and its scenarios load, and no check speaks of them."""
    folder = Path(shutil.copytree(HERE, tmp_path / "content"))
    situation, entry, scenarios = examples()
    (folder / "flows" / "silent-calls.yaml").write_text(situation, encoding="utf-8")
    (folder / "scenarios" / "silent-calls.yaml").write_text(scenarios, encoding="utf-8")
    menu = (folder / "menu.yaml").read_text(encoding="utf-8")
    page = re.search(r"  - id: accounts\n(.|\n)*?\n(?=\n)", menu)
    assert page
    (folder / "menu.yaml").write_text(menu.replace(page[0], page[0] + entry), encoding="utf-8")
    assert "silent-calls" in load(folder).flows
    found = [one for one in checks.run(folder, now=NOW) if "silent-calls" in str(one) or one.file == "menu.yaml"]
    assert [str(one) for one in found if one.rule != "unrecorded"] == []


def test_every_place_the_guide_names_is_there() -> None:
    """Files, pages and the task that it sends an editor to exist."""
    for name in re.findall(r"\]\((\w+\.md)\)", GUIDE):
        assert (ROOT / "docs" / name).is_file()
    for name in re.findall(r"^\| `(\w+)/`", GUIDE, re.MULTILINE):
        assert (HERE / name).is_dir()
    [task] = json.loads((ROOT / ".vscode" / "tasks.json").read_text(encoding="utf-8"))["tasks"]
    assert f"**{task['label']}**" in GUIDE
