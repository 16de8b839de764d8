"""A body as a whole: its text, its summary, its problems, and its patience."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .conftest import Rendered


def test_the_summary_is_the_first_paragraph_of_text(rendered: Rendered) -> None:
    document = rendered("![](photo.jpg)\n\n> A quote.\n\nThe *first* one[^1].\n\nThe second.\n\n[^1]: Note.")
    assert document.summary == "The first one."


def test_a_long_summary_ends_at_a_word(rendered: Rendered) -> None:
    summary = rendered("word " * 100).summary
    assert len(summary) <= 300
    assert summary.endswith("word…")


def test_the_text_for_search_holds_code_but_no_markup(rendered: Rendered) -> None:
    document = rendered("A **b** `c`.\n\n```js\nlet d;\n```\n\n![alternative](photo.jpg)")
    assert document.text == "A b c.\nlet d;"


def test_words_are_counted_without_code(rendered: Rendered) -> None:
    assert rendered("It's two-fold, 3.5 times.\n\n```\nnot these\n```").words == 4
    assert rendered("日本語 text").words == 4


def test_problems_name_the_lines_of_the_file(rendered: Rendered) -> None:
    document = rendered("One\n[two](gone.md)\n\n![three](gone.png)", first_line=10)
    assert [(problem.code, problem.line) for problem in document.problems] == [
        ("broken-link", 11),
        ("missing-image", 13),
    ]


def test_foreign_origins_are_told_for_the_security_policy(rendered: Rendered) -> None:
    text = "![a](https://One.example/a.png) ![b](https://one.example/b.png)"
    assert rendered(text).origins.images == ("https://one.example",)


def test_code_is_intact_to_the_character(rendered: Rendered) -> None:
    code = "import a from 'b' -- \"x\" ... {y} <Callout> $z$ <!-- c -->"
    document = rendered(f"`{code}`\n\n    {code}\n\n~~~\n{code}\n~~~", dialect="mdx")
    assert document.text.split("\n") == [code] * 3


@given(st.text(max_size=200))
def test_nothing_that_a_document_says_raises(rendered: Rendered, text: str) -> None:
    for dialect in ("md", "mdx"):
        rendered(text, dialect=dialect)


@given(
    st.lists(
        st.sampled_from(
            ["<Callout>", "</Callout>", "{", "}", "<div>", "</div>", "`", "$", "\n\n", "x", "<Tabs.Item a={"]
        )
    ).map("".join)
)
def test_no_mixture_of_jsx_raises(rendered: Rendered, text: str) -> None:
    rendered(text, dialect="mdx")


PATHOLOGICAL = [
    *("[", "![", "[a](", "*a_", "<", "`", '"', "a@", "http://a", "<b>", "<p>", "$a ", "{", "<A b={", "<!--"),
    *("<Callout>", "<Callout>\n", "import {\n\n", "export const a = {\n\n", "# a\n", "[^1]", "$$\na\n", ">"),
]


@pytest.mark.parametrize("pattern", PATHOLOGICAL, ids=repr)
@pytest.mark.parametrize("dialect", ["md", "mdx"])
def test_hostile_repetition_is_read_in_reasonable_time(
    rendered: Rendered, pattern: str, dialect: str
) -> None:
    started = time.process_time()
    rendered(pattern * 5_000, dialect=dialect)
    assert time.process_time() - started < 5


def test_deep_nesting_is_cut_and_not_fatal(rendered: Rendered) -> None:
    document = rendered("<Callout>\n" * 3_000 + "\ndeep\n\n" + "</Callout>\n" * 3_000)
    assert "deep" in document.text


def test_four_times_the_text_takes_about_four_times_the_time(rendered: Rendered) -> None:
    paragraph = "Some **bold** words, a [link](/about) and `code`, thirty of them on a line. " * 3 + "\n\n"

    def seconds(count: int) -> float:
        started = time.process_time()
        rendered(paragraph * count)
        return time.process_time() - started

    # Other work on the machine only ever adds time, so the least of a few runs is the honest one.
    shorter, longer = (min(seconds(count) for _ in range(4)) for count in (200, 800))
    assert longer < 10 * shorter
