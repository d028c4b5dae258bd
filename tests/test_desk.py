"""The editor's desk over HTTP, beside the running bot: what it shows, what it changes, and who may."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from content_files import FILES, LANGUAGES, changed, line_of, said, write
from desk_rig import Rig, desk_with_window
from processes import checking, needs_list, needs_two

from bot.preview.desk_web import ACTS
from flows.translations import record

RENAMED = changed("flows/leak.yaml", f"title: {said('proof')}", f"title: {said('keep it')}")
BROKEN = changed("flows/leak.yaml", "  - ask: public", "\t- ask: public")
PROOF = "flows/leak.yaml#steps/proof/title"


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    """Give a desk whose window stands at an action of a situation."""
    async with desk_with_window(write(tmp_path / "content")) as rig:
        await rig.aisha.opens()
        await rig.aisha.goes("ru leak", "ru none", "ru no")
        yield rig


async def test_the_desk_knows_the_screen(rig: Rig) -> None:
    """File and line, condition, what is known, and the same screen in every language with its length."""
    screen = (await rig.look())["screen"]
    assert (screen["file"], screen["line"]) == ("flows/leak.yaml", line_of(FILES["flows/leak.yaml"], "  - do: proof"))
    assert (screen["flow"], screen["id"], screen["when"]) == ("leak", "proof", "pictured-minor: no")
    assert next(fact["code"] for fact in screen["facts"] if fact["id"] == "pictured-minor") > 1
    assert [shown["text"].split()[0] for shown in screen["shown"]] == ["kk", "ru", "en"]
    assert all(0 < shown["length"] < shown["limit"] == 900 for shown in screen["shown"])
    assert ["kk plan", "kk next"] in screen["shown"][0]["rows"]


async def test_a_save_shows_at_once_on_the_same_screen(rig: Rig) -> None:
    """The message in the chat changes, nothing is sent, and the checks follow by themselves."""
    before = rig.aisha.person.last.id
    rig.save(RENAMED)
    assert (await rig.aisha.sees("ru keep it")).id == before
    state = await rig.sees(lambda state: state["checked"])
    assert (state["refused"], state["screen"]["id"]) == (False, "proof")


async def test_a_broken_save_shows_what_to_mend(rig: Rig) -> None:
    """The chat keeps the last good version, the desk names file and line, and the mended version shows."""
    rig.save(BROKEN)
    state = await rig.sees(lambda state: state["refused"])
    [found] = state["problems"]
    assert (found["file"], found["line"]) == ("flows/leak.yaml", line_of(str(BROKEN["flows/leak.yaml"]), "\t- ask"))
    assert "табуляция" in found["said"]["ru"]
    await rig.aisha.goes("ru next", "ru back")
    rig.save(RENAMED)
    await rig.aisha.sees("ru keep it")


@needs_list
@needs_two
async def test_a_save_gives_up_the_check_of_the_one_before(rig: Rig) -> None:
    """The newer version shows without waiting, and the findings are its own."""
    rig.save(changed("flows/threats.yaml", "  - contacts: [police]\n", ""))
    await rig.sees(lambda _: checking(rig.folder) > 1)
    rig.save(RENAMED)
    await rig.aisha.sees("ru keep it")
    state = await rig.sees(lambda state: state["checked"])
    assert (state["checking"], state["problems"]) == (False, [])


async def test_behind_help_now(rig: Rig) -> None:
    """The line to try next is told as what it is, not as the screen that help was called from."""
    await rig.aisha.goes("ru sos", "ru no-answer")
    screen = (await rig.look())["screen"]
    assert (screen["file"], screen["view"]) == ("contacts.yaml", "unanswered")


async def test_what_is_to_be_filled_in_comes_last(rig: Rig) -> None:
    """A note is marked as one: it is no fault of the editor's."""
    no_contacts = changed("flows/threats.yaml", "  - contacts: [police]\n", "")
    rig.save(changed("about.yaml", '"An organisation"', '""') | no_contacts)
    state = await rig.sees(lambda state: state["checked"])
    assert [found["file"] for found in state["problems"] if found["note"]] == ["about.yaml"]
    assert state["problems"][-1]["note"]


async def test_findings_of_a_save_do_not_hide_it(rig: Rig) -> None:
    """What can be shown is shown, whatever the checks say of it."""
    rig.save(changed("flows/threats.yaml", "  - contacts: [police]\n", ""))
    state = await rig.sees(lambda state: state["checked"])
    assert not state["refused"]
    assert "flows/threats.yaml" in {found["file"] for found in state["problems"]}


