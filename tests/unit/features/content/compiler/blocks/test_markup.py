"""Writing HTML elements."""

from __future__ import annotations

from portico.features.content.compiler.blocks.markup import escape, printable, tag, unwrapped, void


def test_characters_that_html_forbids_are_replaced() -> None:
    assert (
        printable("a\x00b\x1b\ud800\r\nc\rd")
        == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}\nc\nd"
    )


def test_text_is_escaped_for_elements_and_attributes() -> None:
    assert escape("<a b=\"c\" d='e'>&") == "&lt;a b=&quot;c&quot; d=&#x27;e&#x27;&gt;&amp;"


def test_attributes_that_are_absent_are_left_out() -> None:
    assert tag("p", "x", class_="a", aria_label=None, hidden=True, open=False) == '<p class="a" hidden>x</p>'


def test_a_void_element_has_no_end() -> None:
    assert void("img", alt="") == '<img alt="">'


def test_only_a_lone_paragraph_is_unwrapped() -> None:
    assert unwrapped("<p>a <b>b</b></p>\n") == "a <b>b</b>"
    assert unwrapped("<p>a</p><p>b</p>") == "<p>a</p><p>b</p>"
