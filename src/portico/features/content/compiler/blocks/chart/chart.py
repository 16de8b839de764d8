"""The block that draws data as a chart, with the same data as a table for those who do not see it."""

from __future__ import annotations

from typing import Literal

from pydantic import AliasChoices, Field

from portico.features.content.compiler.blocks.block import Block, BlockContext, InvalidProps, Props
from portico.features.content.compiler.blocks.chart.numerals import Numerals
from portico.features.content.compiler.blocks.chart.plane import draw_plane
from portico.features.content.compiler.blocks.chart.rows import MAX_ROWS, draw_rows
from portico.features.content.compiler.blocks.chart.series import Data, Unreadable, read_csv, read_json
from portico.features.content.compiler.blocks.figure import framed
from portico.features.content.compiler.blocks.markup import escape, tag, unwrapped


class ChartProps(Props):
    """Data as a chart, drawn when the site is built. The data is a prop, or CSV inside the block."""

    type: Literal["bar", "line", "area", "dot"] = "bar"
    """Bars compare, lines and areas show change, dots show single observations."""
    data: list[object] | dict[str, object] | str | None = None
    """An array of objects, pairs or numbers, an object of labels and numbers, or CSV."""
    x: str = ""
    """The column that holds the labels or positions; the first one if nothing else is said."""
    y: list[str] | str = Field("", validation_alias=AliasChoices("y", "series"))
    """The column or columns to draw, in an array or separated by commas; all others if not said."""
    title: str = ""
    """What the chart shows."""
    unit: str = ""
    """What the values are measured in: `%`, `ms`, `€`."""
    caption: str = ""
    """Markdown below the chart: what is to be seen, and where the data is from."""


def _draw(props: ChartProps, inner: str, context: BlockContext) -> str:
    data = _data(props, inner)
    numerals = Numerals(props.unit)
    as_rows = props.type == "bar" and len(data.labels) * len(data.series) <= MAX_ROWS
    shapes, height = draw_rows(data, numerals) if as_rows else draw_plane(data, props.type, numerals)
    described = tag("title", escape(props.title or _fallback_title(props, data)))
    described += tag("desc", escape(_description(props, data, numerals)))
    svg = tag("svg", described, shapes, viewBox=f"0 0 560 {height}", role="img", class_="chart-drawing")
    title = tag("p", escape(props.title), class_="chart-title") if props.title else ""
    caption = unwrapped(context.render(props.caption)) if props.caption else ""
    return framed(title + svg + _table(props, data, numerals), caption, class_="chart", data_kind=props.type)


def _data(props: ChartProps, inner: str) -> Data:
    columns = props.y.split(",") if isinstance(props.y, str) else props.y
    wanted = [column.strip() for column in columns if column.strip()]
    try:
        if props.data is None or isinstance(props.data, str):
            return read_csv(props.data or inner, props.x, wanted)
        return read_json(props.data, props.x, wanted)
    except Unreadable as error:
        raise InvalidProps(f"<Chart>: {error}.") from None


def _fallback_title(props: ChartProps, data: Data) -> str:
    return (
        ", ".join(series.name for series in data.series if series.name) or f"{props.type} chart".capitalize()
    )


def _description(props: ChartProps, data: Data, numerals: Numerals) -> str:
    kind = f"{props.type.capitalize()} chart"
    known = [
        (value, label)
        for series in data.series
        for label, value in zip(data.labels, series.values, strict=True)
        if value is not None
    ]
    if not known:
        return f"{kind} without values."
    (low, low_label), (high, high_label) = min(known), max(known)
    if low == high:
        return f"{kind} of {len(known)} values, all {numerals.write(low)}."
    lowest = f"the lowest {numerals.write(low)} ({low_label})"
    return f"{kind} of {len(known)} values, {lowest}, the highest {numerals.write(high)} ({high_label})."


def _table(props: ChartProps, data: Data, numerals: Numerals) -> str:
    heads = [data.label_name or "", *(series.name or "Value" for series in data.series)]
    head = "".join(tag("th", escape(name), scope="col") if name else tag("td") for name in heads)
    rows = (
        tag(
            "tr",
            tag("th", escape(label), scope="row"),
            *(tag("td", _cell(value, numerals)) for value in values),
        )
        for label, *values in zip(data.labels, *(series.values for series in data.series), strict=True)
    )
    caption = tag("caption", escape(props.title)) if props.title else ""
    content = (caption, tag("thead", tag("tr", head)), tag("tbody", *rows))
    return tag("table", *content, class_="visually-hidden")


def _cell(value: float | None, numerals: Numerals) -> str:
    return "" if value is None else escape(numerals.write(value))


CHART = Block(name="Chart", props=ChartProps, draw=_draw, children="text")
