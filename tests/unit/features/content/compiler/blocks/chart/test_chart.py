"""Charts as a whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from lxml import etree
from lxml import html as lxml_html

from portico.features.content.compiler.blocks import InvalidProps

Draw = Callable[..., str]
KINDS = ["bar", "line", "area", "dot"]
CASES: dict[str, list[Any]] = {
    "one point": [["a", 5]],
    "nothing known": [["a", None], ["b", None]],
    "all zero": [["a", 0], ["b", 0]],
    "all the same": [[1, 7.5], [2, 7.5]],
    "negative": [["a", -4], ["b", 3], ["c", -1]],
    "a thousand": [[index, (index * 37) % 101 - 50] for index in range(1000)],
    "huge": [["a", 1e15], ["b", -1e15]],
    "tiny": [["a", 1e-9], ["b", 3e-9]],
    "six series": [[f"m{month}", *range(month, month + 6)] for month in range(12)],
    "long labels": [
        ["A label that goes on and on, far beyond what there is room for " * 3, 1],
        ["日本語" * 40, 2],
    ],
}


def drawing(rendered: str) -> Any:
    return etree.fromstring(re.search(r"<svg.*?</svg>", rendered, re.DOTALL)[0])


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_lies_outside_the_drawing(draw: Draw, kind: str, case: str) -> None:
    svg = drawing(draw("Chart", type=kind, data=CASES[case]))
    width, height = map(float, svg.get("viewBox").split()[2:])
    for element in svg.iter("{*}rect", "{*}circle", "{*}line", "{*}text", "rect", "circle", "line", "text"):
        for name, most in [
            ("x", width),
            ("cx", width),
            ("x2", width),
            ("y", height),
            ("cy", height),
            ("y2", height),
        ]:
            place = float(element.get(name, "0"))
            assert -0.5 <= place <= most + 0.5, (element.tag, dict(element.attrib))
        assert float(element.get("width", "0")) >= 0


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_data_stands_in_a_table(draw: Draw, kind: str) -> None:
    table: Any = lxml_html.fromstring(
        draw("Chart", "year,a,b\n2024,1,2\n2025,,4", type=kind, unit="ms")
    ).find(".//table")
    rows = [[cell.text_content() for cell in row] for row in table.iter("tr")]
    assert rows == [["year", "a", "b"], ["2024", "1\u202fms", "2\u202fms"], ["2025", "", "4\u202fms"]]
    assert table.get("class") == "visually-hidden"


def test_title_and_description_speak_for_the_drawing(draw: Draw) -> None:
    svg = drawing(draw("Chart", "a,3\nb,-1", title="Growth", unit="%"))
    assert svg.get("role") == "img"
    assert svg.findtext("title") == "Growth"
    assert (
        svg.findtext("desc") == "Bar chart of 2 values, the lowest −1\u202f% (b), the highest 3\u202f% (a)."
    )


def test_bars_of_negative_values_lie_left_of_zero(draw: Draw) -> None:
    svg = drawing(draw("Chart", "a,-4\nb,4"))
    zero = float(svg.find("line").get("x1"))
    left, right = svg.findall("rect")
    assert float(left.get("x")) + float(left.get("width")) == pytest.approx(zero, abs=0.2)
    assert float(right.get("x")) == pytest.approx(zero, abs=0.2)


def test_a_line_is_broken_where_a_value_is_not_known(draw: Draw) -> None:
    svg = drawing(draw("Chart", "1,1\n2,2\n3,\n4,4\n5,5", type="line"))
    assert len(svg.findall("path")) == 2


def test_numbers_stand_as_far_apart_as_they_are(draw: Draw) -> None:
    svg = drawing(draw("Chart", "0,1\n1,1\n10,1", type="dot"))
    first, second, third = (float(dot.get("cx")) for dot in svg.findall("circle"))
    assert (third - first) / (second - first) == pytest.approx(10, rel=0.02)


def test_the_end_of_each_line_is_named_without_touching_the_next(draw: Draw) -> None:
    svg = drawing(draw("Chart", "m,a,b,c\n1,1,1,1\n2,5,5,5", type="line"))
    places = sorted(float(text.get("y")) for text in svg.findall("text") if "chart-name" in text.get("class"))
    assert all(after - before >= 14 for before, after in pairwise(places))
    assert len(places) == 3


def test_labels_on_the_axis_do_not_touch(draw: Draw) -> None:
    data = "\n".join(f"A long label {index},{index}" for index in range(100))
    svg = drawing(draw("Chart", data, type="line"))
    labels = [text for text in svg.findall("text") if text.get("class") == "chart-label"]
    assert 2 <= len(labels) <= 8


def test_data_that_cannot_be_drawn_is_explained(draw: Draw) -> None:
    with pytest.raises(InvalidProps, match=r"<Chart>: “many” in row 2 is not a number that can be drawn\."):
        draw("Chart", "a,1\nb,many")
