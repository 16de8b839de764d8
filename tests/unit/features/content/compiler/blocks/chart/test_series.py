"""Reading the data of a chart."""

from __future__ import annotations

import pytest

from portico.features.content.compiler.blocks.chart.series import Data, Unreadable, read_csv, read_json

EXPECTED = [("2024", 1.5), ("2025", -2.0)]


def pairs(data: Data) -> list[tuple[str, float | None]]:
    return list(zip(data.labels, data.series[0].values, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "year,ms\n2024,1.5\n2025,-2",
        "2024,1.5\n2025,-2",
        "year;ms\n2024;1.5\n2025;−2",
        "year\tms\n2024\t1.5\n2025\t-2",
        "\n  year, ms\n\n  2024, 1.5 %\n  2025, -2\n",
    ],
)
def test_csv_in_every_spelling(text: str) -> None:
    assert pairs(read_csv(text, "", [])) == EXPECTED


@pytest.mark.parametrize(
    "data",
    [
        [{"year": 2024, "ms": 1.5}, {"year": 2025, "ms": -2}],
        [[2024, 1.5], [2025, -2]],
        [["2024", "1.5"], ["2025", "-2"]],
        {"2024": 1.5, "2025": -2},
    ],
)
def test_json_in_every_shape(data: list[object] | dict[str, object]) -> None:
    assert pairs(read_json(data, "", [])) == EXPECTED


def test_plain_numbers_are_counted() -> None:
    assert pairs(read_json([1.5, -2], "", [])) == [("1", 1.5), ("2", -2.0)]


def test_years_may_name_columns() -> None:
    data = read_csv("town,2024,2025\nBerlin,1,2", "", [])
    assert [series.name for series in data.series] == ["2024", "2025"]


def test_columns_are_chosen_by_name() -> None:
    data = read_csv("a,b,c\n1,2,3", "c", ["b"])
    assert (data.label_name, pairs(data)) == ("c", [("3", 2.0)])


def test_thousands_may_be_set_apart() -> None:
    assert pairs(read_csv('a,"1,250,000"', "", [])) == [("a", 1_250_000.0)]


def test_what_is_not_known_is_a_gap() -> None:
    assert pairs(read_csv("a,\nb,n/a\nc,1", "", [])) == [("a", None), ("b", None), ("c", 1.0)]


@pytest.mark.parametrize("value", [True, "NaN!", float("inf"), 1e16, {"a": 1}])
def test_other_values_are_refused(value: object) -> None:
    with pytest.raises(Unreadable, match="is not a number that can be drawn"):
        read_json([["a", value]], "", [])


def test_too_much_is_refused() -> None:
    with pytest.raises(Unreadable, match="points are too many"):
        read_json([1] * 2001, "", [])
    with pytest.raises(Unreadable, match="series are too many"):
        read_json([list(range(9))], "", [])
