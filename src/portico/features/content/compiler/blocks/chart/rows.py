"""Bars as rows: the label before, the bar, and its value at the end."""

from __future__ import annotations

from portico.features.content.compiler.blocks.chart.numerals import Numerals, shortened, text_width
from portico.features.content.compiler.blocks.chart.scale import Scale, bounds
from portico.features.content.compiler.blocks.chart.series import Data
from portico.features.content.compiler.blocks.chart.shapes import FONT, PAD, WIDTH, lettering
from portico.features.content.compiler.blocks.markup import tag

MAX_ROWS = 60

_BAR = 20
_GAP = 12
_TOP = 4
_LABEL_SHARE = 0.4


def draw_rows(data: Data, numerals: Numerals) -> tuple[str, int]:
    """The shapes and the height of a bar chart with one row for each label."""
    scale, label_room = _layout(data, numerals)
    row_height = len(data.series) * _BAR + _GAP
    shapes = []
    for row, label in enumerate(data.labels):
        top = _TOP + row * row_height
        middle = top + (row_height - _GAP) / 2
        shapes.append(lettering(shortened(label, FONT, label_room), label_room, middle, "end", "chart-label"))
        for number, series in enumerate(data.series, start=1):
            shapes += _bar(series.values[row], top + (number - 1) * _BAR, number, scale, numerals)
    height = _TOP * 2 + max(1, len(data.labels)) * row_height
    zero = scale.place(0)
    shapes.append(tag("line", x1=zero, x2=zero, y1=0, y2=height, class_="chart-axis"))
    names, height = _names(data, height)
    return "".join([*shapes, *names]), height


def _layout(data: Data, numerals: Numerals) -> tuple[Scale, float]:
    values = [value for series in data.series for value in series.values if value is not None]
    label_room = min(
        max((text_width(label, FONT) for label in data.labels), default=0.0) + 1, WIDTH * _LABEL_SHARE
    )
    value_room = max((text_width(numerals.write(value), FONT) for value in values), default=0.0) + PAD
    low, high = bounds(values, from_zero=True)
    before = value_room if low < 0 else 0.0
    after = value_room if high > 0 else 0.0
    start, end = label_room + PAD + before, WIDTH - after
    # Values of monstrous length leave the bars a sliver, never a negative width.
    return Scale(low, high, start, max(end, start + 1)), label_room


def _bar(value: float | None, top: float, number: int, scale: Scale, numerals: Numerals) -> list[str]:
    if value is None:
        return []
    zero, place = scale.place(0), scale.place(value)
    bar = tag(
        "rect",
        x=min(zero, place),
        y=top + 2,
        width=round(abs(place - zero), 1),
        height=_BAR - 4,
        class_=f"chart-bar series-{number}",
    )
    written = numerals.write(value)
    side = (place - PAD / 2, "end") if value < 0 else (place + PAD / 2, "start")
    return [bar, lettering(written, side[0], top + _BAR / 2, side[1], "chart-value")]


def _names(data: Data, height: int) -> tuple[list[str], int]:
    """The names of several series below the rows, each beside a sample of its colour."""
    if len(data.series) < 2:
        return [], height
    shapes, x, y = [], 0.0, height + _BAR
    for number, series in enumerate(data.series, start=1):
        name = shortened(series.name, FONT, WIDTH * _LABEL_SHARE)
        width = text_width(name, FONT) + _BAR + 2 * PAD
        if x and x + width > WIDTH:
            x, y = 0.0, y + _BAR
        shapes.append(
            tag("rect", x=round(x, 1), y=y - 6, width=12, height=12, class_=f"chart-bar series-{number}")
        )
        shapes.append(lettering(name, x + _BAR, y, "start", "chart-name"))
        x += width
    return shapes, y + _BAR
