"""Bare addresses as links."""

from __future__ import annotations

import pytest

from .core_profile import render_core


@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("www.a.example", "http://www.a.example"),
        ("(https://a.example/b_(c))", "https://a.example/b_(c)"),
        ("https://a.example/b.", "https://a.example/b"),
        ("https://a.example/?q=a&hl;", "https://a.example/?q=a"),
        ("**https://a.example**", "https://a.example"),
        ("a.b-c_d@e.example", "mailto:a.b-c_d@e.example"),
        ("HTTPS://A.example", "HTTPS://A.example"),
    ],
)
def test_an_address_becomes_a_link(written: str, href: str) -> None:
    assert f'<a href="{href}">' in render_core(written)


@pytest.mark.parametrize(
    "text", ["www._a.b_c", "xhttps://", "awww.b.c", "a@b", "a@b.c-", "`www.a.b`", "http://"]
)
def test_other_text_stays_text(text: str) -> None:
    assert "<a" not in render_core(text)


def test_a_link_text_is_no_second_link() -> None:
    assert render_core("[https://a.example](https://b.example)").count("<a") == 1
