"""Names become address segments."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portico.features.content.addresses import LONGEST_SEGMENT, quoted_path, segment, tag_slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("plain-name", "plain-name"),
        ("With Space", "With-Space"),
        ("100% sure?", "100-sure"),
        ('it\'s "quoted"', "it-s-quoted"),
        ("a.b.c", "a.b.c"),
        ("..", ""),
        ("../../etc/passwd", "etc-passwd"),
        ("@handle", "handle"),
        ("Café", "Café"),
        ("Cafe\N{COMBINING ACUTE ACCENT}", "Café"),
        ("日本語", "日本語"),
        ("x" * 300, "x" * LONGEST_SEGMENT),
        ("a\nb\tc\x00d", "a-b-c-d"),
    ],
)
def test_a_name_becomes_a_segment(name: str, expected: str) -> None:
    assert segment(name) == expected


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_segment_never_leads_out_and_is_its_own_segment(name: str) -> None:
    made = segment(name)
    assert "/" not in made
    assert not made.startswith(".")
    assert segment(made) == made


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Python", "python"),
        ("C++", "cpp"),
        ("C#", "csharp"),
        ("F#", "f-sharp"),
        ("a / b", "a-b"),
        ("!!!", "untitled"),
    ],
)
def test_a_tag_becomes_a_slug(name: str, expected: str) -> None:
    assert tag_slug(name) == expected


def test_spellings_that_differ_in_case_are_one_tag() -> None:
    assert tag_slug("Web Design") == tag_slug("web design")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_quoted_path_is_ascii_and_can_be_read_back(path: str) -> None:
    assert quoted_path(path).isascii()
    assert unquote(quoted_path(path)) == path
