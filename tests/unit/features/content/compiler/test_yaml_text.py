"""YAML by hand is read, or refused with its line before it can harm the machine."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.yaml import ALIAS_BOMB, MERGE_BOMB

from portico.features.content.compiler.yaml_text import BrokenYaml, load_yaml


def test_plain_yaml_is_read() -> None:
    assert load_yaml("a: 1\nb: [x, y]\nc: 2026-01-02") == {"a": 1, "b": ["x", "y"], "c": date(2026, 1, 2)}


def test_an_anchor_may_be_used_again() -> None:
    assert load_yaml("a: &n [1, 2]\nb: *n") == {"a": [1, 2], "b": [1, 2]}


def test_a_date_that_is_none_stays_text() -> None:
    assert load_yaml("d: 2026-02-30") == {"d": "2026-02-30"}


@pytest.mark.parametrize("bomb", [ALIAS_BOMB, MERGE_BOMB], ids=["aliases", "merges"])
def test_aliases_that_multiply_are_refused_before_they_do(bomb: str) -> None:
    with pytest.raises(BrokenYaml, match="more than 100,000 values") as refused:
        load_yaml(bomb)
    assert refused.value.line == 6


def test_a_value_that_holds_itself_is_refused() -> None:
    with pytest.raises(BrokenYaml, match="stands inside what it refers to"):
        load_yaml("image: &a [*a]")


@pytest.mark.parametrize("text", ["[" * 2000 + "]" * 2000, "[" * 30_000 + "]" * 30_000, "- " * 2000 + "x"])
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(BrokenYaml, match="nested more than 100 deep"):
        load_yaml(text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: [1\nc: 2", 3),
        ("a: 1\n b: 2", 2),
        ("x: 1\ny: \x08", 2),
        ("a: *none", 1),
        ("a: !!bool perhaps", 1),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, line: int) -> None:
    with pytest.raises(BrokenYaml) as broken:
        load_yaml(text)
    assert broken.value.line == line


@pytest.mark.parametrize(
    ("text", "line", "advice"),
    [
        ("title: Light: a study", 1, "put the whole value in quotation marks"),
        ('a: 1\ntitle: "First light\nb: 2', 2, "opened here and never closed"),
        ("tags: [a, b\nc: 1", 2, "not closed"),
        ("title: 'it's here'", 1, "behind a closing quotation mark"),
        ("title: @home", 1, "put it in quotation marks"),
        ("a:\n\tb: 1", 2, "not by a tab"),
    ],
)
def test_what_people_do_wrong_most_often_is_said_plainly(text: str, line: int, advice: str) -> None:
    with pytest.raises(BrokenYaml, match=advice) as broken:
        load_yaml(text)
    assert broken.value.line == line


@given(st.text(alphabet="ab:-[]{}&*!<?|>'\"\n #%0.,~", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(BrokenYaml):
        load_yaml(text)
