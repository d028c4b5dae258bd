"""The translator's sheet: out, changed, and back in, with nothing else touched and nothing lost."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pytest
from content_files import changed, said, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from test_cli import qorgan

from flows.loader import HERE
from flows.translate import SheetError, bring_in, export
from flows.translations import NOTE, record, translations
from flows.written import change, files, wordings

LANGUAGES = ("kk", "ru", "en")
TITLE = "flows/leak.yaml#title"
WORDS = st.text(st.characters(exclude_categories=["C"]), min_size=1).map(str.strip).filter(bool)


def out(folder: Path, language: str = "kk") -> BytesIO:
    """Export a sheet."""
    sheet = BytesIO()
    export(folder, "ru", language, sheet)
    return sheet


def names(sheet: BytesIO) -> list[str]:
    """Give the names of the texts in a sheet, in order."""
    return [str(row[0].value) for row in load_workbook(sheet).worksheets[0].iter_rows(min_row=2)]


def filled(sheet: BytesIO, words: dict[str, str], column: int = 4) -> BytesIO:
    """Write a translator's words into a sheet."""
    book, result = load_workbook(sheet), BytesIO()
    for row in book.worksheets[0].iter_rows(min_row=2):
        if row[0].value in words:
            row[column - 1].value = words[str(row[0].value)]
            row[column - 1].data_type = "s"
    book.save(result)
    return result


