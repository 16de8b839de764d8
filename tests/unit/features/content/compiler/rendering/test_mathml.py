"""MathML as authors write it."""

from __future__ import annotations

from .conftest import Rendered


def test_mathml_passes_with_its_structure(mdx: Rendered) -> None:
    text = "<math>\n  <msub>\n    <mtext>a</mtext>\n    <mn>0</mn>\n  </msub>\n</math>"
    html = mdx(text).html
    assert "<mtext>a</mtext>" in html
    assert "<msub>" in html


def test_an_element_without_all_its_parts_is_a_row(rendered: Rendered) -> None:
    assert "<mrow><mi>a</mi></mrow>" in rendered("<math><msub><mi>a</mi></msub></math>").html


def test_parts_of_formulas_stand_in_formulas_only(rendered: Rendered) -> None:
    assert "<mi" not in rendered("x <mi>a</mi>").html
