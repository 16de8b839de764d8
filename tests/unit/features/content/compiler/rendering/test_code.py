"""Fenced code as HTML."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portico.features.content.compiler.blocks.markup import printable
from portico.features.content.compiler.rendering import code
from portico.features.content.compiler.rendering.code import highlight, read_info

JS = "/* two\n   lines */\nlet x = 1;\n"
LANGUAGES = [
    "",
    "js",
    "js {1} showLineNumbers",
    "diff-js",
    "python",
    "html",
    "console",
    "json",
    "css",
    "nonsense",
]


def shown(rendered: str) -> str:
    body = rendered.partition("<code ")[2].partition(">")[2].partition("</code>")[0]
    return html.unescape(re.sub(r"<[^>]*>", "", body))


@settings(max_examples=150, deadline=None)
@given(text=st.text(), info=st.sampled_from(LANGUAGES))
def test_code_is_intact_to_the_character(text: str, info: str) -> None:
    assert shown(highlight(text, info)) == printable(text)


@pytest.mark.parametrize(
    "text", ["\n\n  x\n\n", "\tx \t\n", "a\r\nb\r\n", "a\x00b\n", "", "\n", "</code><b>"]
)
def test_blank_lines_tabs_and_line_ends_survive(text: str) -> None:
    assert shown(highlight(text, "js {1}")) == text.replace("\r\n", "\n").replace(
        "\x00", "\N{REPLACEMENT CHARACTER}"
    )


def test_tokens_have_the_short_classes_of_pygments() -> None:
    assert '<span class="kd">let' in highlight(JS, "js")
    assert "style=" not in highlight(JS, "js")


@pytest.mark.parametrize(
    ("info", "language"),
    [
        ("mjs", "JavaScript"),
        ("jsonc", "JSON"),
        ("shellsession", "Bash Session"),
        ("tsx", "TSX"),
        ("sh", "Bash"),
    ],
)
def test_names_in_use_find_their_language(info: str, language: str) -> None:
    assert f'aria-label="{language} code"' in highlight("x", info)


@pytest.mark.parametrize("info", ["", "text", "plain text", "none", "mermaid", "no-such-language"])
def test_an_unknown_language_is_shown_plain(info: str) -> None:
    assert "<span" not in highlight("graph TD; A-->B", info)


@pytest.mark.parametrize(
    "info", ["js:a<b.js", 'js title="a<b.js"', "js filename='a<b.js'", "js title={a<b.js}"]
)
def test_a_title_becomes_the_caption(info: str) -> None:
    assert "<figcaption>a&lt;b.js</figcaption>" in highlight("x", info)


def test_an_info_string_says_what_to_mark_and_number() -> None:
    fence = read_info('js title="x.js" {1, 3-5} showLineNumbers')
    assert (fence.language, fence.title, fence.marked) == ("js", "x.js", frozenset({1, 3, 4, 5}))
    assert fence.first_number == 1


@pytest.mark.parametrize("info", ["js{1,3}", "js {1,3}", 'py hl_lines="1 3"', "{1,3}"])
def test_lines_are_marked_in_every_spelling(info: str) -> None:
    assert read_info(info).marked == {1, 3}


@pytest.mark.parametrize(
    ("info", "first"),
    [
        ("python linenos", 1),
        ("{.python .numberLines startFrom=100}", 100),
        ("js showLineNumbers{5}", 5),
        ("js showLineNumbers=false", None),
        ("js", None),
    ],
)
def test_numbers_begin_where_the_author_says(info: str, first: int | None) -> None:
    assert read_info(info).first_number == first
    assert not read_info(info).marked


def test_a_token_over_several_lines_is_closed_and_reopened_in_a_marked_line() -> None:
    assert '<span class="line marked"><span class="cm">   lines */</span></span>\n' in highlight(JS, "js {2}")


def test_every_line_is_balanced_in_itself() -> None:
    for line in (
        highlight(JS, "js {2} showLineNumbers").partition('<code class="language-js">')[2].split("\n")[:3]
    ):
        assert line.count("<span") == line.count("</span>") > 0


def test_a_diff_of_a_language_keeps_its_signs_and_colours() -> None:
    rendered = highlight("+let x\n-var y\n", "diff-js")
    assert '<span class="line gi">+<span class="kd">let' in rendered
    assert '<span class="line gd">-<span class="kd">var' in rendered


def test_the_scrolling_region_can_be_reached_and_named_by_keyboard() -> None:
    assert '<pre tabindex="0" role="group" aria-label="x.js, JavaScript code">' in highlight(JS, "js:x.js")


def test_the_copy_button_waits_for_its_script() -> None:
    assert re.search(r"<copy-code><button type=\"button\" class=\"copy\"[^>]* hidden>", highlight(JS, "js"))


@pytest.mark.parametrize("text", ["let x = 1;\n" * 10_000, "let x = 1;" * 1_000])
def test_long_or_minified_code_is_only_escaped(text: str) -> None:
    assert "<span" not in highlight(text, "js")


def test_a_slow_lexer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code, "MAX_SECONDS", -1.0)
    assert "<span" not in highlight(JS, "js")


def test_a_huge_range_of_lines_is_bounded() -> None:
    assert len(read_info("js {1-999999}").marked) == code.MAX_MARKED + 1


@settings(max_examples=100, deadline=None)
@given(info=st.text(max_size=60))
def test_no_info_string_breaks_out(info: str) -> None:
    names: list[str] = []

    class Collector(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            names.append(tag)

    parser = Collector()
    parser.feed(highlight("x", info))
    assert (
        {"figure", "pre", "code"}
        <= set(names)
        <= {"figure", "figcaption", "copy-code", "button", "pre", "code", "span"}
    )
