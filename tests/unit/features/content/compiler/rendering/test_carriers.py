"""JSX tags as HTML."""

from __future__ import annotations

import pytest

from .conftest import Rendered


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ('<div className="a" />', '<div class="a"></div>'),
        ("<br />", "<br>"),
        ("<ol start={3}>\n\n- a\n\n</ol>", None),
        ("<div hidden={false} title={2}>x</div>", '<div title="2">x</div>'),
        ("<>x</>", "<p>x</p>"),
    ],
)
def test_elements_are_written_as_html(mdx: Rendered, written: str, html: str | None) -> None:
    document = mdx(written)
    if html is not None:
        assert document.html == html
    assert document.problems == ()


def test_a_component_without_a_name_like_it_gets_the_whole_list_as_a_hint(mdx: Rendered) -> None:
    assert mdx("<Zzz />").problems[0].hint.startswith("Known are: Callout")
