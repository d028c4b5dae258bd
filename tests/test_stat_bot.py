"""/stats as coordinators see it, and as nobody else does."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from counter_files import fill
from driver import Phone, Qorgan, content, running, word
from emulator_api import StoppedClock
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from stat_files import IN_CAMPAIGN, IN_NOVEMBER, book

from bot.preview import Button, World
from flows.lines import ALMATY
from flows.screens import visible
from handlers.ledger import Place

COUNTED = {
    ("opened", ""): 61,
    ("request", "threats"): 52,
    ("request", "bullying"): 9,
    ("time", "night"): 30,
    ("time", "day"): 30,
    ("step", "threats.front-door"): 50,
}
WORDS = book().words


@pytest.fixture
def clock() -> StoppedClock:
    """Give a clock in the campaign of 2026."""
    clock = StoppedClock()
    clock.seconds = datetime(2026, 12, 1, 12, tzinfo=ALMATY).timestamp()
    return clock


@pytest.fixture
def counted(tmp_path: Path) -> Path:
    """Make counters of November and the campaign."""
    path = tmp_path / "qorgan.db"
    fill(path, COUNTED, "ru", IN_NOVEMBER)
    fill(path, {("request", "threats"): 23}, "kk", IN_CAMPAIGN)
    return path


@pytest.fixture
async def qorgan(world: World, counted: Path) -> AsyncIterator[Qorgan]:
    """Run the bot over these counters."""
    async with running(world, counted.parent) as qorgan:
        yield qorgan


@pytest.fixture
async def dana(qorgan: Qorgan) -> Phone:
    """Give a coordinator who looks at the statistics."""
    dana = qorgan.phone("ru")
    qorgan.app.face.coordinators = {dana.person.id}
    await dana.types("/stats")
    return dana


async def test_stats_shows_the_last_closed_part(dana: Phone) -> None:
    """In the campaign it is November without it, in words; the command is gone."""
    await dana.sees_only("Ноябрь 2026 (01.11–24.11)")
    assert all(said in dana.shown[0] for said in ("Обращений: 50", "Открыли бота: 60", "шантаж – 50"))


async def test_help_explains_the_numbers(dana: Phone) -> None:
    """/stats help says how to read the numbers, then what each topic means, page by page."""
    shown = await dana.types("/stats help")
    assert book().method[2] in shown.text
    last = dana.labels[0].partition("/")[2]
    await dana.goes(f"→ 2/{last}", f"→ 3/{last}")
    assert f"{book().topics[0].means} {book().topics[0].but}" in dana.person.last.text


@pytest.mark.usefixtures("dana")
async def test_others_get_the_ordinary_answer(qorgan: Qorgan, aisha: Phone) -> None:
    """Whoever is no coordinator meets the bot that everybody meets."""
    typed = qorgan.app.face.engine.understand("/stats", "ru", now=qorgan.app.face.now())
    answer = await aisha.types("/stats")
    assert answer.text == visible(typed.screen.text)
    await aisha.sees_only(answer.text)


@pytest.mark.parametrize("action", ["show", "help", "chart", "csv"])
async def test_buttons_are_for_coordinators_only(qorgan: Qorgan, dana: Phone, action: str) -> None:
    """Who is no coordinator any more gets nothing from an old message's buttons but the first screen."""
    label = {"show": "2026", "help": WORDS["button-help"], "csv": "CSV"}.get(action, "")
    if action == "chart":
        await dana.goes("Обращения по языкам")
        label = WORDS["button-chart"]
    qorgan.app.face.coordinators = set()
    await dana.taps(label)
    await dana.sees(content().start.say("ru").splitlines()[0])
    assert not {"senddocument", "sendphoto"} & set(qorgan.world.calls)


async def test_taps_of_coordinators_are_not_counted(qorgan: Qorgan, dana: Phone) -> None:
    """Looking at the numbers does not change them."""
    await dana.goes("Обращения по языкам", WORDS["button-summary"])
    assert qorgan.counters.pending == 0


async def test_a_topic_in_detail(dana: Phone) -> None:
    """A topic has each subject with its figure, what it means and what it does not."""
    await dana.goes("Обращения по ситуациям")
    text = dana.person.last.text
    assert "Мне угрожают, шантаж – 50, 100 %" in text
    assert "Травят в интернете – <10" in text
    assert next(topic for topic in book().topics if topic.id == "request").but in text


async def test_all_topics(dana: Phone) -> None:
    """Every topic has a button behind `All topics`."""
    await dana.goes(WORDS["button-topics"])
    assert [topic.name for topic in book().topics if topic.name not in dana.labels] == []
    await dana.goes("Экран кризиса")
    assert "Не хочу жить – <10" in dana.person.last.text


