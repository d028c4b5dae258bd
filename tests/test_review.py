"""Sign-offs: who has read what, void after any change, and asked for before people are answered."""

import re
from datetime import date
from pathlib import Path

import pytest
from content_files import changed, said, write
from test_cli import qorgan, started

from bot.content import unsigned
from bot.preview import World, serve
from flows import load
from flows.loader import HERE
from flows.review import SignError, advice, areas, due, fingerprint, read_review, sign, unread, urgent

DAY = date(2026, 12, 1)
LEAK = "flows/leak"
NEEDED = "# a comment\nneeded: {situation: [law, language], crisis: [psychology], emergency: [content]}\nsigned: []\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write the small content and who has to read it."""
    return write(tmp_path / "content", {"review.yaml": NEEDED})


def missing(folder: Path, area: str = LEAK) -> set[tuple[str, str, bool]]:
    """Say which sign-offs of an area are missing: trade, language, whether it was there."""
    catalog = load(folder)
    found = due(catalog, read_review(folder, catalog))
    return {(one.role, one.language, one.void) for one in found if one.area == area}


def sign_all(folder: Path) -> None:
    """Sign everything that is missing."""
    catalog = load(folder)
    for one in list(due(catalog, read_review(folder, catalog))):
        sign(folder, catalog, one.area, one.role, one.language, DAY)


def test_nothing_is_signed_before_a_person_signs(folder: Path) -> None:
    """Every trade is asked for, the language once for each of them."""
    assert missing(folder) == {("law", "", False), *(("language", one, False) for one in ("kk", "ru", "en"))}


def test_a_signature_is_written_and_counts(folder: Path) -> None:
    """The file keeps its comment, and holds the trade, the day and the mark, but no name."""
    sign(folder, load(folder), LEAK, "law", "", DAY)
    written = (folder / "review.yaml").read_text(encoding="utf-8")
    assert written.startswith("# a comment\nneeded:")
    assert f"{{area: {LEAK}, role: law, date: 2026-12-01, fingerprint: " in written
    assert not any(role == "law" for role, *_ in missing(folder))


def test_signing_again_takes_the_place_of_the_old_one(folder: Path) -> None:
    """One signature stands for an area, a trade and a language."""
    for day in (DAY, date(2026, 12, 2)):
        sign(folder, load(folder), LEAK, "law", "", day)
        sign(folder, load(folder), LEAK, "language", "kk", day)
    signed = read_review(folder, load(folder)).signed
    assert [(one.role, one.date.day) for one in signed] == [("language", 2), ("law", 2)]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("flows/leak.yaml", said("proof"), said("another")),
        ("flows/leak.yaml", "{pictured-minor: no}", "{pictured-minor: [no, unknown]}"),
        ("flows/leak.yaml", "horizon: now", "horizon: today"),
        ("steps.yaml", said("tell"), said("another")),
        ("worries.yaml", said("no"), said("another")),
    ],
)
def test_any_change_voids_a_signature(folder: Path, name: str, old: str, new: str) -> None:
    """Words, conditions and order count, those of shared steps and worries too."""
    sign_all(folder)
    write(folder, {**changed(name, old, new), "review.yaml": (folder / "review.yaml").read_bytes()})
    assert ("law", "", True) in missing(folder)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("flows/leak.yaml", "id: leak", "# a comment\n\nid: leak"),
        ("flows/leak.yaml", "kind: situation\n", "kind: situation\nexamples: {ru: [слили]}\n"),
        ("flows/threats.yaml", said("stop"), said("another")),
    ],
)
def test_what_nobody_reads_voids_nothing(folder: Path, name: str, old: str, new: str) -> None:
    """Comments, other lines, examples for the matching and other areas leave a signature as it is."""
    sign_all(folder)
    write(folder, {**changed(name, old, new), "review.yaml": (folder / "review.yaml").read_bytes()})
    assert missing(folder) == set()


def test_a_language_is_void_by_its_own_words_alone(folder: Path) -> None:
    """Changed Kazakh leaves the signatures of Russian and English."""
    sign_all(folder)
    files = changed("flows/leak.yaml", 'kk: "kk proof"', 'kk: "басқа"')
    write(folder, {**files, "review.yaml": (folder / "review.yaml").read_bytes()})
    assert missing(folder) == {("law", "", True), ("language", "kk", True)}


