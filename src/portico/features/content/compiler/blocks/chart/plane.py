"""Lines, areas, dots and many bars on two axes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from portico.features.content.compiler.blocks.chart.numerals import Numerals, plain, shortened, text_width
from portico.features.content.compiler.blocks.chart.scale import Scale, bounds, ticks
from portico.features.content.compiler.blocks.chart.series import Data, Series
from portico.features.content.compiler.blocks.chart.shapes import FONT, PAD, WIDTH, lettering
from portico.features.content.compiler.blocks.markup import tag

HEIGHT = 300

_TOP = 14
_BOTTOM = HEIGHT - 30
_LINE = 21
_NAME_ROOM = 150
_LABEL_ROOM = 130
_MAX_MARKED = 40
"""Points beyond which a line is drawn without a dot at each."""

_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")

_MAX_NAMED = 8
"""Numbers beyond which round ones stand below the axis in place of the points' own."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Plane:
    positions: list[float]
    """Of each label, in the units of `x`."""
    numeric: bool
    x: Scale
    y: Scale
    y_ticks: list[float]
    left: float
    right: float


def draw_plane(data: Data, kind: str, numerals: Numerals) -> tuple[str, int]:
    """The shapes and the height of a chart of any kind but short lists of bars."""
    plane = _plane(data, kind, numerals)
    shapes = [_grid(plane, numerals), _labels(data, plane)]
    for number, series in enumerate(data.series, start=1):
        points = [
            None if value is None else (plane.x.place(position), plane.y.place(value))
            for position, value in sorted(
                zip(plane.positions, series.values, strict=True), key=lambda pair: pair[0]
            )
        ]
        shapes.append(_series(points, kind, number, plane, len(data.series)))
    shapes.append(_ends(data, plane, numerals) if kind in {"line", "area"} else _legend(data))
    extra = _LINE * len(data.series) + PAD if kind not in {"line", "area"} and len(data.series) > 1 else 0
    return "".join(shapes), HEIGHT + extra


def _plane(data: Data, kind: str, numerals: Numerals) -> _Plane:
    values = [value for series in data.series for value in series.values]
    y_ticks = ticks(*bounds(values, from_zero=kind in {"area", "bar"}))
    left = max(text_width(numerals.write(tick), FONT) for tick in y_ticks) + PAD
    right = WIDTH - (_end_room(data, numerals) if kind in {"line", "area"} else PAD)
    positions, numeric = _positions(data.labels, continuous=kind != "bar")
    low, high = (
        bounds(positions, from_zero=False) if len(set(positions)) < 2 else (min(positions), max(positions))
    )
    inset = min(_LINE, (right - left) / 2 / max(len(positions), 1))
    y = Scale(y_ticks[0], y_ticks[-1], _BOTTOM, _TOP)
    x = Scale(low, high, left + inset, right - inset)
    return _Plane(positions, numeric, x, y, y_ticks, left, right)


def _positions(labels: tuple[str, ...], *, continuous: bool) -> tuple[list[float], bool]:
    """Numbers and dates stand as far apart as they are; anything else in even steps."""
    if continuous and all(_NUMBER.fullmatch(label) for label in labels):
        return [float(label) for label in labels], True
    try:
        if continuous:
            return [float(date.fromisoformat(label).toordinal()) for label in labels], False
    except ValueError:
        pass
    return [float(index) for index in range(len(labels))], False


def _grid(plane: _Plane, numerals: Numerals) -> str:
    shapes = []
    for tick in plane.y_ticks:
        y = plane.y.place(tick)
        class_ = "chart-axis" if tick == 0 else "chart-grid"
        shapes.append(tag("line", x1=plane.left, x2=plane.right, y1=y, y2=y, class_=class_))
        shapes.append(lettering(numerals.write(tick), plane.left - PAD / 2, y, "end", "chart-tick"))
    return "".join(shapes)


def _labels(data: Data, plane: _Plane) -> str:
    """Labels below the points, as many as do not touch; round numbers where the points are numbers."""
    wanted = list(zip(plane.positions, data.labels, strict=True))
    if plane.numeric and len(set(plane.positions)) > _MAX_NAMED:
        round_numbers = ticks(plane.x.low, plane.x.high, wanted=6)
        inside = [tick for tick in round_numbers if plane.x.low <= tick <= plane.x.high]
        wanted = [(tick, _x_number(tick)) for tick in inside]
    shapes: list[str] = []
    free_from = float("-inf")
    for place, written in sorted(wanted):
        label = shortened(written, FONT, _LABEL_ROOM)
        half = text_width(label, FONT) / 2
        x = min(max(plane.x.place(place), half), WIDTH - half)
        if x - half >= free_from:
            shapes.append(lettering(label, x, _BOTTOM + _LINE, "middle", "chart-label"))
            free_from = x + half + PAD
    return "".join(shapes)


