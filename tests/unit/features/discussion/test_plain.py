"""What is quoted of a comment elsewhere: its first words, and nobody's name unless it is asked for."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portico.features.discussion.plain import LONGEST_EXCERPT, excerpt
from portico.features.discussion.words import NothingSaid, shown, written

ADA = 7


class Text(HTMLParser):
    """Another way of reading the same HTML, by a parser."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("p", "br", "li", "blockquote", "pre"):
            self.words += " "

    def handle_data(self, data: str) -> None:
        self.words += data


def kept(text: str) -> str:
    """The HTML that is kept of what somebody wrote, in which @ada is known."""
    return written(text, lambda names: {name: ADA for name in names if name == "ada"}).html


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Well **put**.", "Well put."),
        ("One\n\nTwo\nthree", "One Two three"),
        ("- a\n- b\n\n> c", "a b c"),
        ("```\nx = 1\n\ny = 2\n```", "x = 1 y = 2"),
        ("AT&T <b>bold</b> &lt;i&gt;", "AT&T <b>bold</b> &lt;i&gt;"),
        ("`&lt;` is a sign", "&lt; is a sign"),
        ("[here](https://a.test/) it is", "here it is"),
        ("Who is @deleted?", "Who is @deleted?"),
    ],
)
def test_it_is_the_words_alone_on_one_line(text: str, wanted: str) -> None:
    assert excerpt(kept(text)) == wanted


def test_people_are_named_only_where_names_are_given() -> None:
    html = kept("Ask @ada, not @bob.")
    assert excerpt(html) == "Ask @…, not @bob."
    assert excerpt(html, {ADA: "ada-l"}) == "Ask @ada-l, not @bob."
    assert excerpt(html, {}) == "Ask @deleted, not @bob."


def test_what_is_too_long_ends_in_dots() -> None:
    full = "x" * LONGEST_EXCERPT
    assert excerpt(kept(full)) == full
    assert excerpt(kept(full + "x")) == full[:-1] + "…"
    assert excerpt(kept("ab " * 200)) == ("ab " * 67)[: LONGEST_EXCERPT - 1].rstrip() + "…"


@given(st.text(max_size=400))
def test_whatever_is_written_it_is_how_the_words_begin(text: str) -> None:
    try:
        html = kept(text)
    except NothingSaid:
        assume(False)
    found = excerpt(html)
    assert len(found) <= LONGEST_EXCERPT
    assert found == " ".join(found.split())
    read = Text()
    read.feed(shown(html, {ADA: "…"}))
    read.close()
    words = " ".join(read.words.split())
    assert found == words or (len(words) > LONGEST_EXCERPT and words.startswith(found.removesuffix("…")))