@pytest.mark.parametrize(
    ("area", "role", "language", "why"),
    [
        ("flows/lek", "law", "", "did you mean: flows/leak?"),
        (LEAK, "language", "", "always: kk, ru, en"),
        (LEAK, "language", "de", "always: kk, ru, en"),
        (LEAK, "law", "kk", "language alone"),
    ],
)
def test_what_cannot_be_signed_is_refused(folder: Path, area: str, role: str, language: str, why: str) -> None:
    """An area that is not there, a language left out or where none belongs change nothing."""
    with pytest.raises(SignError, match=re.escape(why)):
        sign(folder, load(folder), area, role, language, DAY)  # type: ignore[arg-type]  # a trade from a table
    assert (folder / "review.yaml").read_text(encoding="utf-8") == NEEDED


def test_urgent_areas_are_unread_until_signed(folder: Path) -> None:
    """Emergency, crisis and what speaks to minors are named until all who have to have signed them."""
    assert {"flows/emergency", "flows/crisis", LEAK} <= set(unread(load(folder), folder))
    assert "flows/threats" not in urgent(load(folder))
    sign_all(folder)
    assert unread(load(folder), folder) == []


@pytest.mark.parametrize("written", ["needed: {}\n", "signed: [\n", None])
def test_without_a_usable_file_everything_urgent_is_unread(tmp_path: Path, written: str | None) -> None:
    """A missing, empty or broken file never passes for a signature."""
    folder = write(tmp_path, {"review.yaml": written})
    assert unread(load(folder), folder) == urgent(load(folder))


def test_every_area_of_the_real_content_can_be_signed() -> None:
    """Each has a mark, somebody who has to read it, and nobody has signed in their place."""
    catalog = load(HERE)
    file = read_review(HERE, catalog)
    assert set(areas(catalog).values()) <= file.needed.keys()
    assert len({fingerprint(catalog, area) for area in areas(catalog)}) == len(areas(catalog))


def test_advice_without_a_source_is_listed() -> None:
    """Whatever is marked as advice is named with its file and line."""
    found = list(advice(load(HERE)))
    assert found
    assert all(one.line and (HERE / one.file).is_file() for one in found)


def test_the_command_lists_and_signs(folder: Path, tmp_path: Path) -> None:
    """`qorgan sign` names what is missing, and with an area signs it."""
    before = qorgan(tmp_path, "sign", CONTENT_DIR=str(folder))
    assert (before.returncode, f"{LEAK}: not signed: law" in before.stdout) == (1, True)
    assert qorgan(tmp_path, "sign", LEAK, "--as", "law", CONTENT_DIR=str(folder)).returncode == 0
    assert f"{LEAK}: not signed: law" not in qorgan(tmp_path, "sign", CONTENT_DIR=str(folder)).stdout
    assert qorgan(tmp_path, "sign", "flows/lek", CONTENT_DIR=str(folder)).returncode == 2


def test_run_is_refused_when_signatures_are_required(folder: Path, tmp_path: Path) -> None:
    """One line names the setting and the areas, and nothing starts."""
    settings = {"BOT_TOKEN": "42:abcdef", "REQUIRE_SIGNED": "1", "CONTENT_DIR": str(folder)}
    done = qorgan(tmp_path, "run", **settings)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("REQUIRE_SIGNED: not signed: flows/")


async def test_run_warns_of_unsigned_screens_once_it_is_taken(folder: Path, tmp_path: Path) -> None:
    """The log names the command to use and the areas."""
    world = World()
    settings = {"BOT_TOKEN": world.token, "CONTENT_DIR": str(folder)}
    async with serve(world) as url, started(tmp_path, "run", BOT_API_URL=url, **settings) as process:
        assert process.stderr
        warning = await process.stderr.readuntil(b"(qorgan sign): ")
        areas = await process.stderr.readline()
    assert b"nobody has signed" in warning
    assert areas.startswith(b"flows/")


def test_nothing_is_warned_of_once_all_is_signed(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """An operator who has had everything read is left in peace."""
    sign_all(folder)
    assert unsigned(load(folder), folder, required=False) == ""
    assert caplog.messages == []
