"""Screens with lines to call: a card, what when nobody answers, and help without speaking."""

from pathlib import Path

from content_files import changed, said
from visitor import visiting

TO_CONTACTS = ["threats", "none", "next"]


def test_a_card_tells_what_is_known(tmp_path: Path) -> None:
    """A card has the number alone, hours, the first sentence, and how to call; what is not sourced is left out."""
    tapped = visiting(tmp_path).taps(*TO_CONTACTS, "lawyer")
    assert tapped.sees.split("\n\n") == [
        "en heading-card",
        "en lawyer\n☎ 150",
        "en lawyer\nen open-now, en open-until 18:00",
        "en say-first en lawyer",
        "en number-how en call-log",
        "en checked 01.11.2026",
    ]
    assert "<code>150</code>" in tapped.reply.screen.text
    assert [one.copy for one in tapped.buttons if one.copy] == ["150"]


def test_a_card_tells_all_that_is_sourced(tmp_path: Path) -> None:
    """Cost, languages, name and confidence are told when they are known."""
    more = f"    free: yes\n    languages: [kk, ru]\n    asks-name: {said('asks')}\n    passes-on: {said('tells')}\n"
    changes = changed("contacts.yaml", "    needs: [police]\n", "    needs: [police]\n" + more)
    told = visiting(tmp_path, changes).taps(*TO_CONTACTS, "lawyer").sees.split("\n\n")[2].split("\n")[1:]
    assert told == [
        "en open-now, en open-until 18:00, en free",
        "en languages kk, ru",
        "en asks-name en asks",
        "en passes-on en tells",
    ]


def test_a_line_without_a_number_is_only_written_to(tmp_path: Path) -> None:
    """A line with an address has a button for it, no number to copy and nobody who does not answer."""
    link = f"    links: [{{label: {said('write')}, url: https://example.org/}}]\n"
    changes = changed("contacts.yaml", '    numbers: ["150"]\n', link)
    tapped = visiting(tmp_path, changes).taps(*TO_CONTACTS, "lawyer")
    assert [one.url for one in tapped.buttons if one.url] == ["https://example.org/"]
    assert not [one for one in tapped.buttons if one.copy]
    assert "en no-answer" not in tapped.offered


def test_each_screen_with_lines_has_ways_out(tmp_path: Path) -> None:
    """Contacts, emergency and crisis offer the next line, and help without speaking."""
    for way in (TO_CONTACTS, ["sos"], ["leak", "self-harm"]):
        tapped = visiting(tmp_path / way[-1]).taps(*way)
        assert {"en no-answer", "en quiet"} <= set(tapped.offered)
        assert tapped.taps("quiet").sees == "en heading-quiet\n\nen write\n\nen show-this\nen help"


def test_no_answer_leads_from_line_to_line(tmp_path: Path) -> None:
    """Each line that does not answer leads to another, and 112 is among them."""
    tapped = visiting(tmp_path).taps(*TO_CONTACTS, "no-answer")
    assert tapped.sees.startswith("en try-next\n\nen lawyer")
    assert "112" in tapped.taps("no-answer").sees
