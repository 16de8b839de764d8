"""Where links lead."""

from __future__ import annotations

import pytest

from .conftest import Rendered


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("[x](./other.md#part)", '<a href="/blog/other#part">x</a>'),
        ("[x](ä.md)", '<a href="/blog/%C3%A4">x</a>'),
        ("[x](https://a.example/b)", '<a href="https://a.example/b" rel="noopener">x</a>'),
        ("[x](mailto:a@b.example)", '<a href="mailto:a@b.example">x</a>'),
        ("[x](#part)", '<a href="#part">x</a>'),
        ('<a href="/about" style="x" onclick="y">x</a>', '<a href="/about">x</a>'),
    ],
)
def test_links_lead_where_they_say(rendered: Rendered, written: str, found: str) -> None:
    assert rendered(written).html == f"<p>{found}</p>"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://[", "http://", "data:text/html,x"])
def test_a_bad_address_leaves_its_text(rendered: Rendered, address: str) -> None:
    assert rendered(f'<a href="{address}">x</a>').html == "<p>x</p>"


def test_a_link_to_nothing_is_reported_and_keeps_its_text(rendered: Rendered) -> None:
    document = rendered("[x](gone.md)")
    assert document.html == "<p>x</p>"
    assert document.problems[0].code == "broken-link"


def test_places_that_authors_name_are_kept_apart_from_the_page(rendered: Rendered) -> None:
    html = rendered('<a name="main"></a>Here. [there](#main)').html
    assert html == '<p><span id="user-main"></span>Here. <a href="#user-main">there</a></p>'


def test_a_link_never_stands_in_a_link(rendered: Rendered) -> None:
    html = rendered('x\n\n<a href="/about">\n\n## Heading with an anchor\n\n</a>').html
    assert '<a href="/about">' not in html
    assert "<h2" in html
