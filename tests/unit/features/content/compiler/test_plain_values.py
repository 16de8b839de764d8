"""Whatever a file holds ends as something that JSON can hold."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portico.features.content.compiler.plain_values import TooMuch, line_of, plain


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 3, 4), "2026-01-02T03:04:00"),  # noqa: DTZ001
        ({1: (2, {3})}, {"1": [2, [3]]}),
        (2**70, str(2**70)),
        (float("inf"), "inf"),
        ("a\x00\ud800b", "a��b"),
        (None, None),
        (True, True),
    ],
)
def test_values_become_what_json_holds(value: Any, kept: Any) -> None:
    assert plain(value) == kept


def test_a_number_too_long_to_write_is_empty_text() -> None:
    assert plain([16**20_000]) == [""]


def test_too_many_values_are_refused() -> None:
    with pytest.raises(TooMuch):
        plain(list(range(3000)))


def test_too_deep_values_are_refused() -> None:
    value: list[Any] = []
    for _ in range(20):
        value = [value]
    with pytest.raises(TooMuch):
        plain(value)


def test_a_line_holds_no_line_ends() -> None:
    assert line_of(" a\n b\t\x01 ") == "a b �"


@given(
    st.recursive(st.text() | st.integers() | st.floats() | st.dates() | st.binary(), st.lists, max_leaves=8)
)
def test_everything_plain_can_be_written(value: Any) -> None:
    orjson.dumps(plain(value))
