"""Changing words in content files: what was meant stands there, and every other byte stays."""

import resource
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from content_files import changed, write
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import load
from flows.loader import HERE
from flows.review import sign
from flows.translations import record
from flows.written import ChangeError, Stretch, Wording, change, files, in_file, wordings
from flows.written import changed as rewritten

LANGUAGES = frozenset({"kk", "ru", "en"})
ANYTHING = st.text(st.characters(exclude_categories=["Cs"])).map(str.strip)
STYLES = {
    "plain": "t: {ru: aa, kk: bb} # c\nu: v\n",
    "double": 't:\n  ru: "aa"\n  kk: "b\n    b" # c\nu: v\n',
    "single": "t: {ru: 'aa', kk: 'bb'}\nu: v\n",
    "literal": "t:\n  ru: |-\n    aa\n\n    b\n\n  # c\n  kk: |2\n    bb\n\n\nu: v\n",
    "folded": "- t:\n    ru: >-\n      aa\n      b\n\n      c\n\n    # c\n    kk: >\n      bb\n- u: v\n",
}


@cache
def real() -> list[Wording]:
    """Every text of the real content."""
    return list(wordings(HERE))


def only(written: str) -> dict[str, str]:
    """Give the one text of a file by language."""
    (found,) = in_file("f.yaml", written, LANGUAGES)
    return {language: found.say(language) for language in found.by}


def name(written: str) -> str:
    """Give the name of the one text of a file."""
    return in_file("f.yaml", written, LANGUAGES)[0].name


@pytest.mark.parametrize("style", STYLES)
@settings(deadline=None, max_examples=50)
@given(said=ANYTHING)
def test_any_words_can_stand_in_any_style(style: str, said: str) -> None:
    """Words are read back as they were written, and the other language and all around it stay."""
    written = STYLES[style]
    result = rewritten("f.yaml", written, {(name(written), "ru"): said}, LANGUAGES)
    assert only(result) == only(written) | {"ru": said.replace("\r\n", "\n")}
    head, tail = written.split("aa")[0], written[written.index("kk:") :]
    assert result.endswith(tail)
    assert result.startswith(head.rstrip("\"'|>- \n"))


@pytest.mark.parametrize("style", STYLES)
def test_a_style_is_kept(style: str) -> None:
    """Simple words take the place of the others without another sign being touched."""
    written = STYLES[style]
    result = rewritten("f.yaml", written, {(name(written), "ru"): "zz"}, LANGUAGES)
    assert result.split("zz")[0] == written.split("aa")[0]


@pytest.mark.parametrize("style", STYLES)
@settings(deadline=None, max_examples=50)
@given(said=ANYTHING.filter(bool))
def test_a_missing_language_is_added(style: str, said: str) -> None:
    """A language that a text lacks comes in beside the first one, which stays as it is."""
    written = STYLES[style]
    result = rewritten("f.yaml", written, {(name(written), "en"): said}, LANGUAGES)
    assert only(result) == only(written) | {"en": said.replace("\r\n", "\n")}


def test_the_same_words_change_no_byte() -> None:
    """Writing what stands there already leaves every file of the content as it is."""
    for path in files(HERE):
        written = path.read_bytes().decode()
        same = {(one.name, key): one.say(key) for one in in_file("f.yaml", written, LANGUAGES) for key in one.by}
        assert rewritten("f.yaml", written, same, LANGUAGES) == written


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_real_content_takes_new_words_and_the_old_ones_back(data: st.DataObject) -> None:
    """Changed to something else and back, a text reads as before, and the rest never changed."""
    one = data.draw(st.sampled_from(real()))
    written, key = (HERE / one.file).read_bytes().decode(), (one.name, data.draw(st.sampled_from(sorted(one.by))))
    there = rewritten(one.file, written, {key: data.draw(ANYTHING)}, LANGUAGES)
    back = rewritten(one.file, there, {key: one.say(key[1])}, LANGUAGES)
    assert [found.by[key[1]].value.strip() for found in in_file(one.file, back, LANGUAGES) if found.key == one.key] == [
        one.say(key[1])
    ]


def test_every_text_has_its_own_name() -> None:
    """No two texts of the content are called the same."""
    names = [one.name for one in real()]
    assert len(names) == len(set(names)) > 1000


def test_a_change_is_written_to_the_file(tmp_path: Path) -> None:
    """Only the file with the text is written, and nothing else is left in the folder."""
    folder = write(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    assert change(folder, {("flows/leak.yaml#steps/proof/title", "kk"): "жаңа"}) == ["flows/leak.yaml"]
    assert 'kk: "жаңа"' in (folder / "flows/leak.yaml").read_text(encoding="utf-8")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("lost", ["flows/leak.yaml#steps/gone/title", "flows/gone.yaml#title", "../x.yaml#title"])
def test_a_text_that_is_gone_changes_nothing(tmp_path: Path, lost: str) -> None:
    """When one of several texts is not there, none is written."""
    folder = write(tmp_path)
    before = (folder / "flows/leak.yaml").read_bytes()
    with pytest.raises(ChangeError):
        change(folder, {("flows/leak.yaml#title", "ru"): "x", (lost, "ru"): "y"})
    assert (folder / "flows/leak.yaml").read_bytes() == before


def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    """A broken file is named, not guessed at."""
    folder = write(tmp_path, changed("flows/leak.yaml", "steps:", "steps: ["))
    with pytest.raises(ChangeError, match=r"leak\.yaml"):
        wordings(folder)


def test_a_stretch_is_where_the_words_stand() -> None:
    """Offsets count characters, so that Kazakh letters before a text do not move it."""
    written = 'a: "әғқ"\nt: {ru: "тут"}\n'
    stretch: Stretch = in_file("f.yaml", written, LANGUAGES)[0].by["ru"]
    assert (written[stretch.start : stretch.end], stretch.line) == ('"тут"', 2)


NOTES: dict[str, Callable[[Path], None]] = {
    ".translations.yaml": lambda folder: record(folder, "ru", ["ru", "kk"]),
    "review.yaml": lambda folder: sign(folder, load(folder), "law", "law", "", date(2026, 1, 1)),
}


@pytest.mark.parametrize("note", NOTES)
def test_what_cannot_be_written_whole_leaves_the_file_before(tmp_path: Path, note: str) -> None:
    """When the disk takes only a part of it, as when it is full."""
    folder, (most, highest) = write(tmp_path), resource.getrlimit(resource.RLIMIT_FSIZE)
    (folder / note).write_text("needed: {}\n", encoding="utf-8")
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, highest))
    try:
        with pytest.raises(OSError, match="large"):
            NOTES[note](folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, highest))
    assert (folder / note).read_text(encoding="utf-8") == "needed: {}\n"