def _x_number(value: float) -> str:
    # A year is not grouped: 2026, not 2 026.
    return plain(value, grouped=abs(value) >= 10_000)


def _series(points: list[Point | None], kind: str, number: int, plane: _Plane, count: int) -> str:
    if kind == "bar":
        return _bars(points, number, plane, count)
    runs = _runs(points)
    shapes = [_area(run, number, plane) for run in runs] if kind == "area" else []
    if kind != "dot":
        shapes += [_path(run, f"chart-line series-{number}") for run in runs if len(run) > 1]
    known = [point for run in runs for point in run]
    if kind == "dot" or len(known) <= _MAX_MARKED:
        shapes += [tag("circle", cx=x, cy=y, r=4, class_=f"chart-dot series-{number}") for x, y in known]
    return "".join(shapes)


def _bars(points: list[Point | None], number: int, plane: _Plane, count: int) -> str:
    room = (plane.right - plane.left) / max(len(points), 1)
    width = max(room * 0.8 / count, 0.2)
    zero = plane.y.place(0)
    return "".join(
        tag(
            "rect",
            x=round(x + (number - 1 - count / 2) * width, 1),
            y=min(y, zero),
            width=round(width, 2),
            height=round(abs(y - zero), 1),
            class_=f"chart-bar series-{number}",
        )
        for x, y in (point for point in points if point)
    )


def _runs(points: list[Point | None]) -> list[list[Point]]:
    """The points without the gaps between them."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point:
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _path(run: list[Point], class_: str) -> str:
    return tag("path", d="M" + "L".join(f"{x:g} {y:g}" for x, y in run), fill="none", class_=class_)


def _area(run: list[Point], number: int, plane: _Plane) -> str:
    zero = plane.y.place(0)
    outline = [(run[0][0], zero), *run, (run[-1][0], zero)]
    d = "M" + "L".join(f"{x:g} {y:g}" for x, y in outline) + "Z"
    return tag("path", d=d, class_=f"chart-area series-{number}")


def _ends(data: Data, plane: _Plane, numerals: Numerals) -> str:
    """The last value and the name of each series where its line ends, kept from touching each other."""
    labels = [_end_label(series, plane.positions, numerals) for series in data.series]
    ends = sorted(
        (plane.y.place(label[1]), number, label[0]) for number, label in enumerate(labels, start=1) if label
    )
    places = _apart([y for y, _number, _text in ends])
    return "".join(
        lettering(
            shortened(text, FONT, _NAME_ROOM), plane.right + 2, y, "start", f"chart-name series-{number}"
        )
        for y, (_end, number, text) in zip(places, ends, strict=True)
    )


def _apart(places: list[float]) -> list[float]:
    """Ascending places moved up or down until a line of text fits between them, within the drawing."""
    lowest_allowed = [_BOTTOM - _LINE * after for after in range(len(places) - 1, -1, -1)]
    moved: list[float] = []
    for place, limit in zip(places, lowest_allowed, strict=True):
        moved.append(min(max(place, moved[-1] + _LINE if moved else _TOP), limit))
    return moved


def _end_label(series: Series, positions: list[float], numerals: Numerals) -> tuple[str, float] | None:
    known = [
        (place, value) for place, value in zip(positions, series.values, strict=True) if value is not None
    ]
    if not known:
        return None
    _place, value = max(known, key=lambda point: point[0])
    return f"{numerals.write(value)} {series.name}".strip(), value


def _end_room(data: Data, numerals: Numerals) -> float:
    positions = [float(index) for index in range(len(data.labels))]
    labels = [_end_label(series, positions, numerals) for series in data.series]
    widths = [text_width(label[0], FONT) for label in labels if label]
    return min(max(widths, default=0.0), _NAME_ROOM) + PAD


def _legend(data: Data) -> str:
    if len(data.series) < 2:
        return ""
    shapes = []
    for number, series in enumerate(data.series, start=1):
        y = HEIGHT + PAD + (number - 1) * _LINE
        shapes.append(tag("circle", cx=6, cy=y, r=4, class_=f"chart-dot series-{number}"))
        shapes.append(lettering(shortened(series.name, FONT, WIDTH - _LINE), _LINE, y, "start", "chart-name"))
    return "".join(shapes)
