"""Numbers on a chart."""

from __future__ import annotations

import pytest

from portico.features.content.compiler.blocks.chart.numerals import Numerals, plain, shortened, text_width


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (76000, "76\u202f000"),
        (-1.25, "−1.25"),
        (0, "0"),
        (0.1 + 0.2, "0.3"),
        (1234.567, "1\u202f234.57"),
        (5e-9, "5e−09"),
    ],
)
def test_a_number_is_short_and_true(value: float, written: str) -> None:
    assert plain(value) == written


@pytest.mark.parametrize(("unit", "written"), [("", "−3"), ("%", "−3\u202f%"), ("€", "−€3")])
def test_a_unit_stands_where_it_belongs(unit: str, written: str) -> None:
    assert Numerals(unit).write(-3) == written


def test_a_text_is_shortened_to_its_room() -> None:
    assert shortened("A long label", 14, 50).endswith("…")
    assert text_width(shortened("A long label", 14, 50), 14) <= 50
    assert shortened("Short", 14, 500) == "Short"
