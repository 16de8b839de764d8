"""JSX within a paragraph, and the expressions of MDX."""

from __future__ import annotations

import pytest

from .conftest import Rendered


def test_a_component_may_stand_in_a_sentence(rendered: Rendered) -> None:
    assert rendered("Press <Kbd>Ctrl</Kbd> now.").html == "<p>Press <kbd>Ctrl</kbd> now.</p>"


def test_a_block_in_a_sentence_parts_the_paragraph(rendered: Rendered) -> None:
    html = rendered("Before <Callout>x</Callout> after.").html
    assert html.startswith("<p>Before </p><div")
    assert html.endswith("</div><p> after.</p>")


@pytest.mark.parametrize(
    ("expression", "text"),
    [('{"a"}', "a"), ("{'b'}", "b"), ("{`c`}", "c"), ("{4}", "4"), ("{/* x */}", ""), ("{true}", "")],
)
def test_a_literal_is_its_text(mdx: Rendered, expression: str, text: str) -> None:
    document = mdx(f"x{expression}y")
    assert document.text == f"x{text}y"
    assert document.problems == ()


@pytest.mark.parametrize(
    "expression", ["{a.b}", "{1 + 2}", "{`${x}`}", "{(() => { return 1 })()}", "{[1].map(f)}"]
)
def test_other_expressions_never_run(mdx: Rendered, expression: str) -> None:
    document = mdx(f"One\nx {expression} y")
    assert document.html == "<p>One\nx  y</p>"
    assert [(problem.code, problem.line) for problem in document.problems] == [("expression-dropped", 2)]


def test_expressions_in_attributes_are_left_out(mdx: Rendered) -> None:
    document = mdx("<Callout title={t} {...rest}>\nx\n</Callout>")
    assert "<p>x</p>" in document.html
    assert [problem.code for problem in document.problems] == ["expression-dropped"] * 2


def test_braces_of_markdown_are_text(rendered: Rendered) -> None:
    assert rendered("a {b} {/* c */}").text == "a {b} {/* c */}"


def test_an_escaped_brace_is_text(mdx: Rendered) -> None:
    assert mdx(r"\{a\}").text == "{a}"


def test_elements_of_mdx_hold_markdown(mdx: Rendered) -> None:
    html = mdx('<div className="a" style={{color: "red"}} onClick="x">\n  **bold**\n</div>').html
    assert html == '<div class="a"><p><strong>bold</strong></p>\n</div>'


def test_type_parameters_in_prose_are_text(rendered: Rendered) -> None:
    document = rendered("An Array<String> of <T>.")
    assert document.text == "An Array<String> of <T>."
    assert document.problems == ()


def test_comments_leave_no_trace(mdx: Rendered) -> None:
    assert mdx("a <!-- b --> {/* c\n\nd */}\n\n<!--\ne\n\nf -->\n\n{/*\n\ng */}\n\nh").text.split() == [
        "a",
        "{/*",
        "c",
        "d",
        "*/}",
        "h",
    ]
