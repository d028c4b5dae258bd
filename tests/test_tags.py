"""The HTML of texts: what Telegram would refuse is refused, and nothing more passes than the emulator takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.preview.markup import parse_html
from flows.tags import html_error


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('<b>a <i>b</i></b> &lt; &amp; > <a href="https://x.kz">c</a>', ""),
        ("<b>a", "<b>"),
        ("<b><i>a</b></i>", "</b>"),
        ("a</b>", "</b>"),
        ("<h1>a</h1>", "<h1>"),
        ("<b class='x'>a</b>", "<b class='x'>"),
        ("<a href='http://x'>a</a>", "<a href='http://x'>"),
        ("<a>b</a>", "<a>"),
        ("1 < 2", "< 2"),
        ("a <", "<"),
        ("<!-- a -->", "<!-- a -->"),
        ("you & me", "&"),
        ("a&nbsp;b", "&"),
    ],
)
def test_html_that_telegram_refuses(text: str, error: str) -> None:
    """What stands in the way is named as it is written."""
    assert html_error(text) == error


@given(
    st.lists(st.sampled_from(["a", "<", ">", "</", "b", "<b>", "</b>", "<i>", "</i>", "&", "&lt;", "&#39;", "/", "!"]))
)
def test_what_is_let_through_telegram_takes(signs: list[str]) -> None:
    """No text passes that the emulator would refuse."""
    if not html_error("".join(signs)):
        parse_html("".join(signs))
