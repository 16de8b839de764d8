"""The short way through simple links."""

from __future__ import annotations

import pytest

from .core_profile import render_core


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[a b](https://c.example/d)", '<a href="https://c.example/d">a b</a>'),
        ("[`a`](https://c.example)", '<a href="https://c.example"><code>a</code></a>'),
        ("[` a `](https://c.example)", '<a href="https://c.example"><code>a</code></a>'),
        ("[[a](https://c.example)]", '[<a href="https://c.example">a</a>]'),
        ("![a](https://c.example/d.png)", '<img src="https://c.example/d.png" alt="a">'),
    ],
)
def test_a_simple_link_is_read_like_any_other(written: str, expected: str) -> None:
    assert render_core(written).strip() == f"<p>{expected}</p>"


@pytest.mark.parametrize("outer", ["[x %s](/u)", "[%s](u.md)"])
def test_the_inner_of_two_links_wins(outer: str) -> None:
    html = render_core(outer.replace("%s", "[a](https://c.example)"))
    assert html.count("<a ") == 1
    assert "c.example" in html
