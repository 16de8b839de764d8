"""The block that opens a content file is cut from the body, or refused with the line of what is wrong."""

from __future__ import annotations

import pytest

from portico.features.content.compiler.front_block import BrokenFrontMatter, split


def test_yaml_is_cut_from_the_body() -> None:
    parts = split("---\ntitle: Hello\n---\nBody\n---\nmore")
    assert (parts.values, parts.body, parts.first_line) == ({"title": "Hello"}, "Body\n---\nmore", 4)


def test_toml_is_cut_from_the_body() -> None:
    parts = split('+++\ntitle = "Hello"\n+++\nBody')
    assert (parts.values, parts.body, parts.first_line) == ({"title": "Hello"}, "Body", 4)


@pytest.mark.parametrize("text", ["", "Just text", "# A heading\n", "---\nno front matter, a break above"])
def test_a_file_may_have_none(text: str) -> None:
    assert split(text).values == {}
    assert split(text).body == text


def test_an_empty_block_says_nothing() -> None:
    assert split("---\n---\nBody").values == {}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: a\nb: [1\n---\n", 4),
        ("---\ntitle: a\n b: c\n---\n", 3),
        ("---\n- just\n- a list\n---\n", 2),
        ("---\ntitle: never closed\n", 1),
        ("+++\ntitle = 'never closed'\n", 1),
        ("+++\na = 1\nb = \n+++\n", 3),
        ("+++\na = " + "[" * 20_000 + "\n+++\n", 1),
        ("---\na: " + "x" * 70_000 + "\n---\n", 1),
        ("---\na: " + "[" * 2000 + "]" * 2000 + "\n---\n", 2),
    ],
)
def test_a_broken_block_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(BrokenFrontMatter) as broken:
        split(text)
    assert broken.value.line == line