async def test_more_facts_leave_the_windows_where_they_are(rig: Rig) -> None:
    """A question added while a chat is open is no harm to its place."""
    answers = f"[{{id: yes, label: {said('yes')}}}]"
    more = f"  - id: paid\n    about: case\n    question: {said('paid')}\n    answers: {answers}\n"
    rig.save({"facts.yaml": FILES["facts.yaml"] + more})
    state = await rig.sees(lambda state: "paid" in {fact["id"] for fact in state["screen"]["facts"]})
    assert state["screen"]["id"] == "proof"
    await rig.aisha.goes("ru next", "ru back")


async def test_a_fact_out_of_its_place_is_told(rig: Rig) -> None:
    """The chat shows it, but people's old buttons would be misread: that stays among the findings."""
    moved = FILES["flows/crisis.yaml"].replace("mood", "tune")
    rig.save(changed("facts.yaml", "- id: mood", "- id: tune") | {"flows/crisis.yaml": moved})
    state = await rig.sees(lambda state: state["checked"])
    assert any("«mood» (fact) has lost its place" in found["said"]["en"] for found in state["problems"])


async def test_facts_are_set(rig: Rig) -> None:
    """The chat goes where the changed answer leads, and an answer can be taken back."""
    yes = 2
    assert await rig.act("fact", {"fact": "pictured-minor", "code": yes}) == (200, None)
    await rig.aisha.sees("ru link")
    await rig.act("fact", {"fact": "pictured-minor", "code": 0})
    state = await rig.sees(
        lambda state: not any(f["code"] for f in state["screen"]["facts"] if f["id"] == "pictured-minor")
    )
    assert state["screen"]["id"] == "link"


async def test_language_is_set(rig: Rig) -> None:
    """The same screen, in another language."""
    await rig.act("language", {"language": "kk"})
    await rig.aisha.sees("kk proof")
    assert (await rig.look())["screen"]["language"] == "kk"


async def test_time_is_set(rig: Rig) -> None:
    """At night the lawyer is closed; the message counts as fresh, so that nothing is asked anew."""
    await rig.aisha.goes("ru sos", "ru menu", "ru more", "ru lines", "ru skip")
    for at, open_now in (("2026-11-24T10:00", True), ("2026-11-24T23:00", False)):
        await rig.act("time", {"at": at})
        await rig.aisha.sees("ru open-now" if open_now else "ru opens")
        assert (await rig.look())["at"].startswith(at[:13])
    await rig.act("time", {"at": None})
    assert not (await rig.look())["shifted"]


@pytest.mark.parametrize("name", [*ACTS, "sheet"])
@pytest.mark.parametrize("token", ["", "guessed", "ё"])
async def test_writes_need_the_token(tmp_path: Path, name: str, token: str) -> None:
    """Without the token of this start nothing is done."""
    async with desk_with_window(write(tmp_path / "content")) as rig:
        status, _ = await rig.act(name, {"at": None}, token=token.encode().decode("latin-1"))
        assert status == 403


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Host": "evil.example"}])
async def test_other_sites_are_refused(rig: Rig, headers: dict[str, str]) -> None:
    """Neither the state with its token nor anything else is given to another site's page."""
    async with rig.session.get("/desk/state", headers=headers) as answer:
        assert answer.status == 403
        assert rig.desk.token not in await answer.text()


@pytest.mark.parametrize("body", [b"", b"[]", b'{"fact": "x"}', b'{"fact": "public", "code": "many"}'])
async def test_malformed_requests(rig: Rig, body: bytes) -> None:
    """What no page of ours sends is refused."""
    assert (await rig.act("fact", body))[0] == 400


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("fact", {"fact": "shoe-size", "code": 2}),
        ("fact", {"fact": "public", "code": 9}),
        ("language", {"language": "fr"}),
        ("words", {"name": "flows/leak.yaml#steps/nothing", "language": "ru", "said": "x", "was": ""}),
        ("words", {"name": "../secret.yaml#a", "language": "ru", "said": "x", "was": ""}),
        ("words", {"name": PROOF, "language": "fr", "said": "x", "was": ""}),
        ("sign", {"area": "flows/nothing", "role": "law"}),
        ("accept", {"file": "flows/leak.yaml", "line": 1, "language": "kk"}),
        ("accept", {"file": "../secret.yaml", "line": 1, "language": "kk"}),
    ],
)
async def test_what_cannot_be_done_is_said(rig: Rig, name: str, body: dict[str, str | int]) -> None:
    """The answer is a refusal with its reason, and nothing changed."""
    status, answer = await rig.act(name, body)
    assert (status, bool(answer["why"])) == (409, True)
    assert (rig.folder / "flows/leak.yaml").read_text(encoding="utf-8") == FILES["flows/leak.yaml"]


