"""What stands on a screen: rows, words, actions and the plan, and the last row that never changes."""

from pathlib import Path

import pytest
from content_files import FILES, LANGUAGES, NOW, Changes, changed, said, small
from visitor import Visitor, visiting

from flows import Button, Catalog, Engine
from flows.checks import Subject
from flows.checks.screens import places
from flows.models import BOTH
from flows.screens import in_rows, page_of, paragraphs, visible

TO_TELL = ["leak", "none", "no", "next", "yes", "next"]


DEPENDS = f"""  - do: calm
    when: {{public: yes}}
    horizon: week
    title: {said("calm")}
    text: {said("calm")}
    stuck: {said("calm")}
"""
"""An action that only one answer leads to."""


@pytest.fixture
def catalog() -> Catalog:
    """Give the small content."""
    return small()


def added(name: str, more: str) -> Changes:
    """A file of the small content with something at its end."""
    return {name: FILES[name] + more}


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        ([], []),
        (["a"], [["a"]]),
        (["a", "b"], [["a", "b"]]),
        (["a", "b", "c"], [["a", "b"], ["c"]]),
        (["a", "fourteen chars", "b"], [["a"], ["fourteen chars"], ["b"]]),
        (["thirteen char", "b"], [["thirteen char", "b"]]),
        (["fourteen chars", "a", "b"], [["fourteen chars"], ["a", "b"]]),
    ],
)
def test_short_buttons_stand_in_pairs(labels: list[str], rows: list[list[str]]) -> None:
    """Two labels of up to thirteen characters share a row, in their order; a longer one stands alone."""
    found = in_rows(Button(label, data="x") for label in labels)
    assert [[button.label for button in row] for row in found] == rows


@pytest.mark.parametrize(
    ("count", "number", "shown", "more"),
    [
        (0, 0, [], False),
        (3, 0, [0, 1, 2], False),
        (4, 0, [0, 1, 2, 3], False),
        (5, 0, [0, 1, 2], True),
        (5, 1, [3, 4], False),
        (9, 1, [3, 4, 5], True),
        (5, 999, [], False),
    ],
)
def test_a_long_list_is_shown_in_pages(count: int, number: int, shown: list[int], *, more: bool) -> None:
    """A list that is one too long for a page is shown whole: the button for more would take the same room."""
    assert page_of(list(range(count)), number, 3) == (shown, more)


def test_empty_parts_leave_no_gap() -> None:
    """What is not there leaves no empty line; tags and entities are not what a person counts."""
    assert paragraphs("a", None, "", "b") == "a\n\nb"
    assert visible("<b>a</b> &lt; <a href='https://x'>b</a>") == "a < b"


def test_the_last_row_is_the_same_everywhere(catalog: Catalog, tmp_path: Path) -> None:
    """On every screen of every language: hide, back, menu, help now; in two languages hide and help now."""
    subject = Subject(catalog, tmp_path, NOW)
    for one in places(subject):
        language = one.position.language
        row = subject.draw.screen(one.position, NOW).rows[-1]
        if language == BOTH:
            assert [button.label for button in row] == ["kk hide · ru hide", "kk sos · ru sos"]
        else:
            assert [button.label for button in row] == [
                f"{language} {word}" for word in ("hide", "back", "menu", "sos")
            ]


def test_every_button_does_one_thing(catalog: Catalog, tmp_path: Path) -> None:
    """A button leads somewhere, copies something or opens an address: exactly one of the three."""
    subject = Subject(catalog, tmp_path, NOW)
    buttons = {b for one in places(subject) for row in subject.draw.screen(one.position, NOW).rows for b in row}
    assert all(sum(value is not None for value in (b.data, b.copy, b.url)) == 1 for b in buttons)


def test_the_first_screen_has_the_menu_and_the_languages(catalog: Catalog) -> None:
    """The first screen speaks its own words over the entries of the main page, and offers every language."""
    first, menu = Visitor(Engine(catalog)), Visitor(Engine(catalog)).taps("menu")
    assert first.sees == "en start"
    assert menu.sees == "en menu\n\nen what"
    assert first.offered == menu.offered
    assert first.offered[3:6] == list(LANGUAGES)
    assert "kk" not in menu.taps("more").offered


