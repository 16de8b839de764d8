"""Headings, their anchors and the title among them."""

from __future__ import annotations

import pytest

from portico.features.content.compiler.rendering.headings import slug

from .conftest import Rendered


def test_a_heading_links_to_itself(rendered: Rendered) -> None:
    html = rendered("Text.\n\n## Über *uns*!").html
    assert '<h2 id="über-uns">Über <em>uns</em>! <a class="anchor" href="#über-uns"' in html.replace(
        "%C3%BC", "ü"
    )


def test_equal_headings_have_different_anchors(rendered: Rendered) -> None:
    document = rendered("x\n\n## A\n\n## A\n\n## A-1")
    assert [heading.id for heading in document.headings] == ["a", "a-1", "a-1-1"]


def test_an_anchor_never_imitates_the_page_around(rendered: Rendered) -> None:
    assert rendered("x\n\n## Comments").headings[0].id == "comments-1"


def test_a_heading_of_the_first_level_moves_all_down(rendered: Rendered) -> None:
    document = rendered("x\n\n# A\n\n## B\n\n# C", title="T")
    assert [heading.level for heading in document.headings] == [2, 3, 2]


def test_levels_have_no_gaps(rendered: Rendered) -> None:
    document = rendered("x\n\n### A\n\n###### B\n\n### C")
    assert [heading.level for heading in document.headings] == [2, 3, 2]


def test_a_heading_that_repeats_the_title_is_dropped(rendered: Rendered) -> None:
    document = rendered("# The Title!\n\nText.\n\n## Next", title="The title")
    assert (document.title, "<h1" in document.html) == ("The Title!", False)
    assert document.text == "Text.\nNext"
    assert [heading.level for heading in document.headings] == [2]


def test_the_opening_heading_is_the_title_where_none_is_given(rendered: Rendered) -> None:
    assert rendered("# A *title*\n\nText.").title == "A title"
    assert rendered("Text.\n\n# Not a title").title is None


def test_an_empty_heading_is_no_heading(rendered: Rendered) -> None:
    assert rendered("x\n\n##\n\n<h2> </h2>").headings == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello, World!", "hello-world"),
        ("C++ & C#", "c--c"),
        ("日本 語", "日本-語"),
        ("a_b", "a_b"),
        ("!", ""),
    ],
)
def test_slugs_are_those_of_github(text: str, expected: str) -> None:
    assert slug(text) == expected
