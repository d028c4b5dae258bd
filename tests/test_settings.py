"""What an operator may set, and what is said when a setting is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings

SECRET = "4242:a-secret,with-a-comma"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder with no setting in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return tmp_path


def problems(folder: Path, line: str) -> list[str]:
    """Give what is said of a `.env` with this line."""
    (folder / ".env").write_text(line, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    return caught.value.problems


def test_nothing_needs_to_be_set() -> None:
    """Without a `.env` everything has a value, and the token is empty."""
    settings = read_settings()
    assert settings.bot_token.get_secret_value() == ""
    assert settings.database_path == Path("data/qorgan.db")


def test_the_example_can_be_copied(folder: Path) -> None:
    """`.env.example` is a valid `.env` that changes nothing but the bot's name, and names every setting."""
    example = Path(__file__).parent.parent / ".env.example"
    text = example.read_text(encoding="utf-8")
    (folder / ".env").write_text(text, encoding="utf-8")
    assert read_settings().model_copy(update={"bot_name": ""}) == Settings.model_construct()
    assert [name for name in Settings.model_fields if f"\n{name.upper()}=" not in text] == []


def test_the_environment_is_above_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable wins over the line in `.env`."""
    (folder / ".env").write_text("PREVIEW_PORT=1\n", encoding="utf-8")
    monkeypatch.setenv("PREVIEW_PORT", "2")
    assert read_settings().preview_port == 2


@pytest.mark.parametrize("text", ["1,2", "1, 2", "1 2", "1,2,"])
def test_coordinators_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Ids are read the way people write lists."""
    monkeypatch.setenv("COORDINATOR_IDS", text)
    assert read_settings().coordinator_ids == {1, 2}


def test_a_webhook_may_be_at_a_number_and_a_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks like the beginning of a token, and is none."""
    monkeypatch.setenv("WEBHOOK_URL", "https://203.0.113.5:8443/hook")
    assert read_settings().webhook_url == "https://203.0.113.5:8443/hook"


WRONG = {
    "BOT_TOKEN=abc": "@BotFather",
    f"BOT_TOKEN={SECRET}": "@BotFather",
    "BOT_API_URL=localhost:8081": "http://",
    "BOT_API_URL=http://x:port": "http://",
    "COORDINATOR_IDS=@aisha": "separated by commas",
    "COORDINATOR_IDS=-1001234567890": "separated by commas",
    f"WEBHOOK_URL=https://x.kz/{SECRET}": "without the bot's token",
    "LOG_LEVEL=loud": "DEBUG, INFO",
    "PREVIEW_PORT=70000": "8080",
    "PREVIEW_PORT=web": "8080",
    f"BOT_NAME={'x' * 65}": "64",
}


@pytest.mark.parametrize(("line", "mend"), WRONG.items())
def test_a_wrong_value_is_one_line_that_says_how_to_mend_it(folder: Path, line: str, mend: str) -> None:
    """The line names the setting and what to write, never the value found."""
    name, value = line.split("=")
    (said,) = problems(folder, line)
    assert said.startswith(f"{name}: ")
    assert mend in said
    assert value not in said


def test_a_misspelt_setting_names_the_real_one(folder: Path) -> None:
    """A typo in `.env` does not pass silently."""
    assert problems(folder, "BOT_TOKN=1") == [
        "BOT_TOKN: .env has a setting that does not exist; did you mean BOT_TOKEN?"
    ]


def test_a_token_without_its_name_is_not_printed(folder: Path) -> None:
    """A line whose name is a token says what is wrong without showing it."""
    (said,) = problems(folder, f"{SECRET}=BOT_TOKEN")
    assert "NAME=value" in said
    assert "secret" not in said


@pytest.mark.parametrize(
    "line", [SECRET, f"BOT_TOKEN {SECRET}", f"BOT_TOKEN: {SECRET}", f'BOT_TOKEN="{SECRET}', "BOT_TOKEN"]
)
def test_a_line_that_sets_nothing_is_named(folder: Path, line: str) -> None:
    """Passed over, it would start a trial where the operator has given a token."""
    said = problems(folder, f"LOG_LEVEL=INFO\n{line}\n")
    assert said == [".env:2: this line is not of the form NAME=value"]


def test_all_problems_are_said_at_once(folder: Path) -> None:
    """Two wrong settings give two lines."""
    assert len(problems(folder, "PREVIEW_PORT=x\nLOG_LEVEL=y")) == 2


def test_a_file_in_another_encoding_is_said(folder: Path) -> None:
    """A `.env` that is not UTF-8 is named."""
    (folder / ".env").write_bytes("BOT_NAME=Қорған".encode("utf-16"))
    with pytest.raises(SettingsError, match="UTF-8"):
        read_settings()