async def test_words_are_written_into_the_file(rig: Rig) -> None:
    """Only they change, they show at once, and what somebody else changed meanwhile is not overwritten."""
    body = {"name": PROOF, "language": "ru", "said": 'Сохраните "это"', "was": "ru proof"}
    assert (await rig.act("words", body))[0] == 200
    await rig.aisha.sees('Сохраните "это"')
    expected = FILES["flows/leak.yaml"].replace('"ru proof"', '"Сохраните \\"это\\""', 1)
    assert (rig.folder / "flows/leak.yaml").read_text(encoding="utf-8") == expected
    assert await rig.act("words", body) == (409, {"why": "changed"})


async def test_a_translation_that_is_right_as_it_is(rig: Rig) -> None:
    """After a change of the source its translations are told as old; one is accepted, and only it."""
    record(rig.folder, "ru", LANGUAGES)
    await rig.act("words", {"name": PROOF, "language": "ru", "said": "Сохраните это", "was": "ru proof"})
    state = await rig.sees(lambda state: state["checked"] and state["problems"])
    english, kazakh = sorted(state["problems"], key=lambda found: found["language"])
    assert (kazakh["rule"], kazakh["language"], english["language"]) == ("stale-translation", "kk", "en")
    place = {key: kazakh[key] for key in ("file", "line", "language")}
    assert (await rig.act("accept", place))[0] == 200
    state = await rig.sees(lambda state: state["checked"] and len(state["problems"]) == 1)
    assert state["problems"] == [english]


async def test_the_sheet_goes_out_and_comes_back(rig: Rig) -> None:
    """The sheet for a language downloads, and an unchanged one brings no change."""
    async with rig.session.get("/desk/sheet/kk") as answer:
        sheet = await answer.read()
    large = bytes(900_000) + sheet  # comes in many pieces; a spreadsheet is read from its end
    for sent in (sheet, large):
        assert await rig.act("sheet", sent) == (200, {"changed": [], "files": [], "refused": []})
    assert await rig.act("sheet", b"no sheet") == (409, {"why": "no-sheet"})
    async with rig.session.get("/desk/sheet/ru") as answer:
        assert answer.status == 409


async def test_a_phrase_is_tried(rig: Rig) -> None:
    """The desk says how words are understood and which phrases decided."""
    _, heard = await rig.act("phrase", {"text": "I want to die"})
    assert (heard["kind"], heard["phrases"]) == ("self-harm", ["want to die"])


async def test_what_changed_since_the_last_version(rig: Rig) -> None:
    """Changes are told in words; outside git that is said."""
    async with rig.session.get("/desk/changed") as answer:
        assert answer.status == 409
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-C", str(rig.folder)]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "x"]):
        await asyncio.to_thread(subprocess.run, [*git, *arguments], check=True)
    assert await rig.look("changed") == []
    rig.save(RENAMED)
    [found] = await rig.look("changed")
    assert found["file"] == "flows/leak.yaml"
    assert "proof: заголовок" in found["said"]["ru"]


async def test_signing(rig: Rig) -> None:
    """What waits for a sign-off is listed, signed, and listed as void once it changes."""
    rig.save({"review.yaml": "needed: {situation: [law]}\n"})
    leak = {"area": "flows/leak", "role": "law", "language": ""}
    assert leak | {"void": False} in await rig.look("unsigned")
    assert (await rig.act("sign", leak))[0] == 200
    assert [one["area"] for one in await rig.look("unsigned")] == ["flows/threats"]
    rig.save(RENAMED)
    await rig.aisha.sees("ru keep it")
    assert leak | {"void": True} in await rig.look("unsigned")


async def test_the_reviewers_page(rig: Rig) -> None:
    """It opens beside the desk, but cannot reach it."""
    async with rig.session.get("/desk/review.html") as answer:
        assert answer.status == 200
        assert answer.headers["Content-Security-Policy"].startswith("sandbox allow-scripts")


async def test_a_window_without_a_screen(tmp_path: Path) -> None:
    """Before the first message, or after hiding, there is nothing to show or to set."""
    async with desk_with_window(write(tmp_path / "content")) as rig:
        assert (await rig.look())["screen"] is None
        assert (await rig.act("language", {"language": "kk"}))[0] == 409
        rig.key = "nobody"
        assert (await rig.look())["screen"] is None
        assert (await rig.act("language", {"language": "kk"}))[0] == 409
