"""Reading the data of a chart from CSV or JSON into labelled series."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MAX_POINTS = 2_000
MAX_SERIES = 6
MAX_VALUE = 1e15
"""Beyond it a floating-point number no longer holds its units."""

_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_NOTHING = {"", "-", "–", "null", "none", "na", "n/a", "nan"}


class Unreadable(ValueError):
    """The data is not what a chart can show; the message says why, without a full stop."""


@dataclass(frozen=True, slots=True)
class Series:
    """One value for each label, or none where it is not known."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Data:
    """What a chart shows."""

    label_name: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]


def read_csv(text: str, x: str, y: Sequence[str]) -> Data:
    """Data written as lines of values separated by commas, semicolons or tabs; the first may name them."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    delimiter = next((mark for mark in "\t;" if lines and mark in lines[0]), ",")
    rows = [
        [cell.strip() for cell in row]
        for row in csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    ]
    if not rows:
        raise Unreadable("there is no data; give it as the prop “data”, or as CSV inside the block")
    header = rows.pop(0) if (x and x in rows[0]) or _names_columns(rows) else _numbered(rows[0])
    return _table(header, rows, x, y)


def _names_columns(rows: list[list[str]]) -> bool:
    first, *others = ([_number(cell) for cell in row[1:]] for row in rows[:2])
    if any(
        number is None and cell.lower() not in _NOTHING
        for number, cell in zip(first, rows[0][1:], strict=True)
    ):
        return True
    # Columns are often named by years, which are numbers too.
    return bool(others) and _are_years(first) and not _are_years(others[0])


def _are_years(numbers: list[float | None]) -> bool:
    return all(number is not None and 1800 <= number <= 2200 and number.is_integer() for number in numbers)


def read_json(data: Sequence[object] | Mapping[str, object], x: str, y: Sequence[str]) -> Data:
    """Data written as an array of objects, pairs or numbers, or as an object of labels and numbers."""
    rows = [list(pair) for pair in data.items()] if isinstance(data, Mapping) else list(data)
    objects = [row for row in rows if isinstance(row, Mapping)]
    if objects and len(objects) == len(rows):
        header = list(dict.fromkeys(str(name) for row in objects for name in row))
        return _table(header, [[row.get(name) for name in header] for row in objects], x, y)
    table = [row if isinstance(row, list) else [position, row] for position, row in enumerate(rows, start=1)]
    if not table:
        raise Unreadable("the data is empty")
    return _table(_numbered(table[0]), table, x, y)


def _numbered(row: Sequence[object]) -> list[str]:
    values = len(row) - 1
    return ["", *("" if values == 1 else f"Series {number}" for number in range(1, values + 1))]


def _table(header: list[str], rows: Sequence[Sequence[object]], x: str, y: Sequence[str]) -> Data:
    if len(rows) > MAX_POINTS:
        raise Unreadable(f"{len(rows)} points are too many; {MAX_POINTS} are the most")
    label_column = _column(header, x) if x else 0
    columns = [_column(header, name) for name in y] or [
        column for column in range(len(header)) if column != label_column
    ]
    if not columns:
        raise Unreadable("there must be a label and at least one value in each row")
    if len(columns) > MAX_SERIES:
        raise Unreadable(f"{len(columns)} series are too many to tell apart; {MAX_SERIES} are the most")
    return Data(
        label_name=header[label_column],
        labels=tuple(_label(_cell(row, label_column)) for row in rows),
        series=tuple(_series(header[column], column, rows) for column in columns),
    )


def _column(header: list[str], name: str) -> int:
    if name not in header:
        known = ", ".join(column for column in header if column) or "none"
        raise Unreadable(f"there is no column “{name}” in the data; its columns are: {known}")
    return header.index(name)


def _series(name: str, column: int, rows: Sequence[Sequence[object]]) -> Series:
    return Series(name, tuple(_value(_cell(row, column), number) for number, row in enumerate(rows, start=1)))


def _cell(row: Sequence[object], column: int) -> object:
    return row[column] if column < len(row) else None


def _label(cell: object) -> str:
    return "" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell)


def _value(cell: object, row: int) -> float | None:
    if cell is None or (isinstance(cell, str) and cell.strip().lower() in _NOTHING):
        return None
    number = _number(cell)
    if number is None or not abs(number) <= MAX_VALUE:
        raise Unreadable(f"“{str(cell)[:40]}” in row {row} is not a number that can be drawn")
    return number


def _number(cell: object) -> float | None:
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    text = re.sub(r"[\s_%]", "", str(cell)).replace("\N{MINUS SIGN}", "-")
    try:
        number = float(text.replace(",", "") if _GROUPED.fullmatch(text) else text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
