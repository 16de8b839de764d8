"""TeX as MathML."""

from __future__ import annotations

import pytest

from .conftest import Rendered


def test_a_formula_in_text_keeps_its_tex(rendered: Rendered) -> None:
    html = rendered(r"Let $\frac{a}{b} < 1$.").html
    assert r'<math alttext="\frac{a}{b} &lt; 1">' in html
    assert "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>" in html
    assert r'<annotation encoding="application/x-tex">\frac{a}{b} &lt; 1</annotation>' in html


@pytest.mark.parametrize("written", ["$$\nx^2\n$$", "$$x^2$$", "Text\n$$\nx^2\n$$\nmore"])
def test_a_formula_on_its_own_is_displayed(rendered: Rendered, written: str) -> None:
    assert '<math display="block" alttext="x^2">' in rendered(written).html


@pytest.mark.parametrize(
    "money", ["$5 and $10", "US$5 or CA$6", "$HOME/$USER", "${a}-${b}", "a $ b $ c", r"\$x$", "$x$5"]
)
def test_a_dollar_is_not_always_maths(rendered: Rendered, money: str) -> None:
    assert "<math" not in rendered(money).html


@pytest.mark.parametrize("tex", [r"\frac{a", r"\unknown", "x^", r"{" * 20, "x" * 20_000])
def test_broken_tex_is_reported_and_shown(rendered: Rendered, tex: str) -> None:
    document = rendered(f"\n${tex}$")
    assert f'<code class="maths">{tex}</code>' in document.html
    assert [(problem.code, problem.line) for problem in document.problems] == [("broken-maths", 2)]


def test_broken_tex_is_reported_at_its_own_line_of_a_paragraph(rendered: Rendered) -> None:
    [problem] = rendered("\nOne line,\na second,\nand $x^$.").problems
    assert (problem.code, problem.line) == ("broken-maths", 4)


def test_aligned_equations_stand_in_a_table(rendered: Rendered) -> None:
    html = rendered("$$\n\\begin{aligned}a &= b \\\\ c &= d\\end{aligned}\n$$").html
    assert html.count("<mtr>") == 2


def test_text_in_a_formula_is_no_markup(rendered: Rendered) -> None:
    html = rendered(r"$\text{a<b <script>}$ $\href{javascript:x}{y}$ $\style{color:red}{z}$").html
    assert "<mtext>a&lt;b&nbsp;&lt;script&gt;</mtext>" in html
    assert "href=" not in html
    assert "style=" not in html


def test_maths_in_code_is_code(rendered: Rendered) -> None:
    assert rendered("`$x$`").html == "<p><code>$x$</code></p>"


def test_limits_stand_above_a_displayed_sum_and_beside_one_in_text(rendered: Rendered) -> None:
    assert "<munderover><mo>∑</mo>" in rendered(r"$$\sum_{i=1}^n i$$").html
    assert "<msubsup><mo>∑</mo>" in rendered(r"The sum $\sum_{i=1}^n i$.").html


def test_a_long_formula_can_be_scrolled_by_keyboard(rendered: Rendered) -> None:
    short, long = "$$" + "a+" * 14 + "ab$$", "$$" + "a+" * 14 + "abc$$"
    assert "tabindex" not in rendered(short).html
    assert '<span class="maths" role="group" aria-label="Formula" tabindex="0"><math' in rendered(long).html
