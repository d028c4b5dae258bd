"""stats, report, backup and restore as an operator runs them."""

from __future__ import annotations

import csv
import io
import json
from argparse import ArgumentParser
from pathlib import Path

import pytest
from counter_files import fill, garbage, total
from openpyxl import load_workbook
from stat_files import SIXTEEN, book
from test_cli import qorgan

from bot.arguments import declare_statistics
from bot.settings import Settings
from bot.statistics import REFUSED, perform, today
from storage import file, keeping
from storage.keeping import in_use
from storage.periods import last_closed, week_name

LAST = last_closed(today(), SIXTEEN)


def command(*arguments: str, floor: int = 10) -> str:
    """Carry out a command in the current folder; what it prints, or the line that tells why not."""
    parser = ArgumentParser()
    declare_statistics(parser.add_subparsers(dest="command"))
    told = Settings.model_construct(None, database_path=Path("data/qorgan.db"), statistics_floor=floor)
    try:
        return perform(parser.parse_args(arguments), told)
    except REFUSED as error:
        return str(error)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder, before a terminal that speaks English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en_US.UTF-8")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Make counters of the part that closed last, where the settings look for them."""
    path = tmp_path / "data" / "qorgan.db"
    fill(path, {("request", "threats"): 23, ("contact", "police-102"): 11, ("source", "school"): 14}, "kk", LAST.first)
    return path


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize("option", [[], ["--period", LAST.name], ["--by", "flow"], ["--lang", "ru"]])
def test_the_table(option: list[str]) -> None:
    """By default it is the part that closed last, in the terminal's language."""
    told = command("stats", *option)
    names = {topic.id: topic.name for topic in book("ru" if "ru" in option else "en").topics}
    assert names["request"] in told
    assert (names["contact"] in told) == (option != ["--by", "flow"])


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize(
    ("topic", "code", "count"),
    [("flow", "threats", "25"), ("language", "kk", "25"), ("source", "school", "15"), ("contact", "police-102", "10")],
)
def test_csv(topic: str, code: str, count: str) -> None:
    """Each topic has its rows, under their codes."""
    told = command("stats", "--by", topic, "--format", "csv", "--lang", "en")
    assert {row["Code"]: row["Count"] for row in csv.DictReader(io.StringIO(told))}[code] == count


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize(("form", "begins"), [("csv", b"\xef\xbb\xbfPeriod"), ("json", b"{")])
def test_a_file_opens_with_its_letters_right(form: str, begins: bytes) -> None:
    """Excel takes CSV for UTF-8 only with a byte order mark, which programs that read JSON refuse."""
    command("stats", "--format", form, "--lang", "en", "-o", "requests")
    assert Path("requests").read_bytes().startswith(begins)


@pytest.mark.usefixtures("path")
def test_json() -> None:
    """A program reads the same."""
    told = json.loads(command("stats", "--by", "step", "--format", "json"))
    assert (told["period"], [topic["topic"] for topic in told["topics"]]) == (LAST.name, ["step"])


@pytest.mark.usefixtures("path")
def test_xlsx() -> None:
    """A workbook needs a file."""
    assert "-o requests.xlsx" in command("stats", "--format", "xlsx")
    assert command("stats", "--format", "xlsx", "-o", "requests.xlsx") == "requests.xlsx"
    assert len(load_workbook("requests.xlsx").sheetnames) == len(book().topics) + 2


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize("language", ["ru", "kk"])
def test_report(language: str) -> None:
    """The report is one page in the language asked for."""
    assert command("report", "--period", LAST.name, "--lang", language, "-o", "page.html") == "page.html"
    html = Path("page.html").read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in html
    assert book(language).words["how"] in html


@pytest.mark.usefixtures("path")
def test_a_week_has_a_total_alone() -> None:
    """A week's requests are one number."""
    told = json.loads(command("stats", "--period", week_name(LAST.first), "--format", "json"))
    assert (told["topics"], told["so_far"][0]["requests"]) == ([], {"shown": 25, "under": 0})


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--period", "lately"], "--period: 'lately' is no period; write one such as 2026-W48"),
        (["--period", f"{today().year + 1}-01"], "has not begun"),
        (["--by", "region"], "--by: write one of opened, flow, passed-on, language, source"),
        (["--lang", "de"], "--lang: write one of kk, ru, en"),
        (["-o", "no/such/folder.txt"], "-o no/such/folder.txt: cannot be written"),
    ],
)
def test_what_cannot_be_asked_is_said(options: list[str], said: str) -> None:
    """One line tells the operator what to write."""
    told = command("stats", *options)
    assert (said in told, "\n" in told) == (True, False)


@pytest.mark.usefixtures("path")
def test_a_higher_floor_hides_more() -> None:
    """The operator's floor holds for whatever is printed."""
    assert "<20" in command("stats", "--by", "source", floor=20)


def test_backup_and_restore(path: Path) -> None:
    """A backup has its day in its name; restored, it takes the counters' place, and says where those are."""
    name = f"data/qorgan-{today().isoformat()}.db"
    assert command("backup") == name
    garbage(path)
    assert command("restore", name) == (
        "data/qorgan.db is now the backup; what was there is kept in data/qorgan.db.before-restore"
    )
    assert total(path) == 48


@pytest.mark.parametrize("name", ["stats", "report", "backup"])
def test_no_counters_are_said(name: str) -> None:
    """Without a counter file one plain sentence says so."""
    assert command(name) == file.MISSING


def test_restore_is_refused_while_the_bot_runs(tmp_path: Path, path: Path) -> None:
    """While a bot holds the lock, one line says so, and the code is 2."""
    command("backup", "copy.db")
    with in_use(path):
        done = qorgan(tmp_path, "restore", "copy.db")
    assert (done.returncode, done.stderr) == (2, keeping.RUNNING + "\n")


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize(("floor", "code"), [("5", 2), ("12", 2), ("20", 0)])
def test_the_floor_can_only_be_raised(tmp_path: Path, floor: str, code: int) -> None:
    """A floor under 10, or one that numbers are not rounded to, is refused."""
    done = qorgan(tmp_path, "stats", "--by", "source", STATISTICS_FLOOR=floor)
    assert done.returncode == code
    assert done.stderr.startswith("STATISTICS_FLOOR") if code else "<20" in done.stdout


@pytest.mark.parametrize("name", ["stats", "restore"])
def test_help_teaches(tmp_path: Path, name: str) -> None:
    """Each command explains itself."""
    done = qorgan(tmp_path, name, "--help")
    assert done.returncode == 0
    assert ("campaign-2026" in done.stdout) == (name == "stats")
