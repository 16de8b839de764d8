"""Marks as printers set them."""

from __future__ import annotations

import pytest

from .conftest import Rendered


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "“He said ‘no’”, it’s the dogs’ – well…"),
        ("de-AT", "„He said ‚no‘“, it’s the dogs’ – well…"),
        ("fr", "«\u00a0He said ‹\u00a0no\u00a0›\u00a0», it’s the dogs’ – well…"),
        ("xx", "“He said ‘no’”, it’s the dogs’ – well…"),
    ],
)
def test_quotes_follow_the_language(rendered: Rendered, lang: str, expected: str) -> None:
    document = rendered("\"He said 'no'\", it's the dogs' -- well...", lang=lang)
    assert document.text == expected.replace("\u00a0", " ")
    assert document.html.replace("&nbsp;", "\u00a0") == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('**"a"** and "*b*"', "“a” and “b”"),
        ("a---b 1--2 --flag -->", "a—b 1–2 --flag --&gt;"),
        ("the '90s", "the ’90s"),
        (r"5\" and \'x\'", "5\" and 'x'"),
        ('"a\nb"', "“a\nb”"),
    ],
)
def test_marks_are_set_in_their_surroundings(rendered: Rendered, written: str, expected: str) -> None:
    html = rendered(written).html
    for tag in ("p", "strong", "em"):
        html = html.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    assert html.replace("&quot;", '"') == expected


@pytest.mark.parametrize("literal", ['`"a" -- b`', '<kbd>"a" -- b</kbd>'])
def test_literal_text_stays_as_it_is(rendered: Rendered, literal: str) -> None:
    assert rendered(literal).text == '"a" -- b'


def test_addresses_stay_as_they_are(rendered: Rendered) -> None:
    assert rendered("https://a.example/b--c...d").text == "https://a.example/b--c...d"