async def test_a_long_topic_is_turned_like_a_book(dana: Phone) -> None:
    """Steps have a page for each flow; before the first comes the last."""
    await dana.goes("Показанные шаги")
    first, (back, on) = dana.person.last.text, dana.labels[:2]
    await dana.goes(on, "← 1/" + back.partition("/")[2])
    assert dana.person.last.text == first


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("campaign-2026", "16 дней, 2026 (25.11–10.12), ещё идёт: обращений 25"),
        ("2026-Q4", "4-й квартал 2026"),
        ("2026", "2026 год"),
        ("← 2026-10", "Октябрь 2026"),
    ],
)
async def test_periods(dana: Phone, label: str, said: str) -> None:
    """Other periods are a tap away; the open one has its total alone."""
    await dana.goes(label)
    assert said in dana.person.last.text


async def test_no_period_to_come_is_offered(dana: Phone) -> None:
    """There is a way to the campaign that goes on, and none past it."""
    await dana.goes("campaign-2026 →")
    assert not [label for label in dana.labels if label.endswith("→")]


async def test_the_language_stays(qorgan: Qorgan) -> None:
    """Somebody whose phone speaks Kazakh reads Kazakh."""
    dana = qorgan.phone("kk")
    qorgan.app.face.coordinators = {dana.person.id}
    await dana.types("/STATS@qorgan_bot")
    await dana.goes(book("kk").words["button-help"])
    assert book("kk").words["how"] in dana.person.last.text


async def sent(dana: Phone, label: str) -> tuple[str, bytes]:
    """Tap a button and get the file it brings."""
    tap = await dana.taps(label)
    assert tap.answer
    assert tap.answer.text == WORDS["preparing"]
    message = await dana.person.until(lambda me: next((one for one in me.messages if one.document), None))
    assert message.document
    return message.document.file_name, message.document.body


async def test_a_picture_for_the_phone(qorgan: Qorgan, dana: Phone) -> None:
    """A topic's picture is as wide as a phone shows it, and is sent as a picture."""
    await dana.goes("Обращения по языкам")
    name, picture = await sent(dana, WORDS["button-chart"])
    assert (name, Image.open(io.BytesIO(picture)).width) == ("2026-11-ru.png", 1080)
    assert qorgan.world.calls["sendphoto"] == 1


@pytest.mark.parametrize(
    ("label", "name", "begins"),
    [
        ("XLSX", "2026-11-ru.xlsx", b"PK"),
        ("CSV", "2026-11-ru.csv", "\ufeffПериод".encode()),
        ("Отчёт на русском", "2026-11-ru.html", b'<!doctype html>\n<html lang="ru">'),
        ("Отчёт на казахском", "2026-11-kk.html", b'<!doctype html>\n<html lang="kk">'),
    ],
)
async def test_files(dana: Phone, label: str, name: str, begins: bytes) -> None:
    """Sheets and reports come as files."""
    found, body = await sent(dana, label)
    assert found == name
    assert body.startswith(begins)


async def test_files_stay_until_hiding(qorgan: Qorgan, dana: Phone) -> None:
    """The next screen leaves a file where it is; hiding takes it away."""
    await sent(dana, "CSV")
    await dana.taps("2026")
    await dana.sees("2026 год")
    await qorgan.quiet()
    assert len(dana.shown) == 2
    await dana.taps(word("hide"), dana.person.messages[0])
    await dana.sees_only(word("hidden"))


async def test_unreadable_counters_are_said(tmp_path: Path, dana: Phone) -> None:
    """A damaged file is one sentence for the coordinator, and nobody sees an error."""
    (tmp_path / "qorgan.db").write_bytes(b"not a database" * 500)
    await dana.goes("2026")
    assert WORDS["failed"] in dana.person.last.text


@given(
    st.sampled_from(["ru", "kk", "en"]),
    st.sampled_from(["2026", "2026-Q4", "2026-11", "campaign-2026", "2026-W48"]),
    st.sampled_from(["", *(topic.id for topic in book().topics)]),
    st.integers(0, 999),
    st.sampled_from(["show", "topics", "help", "chart", "xlsx", "csv", "ru", "kk"]),
)
def test_places_come_back_from_buttons(language: str, period: str, topic: str, number: int, action: str) -> None:
    """Every place fits into a button and is read from it as it was."""
    place = Place(language, period, topic, number, action)  # type: ignore[arg-type] # one of the actions
    assert len(place.pack()) <= 64
    assert Place.unpack(place.pack()) == place


@pytest.mark.parametrize(
    "text", ["", "s", "sru", "xru", "sru.2026.request.0.burn", "sru.2026.request.-1.show", "s" * 64]
)
def test_other_buttons_are_none_of_ours(text: str) -> None:
    """Hide buttons, positions and made-up data are not taken for a place."""
    assert Place.unpack(text) is None


@pytest.mark.parametrize("place", ["2026-W48", "2999-01", "2026-99", "2000", "campaign-2000"])
async def test_made_up_places_land_softly(qorgan: Qorgan, dana: Phone, place: str) -> None:
    """Whatever a coordinator's button says, a screen of the statistics comes."""
    dana.person.tap(Button("…", data=f"sru.{place}.step.999.show"), dana.person.last)
    await qorgan.quiet()
    assert "Статистика" in dana.person.last.text or "Показанные" in dana.person.last.text
