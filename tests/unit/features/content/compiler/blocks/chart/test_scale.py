"""Scales and their ticks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portico.features.content.compiler.blocks.chart.scale import Scale, bounds, ticks

numbers = st.floats(-1e15, 1e15) | st.floats(-1, 1)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 76_000, [0, 20_000, 40_000, 60_000, 80_000]),
        (0, 1, [0, 0.25, 0.5, 0.75, 1]),
        (-4, 8, [-5, 0, 5, 10]),
        (0.012, 0.019, [0.012, 0.014, 0.016, 0.018, 0.02]),
    ],
)
def test_ticks_are_round(low: float, high: float, expected: list[float]) -> None:
    assert ticks(low, high) == expected


@given(values=st.lists(numbers, min_size=1), from_zero=st.booleans())
def test_ticks_span_what_is_shown_and_are_few(values: list[float], from_zero: bool) -> None:
    low, high = bounds(values, from_zero=from_zero)
    found = ticks(low, high)
    tolerance = (high - low) * 1e-6
    assert 2 <= len(found) <= 8
    assert found[0] <= min(values) + tolerance
    assert found[-1] >= max(values) - tolerance


def test_zero_is_shown_when_it_is_not_far() -> None:
    assert bounds([2, 10], from_zero=False) == (0, 10)
    assert bounds([95, 100], from_zero=False) == (95, 100)
    assert bounds([95, 100], from_zero=True) == (0, 100)


def test_a_place_is_proportional() -> None:
    assert Scale(0, 10, 300, 100).place(5) == 200
