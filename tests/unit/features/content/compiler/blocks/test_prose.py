"""The blocks that set words: quotations, numbers, steps, details, events, links and keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portico.features.content.compiler.blocks import InvalidProps

Draw = Callable[..., str]


def test_a_quotation_names_its_source(draw: Draw) -> None:
    html = draw("Quote", "<p>Less.</p>", by="An architect", role="builder", source="https://books.example/")
    assert '<blockquote cite="https://books.example/"><p>Less.</p></blockquote>' in html
    assert (
        '<a href="https://books.example/">An architect</a></span>, <span class="quote-role">builder</span>'
        in html
    )


def test_a_quotation_without_a_source_has_no_byline(draw: Draw) -> None:
    assert "figcaption" not in draw("Quote", "<p>Less.</p>")


def test_details_open_when_asked(draw: Draw) -> None:
    assert draw("Details", "<p>x</p>", summary="More", open=True) == (
        '<details class="details" open><summary>More</summary><p>x</p></details>'
    )


def test_an_event_tells_its_date_to_machines_when_it_is_one(draw: Draw) -> None:
    assert '<time datetime="2026-03-01">2026-03-01</time>' in draw("Event", date="2026-03-01")
    assert "<time" not in draw("Event", date="Spring 2026")


def test_a_button_is_a_link(draw: Draw) -> None:
    assert (
        draw("Button", "<p>Read <em>on</em></p>", href="/blog")
        == '<a href="/blog" class="button">Read <em>on</em></a>'
    )


@pytest.mark.parametrize(
    ("inner", "href", "reason"),
    [
        ("", "/x", "needs text"),
        ('<p><a href="/y">y</a></p>', "/x", "a link already"),
        ("x", "./missing.md", "nothing at"),
    ],
)
def test_a_button_that_cannot_work_is_an_error(draw: Draw, inner: str, href: str, reason: str) -> None:
    with pytest.raises(InvalidProps, match=reason):
        draw("Button", inner, href=href)


def test_a_link_card_says_what_to_expect(draw: Draw) -> None:
    html = draw("LinkCard", url="/about", title="About", description="Who I am")
    assert html.startswith('<a href="/about" class="link-card">')
    assert "Who I am" in html


@pytest.mark.parametrize(
    ("keys", "html"),
    [
        ("Esc", "<kbd>Esc</kbd>"),
        ("Ctrl + K", '<kbd class="keys"><kbd>Ctrl</kbd>+<kbd>K</kbd></kbd>'),
        ("Ctrl++", '<kbd class="keys"><kbd>Ctrl</kbd>+<kbd>+</kbd></kbd>'),
        ("+", "<kbd>+</kbd>"),
        ("<", "<kbd>&lt;</kbd>"),
    ],
)
def test_keys_are_named_one_by_one(draw: Draw, keys: str, html: str) -> None:
    assert draw("Kbd", keys) == html


def test_a_gallery_has_its_columns_and_caption(draw: Draw) -> None:
    html = draw("Gallery", "<p>pictures</p>", columns=3, caption="Three")
    assert html == (
        '<figure class="gallery"><div class="gallery-pictures columns-3"><p>pictures</p></div>'
        "<figcaption>Three</figcaption></figure>"
    )