def states(folder: Path, names: Iterable[str] = (TITLE,)) -> set[str]:
    """Say in which state the Kazakh of some texts is."""
    return {one.state for one in translations(folder, "ru", ["kk"]) if one.wording.name in names}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write the small content with all its translations noted."""
    write(tmp_path)
    record(tmp_path, "ru", LANGUAGES)
    return tmp_path


@pytest.mark.parametrize("language", ["kk", "en"])
def test_an_untouched_sheet_changes_nothing(tmp_path: Path, language: str) -> None:
    """The real content, out and in again, keeps every byte."""
    for path in files(HERE):
        (tmp_path / path.relative_to(HERE)).parent.mkdir(exist_ok=True)
        (tmp_path / path.relative_to(HERE)).write_bytes(path.read_bytes())
    done = bring_in(tmp_path, "ru", LANGUAGES, out(tmp_path, language))
    assert (done.files, done.refused) == ([], [])
    assert all((tmp_path / path.relative_to(HERE)).read_bytes() == path.read_bytes() for path in files(HERE))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_translation_comes_back_in(folder: Path, data: st.DataObject) -> None:
    """Whatever a translator writes, equals signs and quotes too, stands in the content, and only that changed."""
    before = {one.name: one for one in wordings(folder)}
    words = data.draw(st.dictionaries(st.sampled_from(sorted(before)), WORDS, min_size=1, max_size=4))
    done = bring_in(folder, "ru", LANGUAGES, filled(out(folder), words))
    assert done.refused == []
    after = {one.name: one for one in wordings(folder)}
    assert {name: one.say("kk") for name, one in after.items() if name in words} == words
    assert all(one.say(key) == before[one.name].say(key) for one in after.values() for key in ("ru", "en"))


@pytest.mark.parametrize(("language", "reason"), [("ru", "source"), ("kk", "target")])
def test_a_text_changed_meanwhile_is_refused(folder: Path, language: str, reason: str) -> None:
    """The row is named, the content keeps what it has, and the other rows are taken."""
    sheet = filled(out(folder), {TITLE: "аударма", "flows/threats.yaml#title": "басқа"})
    change(folder, {(TITLE, language): "meanwhile"})
    done = bring_in(folder, "ru", LANGUAGES, sheet)
    assert [(name, why) for _, name, why in done.refused] == [(TITLE, reason)]
    assert done.changed == ["flows/threats.yaml#title"]
    assert 'kk: "аударма"' not in (folder / "flows/leak.yaml").read_text(encoding="utf-8")


def test_a_text_that_is_gone_is_refused(folder: Path) -> None:
    """A translation of a step that was deleted is named, and nothing breaks."""
    sheet = filled(out(folder), {"flows/leak.yaml#steps/later/title": "кейін"})
    write(folder, changed("flows/leak.yaml", "- do: later", "- do: other"))
    assert [why for *_, why in bring_in(folder, "ru", LANGUAGES, sheet).refused] == ["gone"]


def test_an_emptied_cell_changes_nothing(folder: Path) -> None:
    """A translation cannot be deleted by leaving its cell empty."""
    done = bring_in(folder, "ru", LANGUAGES, filled(out(folder), {TITLE: ""}))
    assert (done.files, done.refused) == ([], [])


def test_a_changed_source_makes_its_translation_stale(folder: Path) -> None:
    """Only that translation is marked, and it comes first in the sheet."""
    change(folder, {(TITLE, "ru"): "новое"})
    assert [one.wording.name for one in translations(folder, "ru", ["kk"]) if one.state == "stale"] == [TITLE]
    assert names(out(folder))[0] == TITLE
    record(folder, "ru", LANGUAGES)
    assert states(folder) == {"stale"}


@pytest.mark.parametrize("way", ["both changed", "sheet", "stands"])
def test_a_stale_translation_is_mended(folder: Path, way: str) -> None:
    """By changing it too, by the sheet, or by a mark in the sheet that it is right as it is."""
    change(folder, {(TITLE, "ru"): "новое"})
    if way == "both changed":
        change(folder, {(TITLE, "kk"): "жаңа"})
        record(folder, "ru", LANGUAGES)
    else:
        words, column = ({TITLE: "жаңа"}, 4) if way == "sheet" else ({TITLE: "х"}, 5)
        bring_in(folder, "ru", LANGUAGES, filled(out(folder), words, column))
    assert states(folder) == {"current"}


def test_a_missing_translation_is_written_where_it_belongs(folder: Path) -> None:
    """A text without Kazakh is marked in the sheet and gets its Kazakh beside the other languages."""
    write(folder, changed("flows/leak.yaml", f"title: {said('leak')}", 'title: {ru: "слили", en: "leaked"}'))
    assert states(folder) == {"missing"}
    bring_in(folder, "ru", LANGUAGES, filled(out(folder), {TITLE: "тарап кетті"}))
    assert 'title: {ru: "слили", kk: "тарап кетті", en: "leaked"}' in (folder / "flows/leak.yaml").read_text("utf-8")


def test_what_was_never_noted_is_not_called_stale(tmp_path: Path) -> None:
    """Without a note nothing is known, and nothing is claimed."""
    assert states(write(tmp_path)) == {"unrecorded"}


@pytest.mark.parametrize("what", ["not a spreadsheet", "another sheet", "another language"])
def test_a_strange_file_is_refused(folder: Path, what: str) -> None:
    """A file that is no sheet of ours changes nothing and is said to be none."""
    sheet = BytesIO(b"PK")
    if what == "another sheet":
        Workbook().save(sheet := BytesIO())
    if what == "another language":
        book = load_workbook(out(folder))
        book.worksheets[0].title = "ru"
        book.save(sheet := BytesIO())
    with pytest.raises(SheetError):
        bring_in(folder, "ru", LANGUAGES, sheet)


def test_a_file_that_is_not_there_is_said_to_be_so(folder: Path) -> None:
    """It is no matter of spreadsheets."""
    with pytest.raises(SheetError, match=r"kk\.xlsx is not there"):
        bring_in(folder, "ru", LANGUAGES, folder / "kk.xlsx")


@pytest.mark.parametrize("language", ["ru", "de"])
def test_nothing_is_translated_into_a_strange_language(folder: Path, language: str) -> None:
    """The source and an undeclared language have no sheet."""
    with pytest.raises(SheetError, match="en, kk"):
        out(folder, language)


def test_a_letter_lacks_only_languages_it_is_written_in() -> None:
    """Letters for offices are in Russian and Kazakh, and no English is asked for."""
    missing = {one.wording.file for one in translations(HERE, "ru", LANGUAGES) if one.state == "missing"}
    assert missing == set()


def test_the_command_takes_a_sheet_out_and_back_in(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Export says what is missing, import what it changed, and a refused row ends with code 1."""
    place = tmp_path_factory.mktemp("sheets")
    assert qorgan(place, "translate", "export", "--to", "kk", CONTENT_DIR=str(folder)).returncode == 0
    sheet = filled(BytesIO((place / "sheet.xlsx").read_bytes()), {TITLE: "аударма"})
    (place / "sheet.xlsx").write_bytes(sheet.getvalue())
    done = qorgan(place, "translate", "import", "sheet.xlsx", CONTENT_DIR=str(folder))
    assert (done.returncode, done.stdout) == (0, "Texts changed: 1\n")
    change(folder, {(TITLE, "kk"): "басқа"})
    again = qorgan(place, "translate", "import", "sheet.xlsx", CONTENT_DIR=str(folder))
    assert (again.returncode, f"{TITLE}: the translation was changed since" in again.stdout) == (1, True)


def test_the_command_accepts_what_is_right_as_it_is(folder: Path) -> None:
    """Recording leaves a stale translation stale; accepting it by name does not."""
    change(folder, {(TITLE, "ru"): "новое"})
    assert qorgan(folder, "translate", "record", CONTENT_DIR=str(folder)).returncode == 0
    assert states(folder) == {"stale"}
    assert qorgan(folder, "translate", "accept", TITLE, CONTENT_DIR=str(folder)).returncode == 0
    assert states(folder) == {"current"}


def test_the_command_accepts_no_text_that_is_not_there(folder: Path) -> None:
    """A misspelt name is said, and nothing is noted."""
    before = (folder / NOTE).read_bytes()
    done = qorgan(folder, "translate", "accept", f"{TITLE}s", CONTENT_DIR=str(folder))
    assert (done.returncode, f"{TITLE}s" in done.stderr) == (2, True)
    assert (folder / NOTE).read_bytes() == before
