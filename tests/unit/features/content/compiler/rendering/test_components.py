"""Blocks in JSX form on lines of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portico.features.content.compiler.rendering import Document

from .conftest import Rendered

Codes = Callable[[Document], list[tuple[str, int | None]]]


@pytest.mark.parametrize("dialect", ["md", "mdx"])
def test_markdown_works_inside_a_block(rendered: Rendered, dialect: str) -> None:
    text = '<Callout type="tip">\nSome **bold**.\n\n- item\n\n```md\n</Callout>\n```\n</Callout>\n\nAfter.'
    html = rendered(text, dialect=dialect).html
    assert '<div class="callout callout-tip"' in html
    assert "<p>Some <strong>bold</strong>.</p>" in html
    assert "&lt;/Callout&gt;" in html
    assert html.endswith("</div><p>After.</p>")


def test_a_tag_may_take_several_lines(mdx: Rendered) -> None:
    html = mdx('<Callout\n  type="note"\n  title={"A > b"}\n>\n  Text.\n</Callout>').html
    assert "A &gt; b" in html
    assert "<p>Text.</p>" in html


@pytest.mark.parametrize(
    "written",
    [
        "<Callout>Text.</Callout>",
        "<Callout>\nText.</Callout>",
        "<Callout>Text.\n</Callout>",
        "<Callout>\n\nText.\n\n</Callout>",
    ],
)
def test_a_block_may_share_its_lines_with_its_text(rendered: Rendered, written: str) -> None:
    assert rendered(written).html.endswith('<p class="callout-title">Note</p><p>Text.</p></div>')


def test_blocks_nest_and_stand_in_lists(rendered: Rendered) -> None:
    html = rendered("- <Callout>\n  <Callout>\n  x\n  </Callout>\n  </Callout>\n- y").html
    assert html.count('<div class="callout') == 2
    assert html.count("<li>") == 2


def test_indentation_inside_a_block_is_no_code(rendered: Rendered) -> None:
    html = rendered("<Callout>\n\n    Text.\n\n</Callout>\n\n    code").html
    assert "<p>Text.</p>" in html
    assert html.count("<pre") == 1


def test_an_unknown_component_keeps_what_is_inside(mdx: Rendered, codes: Codes) -> None:
    document = mdx("First.\n\n<Callot>\n*inner*\n</Callot>\n\n<Tabs.Item label='x'>text</Tabs.Item>")
    assert "<em>inner</em>" in document.html
    assert document.text == "First.\ninner\ntext"
    assert codes(document) == [("unknown-component", 3), ("unknown-component", 7)]
    assert "Callout" in document.problems[0].hint


def test_wrong_props_are_reported_and_the_text_kept(rendered: Rendered, codes: Codes) -> None:
    document = rendered('<Callout type="bogus">\nkept\n</Callout>')
    assert document.html == "<p>kept</p>"
    assert codes(document) == [("invalid-props", 1)]


def test_an_unclosed_block_ends_with_the_text(rendered: Rendered) -> None:
    assert rendered("<Callout>\nx\n\ny").html.endswith("<p>y</p></div>")


def test_html_in_capitals_is_html(rendered: Rendered) -> None:
    document = rendered("<DIV>\n\nx\n\n</DIV>")
    assert document.html == "<div>\n<p>x</p>\n</div>"
    assert document.problems == ()


def test_a_block_that_reads_its_source_gets_it_as_written(rendered: Rendered) -> None:
    html = rendered("<FileTree>\na *b*/\n  c.py\n</FileTree>").html
    assert "a *b*/" in html
    assert "c.py" in html