@pytest.mark.parametrize(
    ("way", "heading"),
    [
        (["leak", "none", "no"], "en step 1"),
        (["leak", "none", "no", "next", "yes"], "en step-of 2 3"),
        (["leak", "none", "no", "next", "yes", "next", "no"], "en step-of 3 3"),
        (["threats", "none"], "en step-of 1 1"),
        (["leak", "none", "no", "plan", "4"], "en horizon-now"),
    ],
)
def test_progress_tells_only_what_is_sure(tmp_path: Path, way: list[str], heading: str) -> None:
    """While a question or hand-over to come can change the total it is not told; extras have no number."""
    assert visiting(tmp_path).taps(*way).sees.split("\n")[0].split(" · ")[0] == heading


def test_a_question_that_cannot_come_hides_no_total(tmp_path: Path) -> None:
    """A question whose own condition is ruled out changes nothing."""
    ruled_out = "  - ask: public\n    when: {danger: yes}\n" + DEPENDS + "  - do: stop"
    changes = changed("flows/threats.yaml", "  - do: stop", ruled_out)
    assert "en step-of 1 1" in visiting(tmp_path, changes).taps("threats", "none").sees


@pytest.mark.parametrize(
    ("age", "told"),
    [
        ("yes", ["en tell", "En ask 111"]),
        ("no", ["en tell", "en tell", "en who-adult"]),
        ("skip", ["en tell", "en tell", "en who-adult", "en minor-route en ask 111"]),
    ],
)
def test_an_action_for_adults_has_a_way_for_the_young(tmp_path: Path, age: str, told: list[str]) -> None:
    """Who is under 18 sees the route open to them instead, who did not say sees both."""
    assert visiting(tmp_path).taps(*TO_TELL, age).sees.split("\n\n")[1:] == told


def test_what_stands_behind_an_action_has_its_title(tmp_path: Path) -> None:
    """Stuck-help tells which action it belongs to."""
    assert visiting(tmp_path).taps("threats", "none", "stuck").sees == "en heading-stuck\n\nen stop\n\nen stop"


@pytest.mark.parametrize(("pictured", "told"), [("no", "open"), ("yes", "careful"), ("skip", "careful")])
@pytest.mark.parametrize("platform", ["Other", "Mine"])
def test_a_route_is_careful_unless_all_are_adults(tmp_path: Path, pictured: str, told: str, platform: str) -> None:
    """Where somebody may be under 18 the careful route shows, on a platform without one that of the fallback."""
    route = "  {harm}: {{text: {text}, sources: [https://x.org], verified: 2026-11-01, confidence: high}}\n"
    both = route.format(harm="image", text=said("open")) + route.format(harm="image-minor", text=said("careful"))
    mine = "id: mine\nname: Mine\norder: 1\nroutes:\n" + route.format(harm="image", text=said("open"))
    other = "id: other\nname: Other\norder: 9\nroutes:\n" + both
    changes: Changes = {"platforms/other.yaml": other, "platforms/mine.yaml": mine}
    sees = visiting(tmp_path, changes).taps("leak", "none", pictured, "next", "yes", platform).sees
    assert sees.split("\n\n") == [f"en heading-remove: {platform}", f"en {told}", "en route-moved 01.11.2026"]


def test_many_platforms_open_on_a_page_of_their_own(tmp_path: Path) -> None:
    """Four platforms stand under the action, the others behind one button, in their order; Back leads to that page."""
    changes: Changes = {
        f"platforms/p{number}.yaml": FILES["platforms/other.yaml"]
        .replace("id: other", f"id: p{number}")
        .replace("name: Other", f"name: P{number}")
        .replace("order: 9", f"order: {number}")
        for number in range(6)
    }
    tapped = visiting(tmp_path, changes).taps(*TO_TELL[:5])
    assert [one for one in tapped.offered if one[0] in "PO"] == ["P0", "P1", "P2", "P3"]
    assert [one for one in tapped.taps("other-platforms").offered if one[0] in "PO"] == ["P4", "P5", "Other"]
    assert tapped.taps("P5", "back").offered[:3] == ["P4", "P5", "Other"]
    assert tapped.taps("back").place == "leak.remove"


@pytest.mark.parametrize(("routes", "offered"), [("image", True), ("image-minor", True), ("threats", False)])
def test_a_platform_with_only_its_routes_is_offered_for_no_other_harm(
    tmp_path: Path, routes: str, *, offered: bool
) -> None:
    """A search engine hides a picture; who is threatened gets no card of it."""
    mine = FILES["platforms/other.yaml"].replace("id: other", "id: mine").replace("name: Other", "name: Mine")
    mine = mine.replace("routes:", 'only-routes: "yes"\nroutes:').replace("  image:", f"  {routes}:")
    tapped = visiting(tmp_path, {"platforms/mine.yaml": mine}).taps(*TO_TELL[:5])
    assert ("Mine" in tapped.offered) is offered


