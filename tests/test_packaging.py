"""What an operator installs: locked dependencies, and a wheel that carries the content."""

import re
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from hatchling.build import build_wheel
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import flows

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
PACKAGES = {"bot", "handlers", "flows", "storage"}


def requirements(lock: str) -> list[str]:
    """Give a lock's entries, each joined to one line."""
    return (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_with_hashes(lock: str) -> None:
    """A lock has only exact versions with the hashes of their files."""
    pinned = re.compile(r"[a-z0-9-]+(\[[a-z0-9,-]+\])?==\S+( ; [^#]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert [line for line in requirements(lock) if not pinned.fullmatch(line)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    """A lock installs from whatever index the machine uses, so it names neither an address nor a path."""
    address = re.compile(r"://|--(extra-)?index|--find-links|(^|\s)[./]")
    assert [line for line in requirements(lock) if address.search(line)] == []


def extras_asked_for(package: str) -> set[str]:
    """Give the requirements of an installed package that name an extra, as a pin must begin: `name[extra]`."""
    asked = [Requirement(text) for text in metadata.requires(package) or []]
    here = [one for one in asked if one.extras and (one.marker is None or one.marker.evaluate({"extra": ""}))]
    return {f"{canonicalize_name(one.name)}[{','.join(sorted(one.extras))}]" for one in here}


@pytest.mark.parametrize("lock", LOCKS)
def test_an_extra_that_a_package_asks_for_stands_in_its_pin(lock: str) -> None:
    """Older pip (23.2 among them) ignores a pin without the extra, takes the newest version and has no hash for it."""
    installed = {canonicalize_name(one.name) for one in metadata.distributions()}
    pins = {line.partition("==")[0] for line in requirements(lock) if line.strip()}
    names = {pin.partition("[")[0] for pin in pins} & installed
    assert set().union(*map(extras_asked_for, names)) - pins == set()


def test_both_locks_hold_the_same_versions() -> None:
    """What is tested is what runs: the development lock only adds to the other one."""
    assert set(requirements(LOCKS[0])) <= set(requirements(LOCKS[1]))


def test_the_wheel_carries_packages_and_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wheel holds our packages, and every content file beside them."""
    monkeypatch.chdir(ROOT)
    with zipfile.ZipFile(tmp_path / build_wheel(str(tmp_path))) as wheel:
        names = set(wheel.namelist())
    content = {path.relative_to(ROOT).as_posix() for path in (ROOT / "content").rglob("*.yaml")}
    assert content <= names
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == PACKAGES | {"content"}


def test_our_packages_are_not_shadowed_by_tests() -> None:
    """A test folder named like a package would silently replace it."""
    assert Path(flows.__file__).parent == ROOT / "flows"
