"""Valid HTML, whatever authors write."""

from __future__ import annotations

import pytest

from .conftest import Rendered


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<span><div>x</div></span>", "<div>x</div>"),
        ("<p>a<div>b</div>c</p>", "<p>a</p><div>b</div>c"),
        ("<ul>a<li>b</ul>", "<ul>\n<li>a</li><li>b</li>\n</ul>"),
        ("<li>x</li>", "<div>x</div>"),
        ("<dl><dt>a</dt></dl>", "<div><div>a</div></div>"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<dl><dt>a</dt><dd>b</dd></dl>"),
        ("<figcaption>x</figcaption>", "<div>x</div>"),
        ("<details>x</details>", "<details><summary>Details</summary><p>x</p></details>"),
        ("<details><summary>a</summary>b</details>", "<details><summary>a</summary><p>b</p></details>"),
        ("<center>x</center>", '<div class="align-center">x</div>'),
        ("<p><font color=red>x</font> <tt>y</tt></p>", "<p><span>x</span> <code>y</code></p>"),
        ("<h2><p>x</p></h2>", None),
        ("<table></table>", ""),
        ("<p> </p><p><b></b></p>", ""),
        ("<ol start=x reversed><li value=3>a</ol>", '<ol reversed>\n<li value="3">a</li>\n</ol>'),
        ("<div id=a></div><div id=a>b</div>", '<div id="user-a"></div><div>b</div>'),
        ("<time datetime=x>y</time>", "<span>y</span>"),
        ("<form><input name=x><button>y</button></form>", "y"),
    ],
)
def test_elements_stand_where_they_may(rendered: Rendered, written: str, expected: str | None) -> None:
    html = rendered(f"<section>{written}</section>").html.removeprefix("<section>").removesuffix("</section>")
    if expected is not None:
        assert html.strip() == expected
    assert "<p><p>" not in html


def test_a_table_scrolls_in_a_region_of_its_own(rendered: Rendered) -> None:
    html = rendered("| a | b |\n|:-:|--:|\n| 1 | 2 |").html
    assert html.startswith('<div class="table" tabindex="0" role="region" aria-label="Table 1"><table>')
    assert '<td class="align-right">2</td>' in html
    assert "style=" not in html
    assert "align=" not in html


def test_tasks_are_boxes_that_say_their_state(rendered: Rendered) -> None:
    html = rendered("- [x] a\n- [ ] b").html
    assert '<input type="checkbox" checked disabled aria-label="done"> a' in html
    assert '<input type="checkbox" disabled aria-label="to do"> b' in html


def test_a_header_cell_without_words_is_no_header(rendered: Rendered) -> None:
    html = rendered("|   | Width |\n| - | ----- |\n| A | 3 m   |").html
    assert html.count("<th") - html.count("<thead") == 1
    assert "<td></td>" in html
