"""Telegram's HTML, links and lengths, as TDLib reads them."""

from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.preview.entities import fix, to_html, utf16_length
from bot.preview.errors import ApiError
from bot.preview.links import LinkError, checked_link
from bot.preview.markup import parse_html

Entity = dict[str, Any]

# The messages are those of TDLib's `parse_html`, whose own tests (tdlib/td test/message_entities.cpp) it passes too.
SURROGATES = (
    "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"
)
BROKEN = [
    ("<", "Unclosed start tag at byte offset 0"),
    ("ж <b", "Unclosed start tag at byte offset 3"),
    ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<b>x</b x>", "Unclosed end tag at byte offset 4"),
    ("1 < 2 > 0", 'Unsupported start tag "" at byte offset 2'),
    ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
    ("<tg-emoji>x</tg-emoji>", 'Unsupported start tag "tg-emoji" at byte offset 0'),
    ("😢<p>x</p>", 'Unsupported start tag "p" at byte offset 4'),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<a href="https://a.kz>x</a>', "Unclosed start tag at byte offset 0"),
    ("<a href=https://a.kz>x</a>", "Unexpected end of name token at byte offset 8"),
    ("<a ='x'>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<a href", 'Unclosed start tag "a" at byte offset 0'),
    ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
    ("&#xd800;", SURROGATES),
    ("&#xdfff;", SURROGATES),
]


@pytest.mark.parametrize(("source", "error"), BROKEN)
def test_broken_html(source: str, error: str) -> None:
    """Broken HTML is refused with TDLib's message and byte offset."""
    with pytest.raises(ApiError) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {error}"


PARSED = [
    ("<b>ж</b>", "ж", [("bold", 0, 1)]),
    ("<STRONG>x</STRONG>", "x", [("bold", 0, 1)]),
    ("😢<i>x</i>", "😢x", [("italic", 2, 1)]),
    ("<b></b>x", "x", []),
    ("<b>x</>", "x", [("bold", 0, 1)]),
    ("&lt;&gt;&amp;&quot;&#39;&#x416;&nbsp;&", "<>&\"'Ж&nbsp;&", []),
    ("&lt;b", "<b", []),
    ("&#0;&#x;&#99999999;", "&#0;&#x;&#99999999;", []),
    ("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", 0, 1)]),
    ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
    ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
    ('<pre><code class="language-yaml">x</code></pre>', "x", [("pre", 0, 1)]),
    ('<code class="language-yaml"><pre>x</pre></code>', "x", [("pre", 0, 1)]),
    ("<pre><code>x</code></pre>", "x", [("pre", 0, 1), ("code", 0, 1)]),
    ('<pre>a<code class="language-yaml">x</code></pre>', "ax", [("pre", 0, 2), ("code", 1, 1)]),
    ("<a href='tel:112'>112</a>", "112", []),
    ("<a href=''>x</a>", "x", []),
    ("<code>112</code>", "112", [("code", 0, 3)]),
    ("a\rb\tc\u202ed", "ab cd", []),
]


@pytest.mark.parametrize(("source", "text", "entities"), PARSED)
def test_parsed_html(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    """Good HTML becomes text and entities in UTF-16 units; links Telegram does not take leave their text."""
    parsed, found = parse_html(source)
    assert parsed == text
    assert [(e["type"], e["offset"], e["length"]) for e in found] == entities


LINKS = [
    ("https://egov.kz", "https://egov.kz/"),
    ("HTTP://Egov.KZ/Путь?a=b c#d", "http://egov.kz/Путь?a=b%20c#d"),
    ("egov.kz", "http://egov.kz/"),
    ("https://user@egov.kz:8443?x", "https://user@egov.kz:8443/?x"),
    ("tg://resolve?domain=qorgan_bot", "tg://resolve?domain=qorgan_bot"),
    ("mailto:help@egov.kz", "http://mailto:help@egov.kz/"),
    ("tel:112", LinkError("Wrong HTTP URL")),
    ("tel:+77010000000", LinkError("Wrong port number specified in the URL")),
    ("localhost", LinkError("Wrong HTTP URL")),
    ("javascript:alert(1)", LinkError("Wrong port number specified in the URL")),
    ("ftp://egov.kz", LinkError("Unsupported URL protocol")),
    ("https://", LinkError("URL host is empty")),
    ("https://.", LinkError("Host is invalid")),
    ("https://a%zz.kz", LinkError("Wrong percent-encoded symbol in URL host")),
    ("tg://a.b", LinkError("Unallowed characters in URL host")),
]


@pytest.mark.parametrize(("link", "expected"), LINKS)
def test_links(link: str, expected: str | LinkError) -> None:
    """A link is rewritten or refused as TDLib's LinkManager does."""
    if isinstance(expected, str):
        assert checked_link(link) == expected
    else:
        with pytest.raises(LinkError, match=str(expected)):
            checked_link(link)


def test_trimming_moves_entities() -> None:
    """White space around a text goes, up to the first entity, and the entities move along."""
    text, entities = fix(*parse_html("\n x <b>ж </b> \n"))
    assert (text, entities) == ("x <b>ж"[:2] + "ж", [{"type": "bold", "offset": 2, "length": 1}])
    text, entities = fix(*parse_html("<b> x</b>"))
    assert (text, entities[0]["length"]) == (" x", 2)


def test_links_and_commands_found() -> None:
    """Addresses, commands and mentions in plain text become entities; those inside code do not."""
    text, entities = fix(*parse_html("😢 /start @qorgan_bot https://egov.kz. <code>/menu</code>"))
    found = [
        (e["type"], text.encode("utf-16-le")[e["offset"] * 2 :][: e["length"] * 2].decode("utf-16-le"))
        for e in entities
    ]
    assert found == [
        ("bot_command", "/start"),
        ("mention", "@qorgan_bot"),
        ("url", "https://egov.kz"),
        ("code", "/menu"),
    ]


def test_html_for_a_browser() -> None:
    """What is shown escapes the text and nests the tags again."""
    source = '<b>a <i>b &lt; ж</i></b> <a href="https://egov.kz/?a=1&amp;b=2">😢</a>'
    assert to_html(*parse_html(source)) == source


TAGS = st.sampled_from(["b", "i", "u", "s", "code", "tg-spoiler", "blockquote"])


@given(
    st.recursive(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8).map(lambda text: escape(text, quote=False)),
        lambda inner: st.builds(
            lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", TAGS, st.lists(inner, max_size=3)
        ),
    )
)
def test_well_formed_html_parses(source: str) -> None:
    """Any nesting of known tags is read, and every entity lies within the text."""
    text, entities = parse_html(source)
    size = utf16_length(text)
    assert all(0 <= e["offset"] < e["offset"] + e["length"] <= size for e in entities)


@given(st.text(st.sampled_from("<>/&;ab=\"' #x1жi😢\n"), max_size=30))
def test_any_text_is_read_or_refused(source: str) -> None:
    """However broken, a source ends in a text or in Telegram's refusal, never in another error."""
    try:
        text, entities = parse_html(source)
    except ApiError as refusal:
        text, entities = refusal.description.removeprefix("Bad Request: can't parse entities: "), []
        assert text != refusal.description  # noqa: PT017 - a refusal is one of the two good ends
    assert utf16_length(fix(text, entities)[0]) <= utf16_length(text)