def test_many_answers_are_shown_in_pages(tmp_path: Path) -> None:
    """A question with many answers shows six at a time, and can be skipped on each page."""
    many = "".join(f", {{id: r{number}, label: {said(f'r{number}')}}}" for number in range(8))
    changes = changed("facts.yaml", "label: " + said("astana") + "}]", "label: " + said("astana") + "}" + many + "]")
    tapped = visiting(tmp_path, changes).taps("more", "lines")
    assert len(tapped.offered) == 6 + len(["rest", "skip"]) + 4
    tapped.taps("rest")
    assert [one for one in tapped.offered if " r" in one] == ["en r4", "en r5", "en r6", "en r7"]
    assert tapped.taps("r7").told["region"] == "r7"


def test_the_plan_goes_by_when_to_do_it(tmp_path: Path) -> None:
    """The plan lists all actions that hold, the nearest first, each with a numbered button."""
    week = changed("flows/leak.yaml", "  - remove: image\n    horizon: now", "  - remove: image\n    horizon: week")
    tapped = visiting(tmp_path, week).taps("leak", "none", "no", "plan")
    assert tapped.sees == (
        "en plan-heading\n\nen horizon-now\n1. en proof\n2. en tell\n3. en later\n\nen horizon-week\n4. en image"
    )
    assert tapped.offered[:4] == ["1", "2", "3", "4"]
    assert tapped.taps("4").place == "leak.remove"


def test_a_long_plan_has_pages(tmp_path: Path) -> None:
    """More actions than buttons go on the next page, with their numbers going on; Back from there is that page."""
    extra = "".join(
        DEPENDS.replace("do: calm", f"do: more{number}").replace("    when: {public: yes}\n", "    extra: yes\n")
        for number in range(9)
    )
    changes = changed("flows/threats.yaml", "  - contacts", extra + "  - contacts")
    tapped = visiting(tmp_path, changes).taps("threats", "none", "plan", "rest")
    assert tapped.offered[:3] == ["8", "9", "10"]
    assert tapped.taps("9", "back").offered[:3] == ["8", "9", "10"]
    assert tapped.taps("9", "plan").offered[:3] == ["8", "9", "10"]


def test_only_eight_actions_are_walked(tmp_path: Path) -> None:
    """The ninth action is found in the plan alone."""
    more = "".join(
        DEPENDS.replace("do: calm", f"do: more{number}").replace("    when: {public: yes}\n", "") for number in range(9)
    )
    changes = changed("flows/threats.yaml", "  - contacts", more + "  - contacts")
    tapped = visiting(tmp_path, changes).taps("threats", "none", *["next"] * 8)
    assert tapped.place == "threats.contacts"
    assert tapped.taps("back").place == "threats.more6"


@pytest.mark.parametrize(
    ("dated", "shown"),
    [
        ("from: 11-24, until: 11-24", True),
        ("from: 11-25", False),
        ("until: 11-23", False),
        ("from: 12-01, until: 11-24", True),
        ("from: 12-01, until: 11-23", False),
        ("from: 2026-11-24", True),
        ("until: 2025-12-31", False),
    ],
)
def test_a_menu_entry_may_be_for_some_days(tmp_path: Path, dated: str, *, shown: bool) -> None:
    """An entry with dates stands in the menu on those days, every year or once."""
    changes = changed("menu.yaml", "{flow: leak}", f"{{flow: leak, {dated}}}")
    assert ("en leak" in visiting(tmp_path, changes).offered) is shown


def test_a_ready_message_can_be_copied(tmp_path: Path) -> None:
    """An action's messages and addresses are buttons."""
    more = f"    copy: [{{label: {said('ask')}, text: {said('please')}}}]\n"
    more += f"    links: [{{label: {said('open')}, url: https://example.org/}}]\n"
    tapped = visiting(tmp_path, changed("flows/threats.yaml", "    horizon: now\n", more + "    horizon: now\n"))
    tapped.taps("threats", "none")
    assert [(one.label, one.copy or one.url) for one in tapped.buttons[:2]] == [
        ("en ask", "en please"),
        ("en open", "https://example.org/"),
    ]
