"""From values to places on the drawing, with ticks at round numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from values to places."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Where a value lies on the drawing."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)


def bounds(values: Iterable[float | None], *, from_zero: bool) -> tuple[float, float]:
    """The lowest and highest value to show; zero is among them when it must be or is not far."""
    known = [value for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    if from_zero or 0 <= low <= 0.6 * high:
        low = min(low, 0.0)
    if from_zero or 0.6 * low <= high <= 0:
        high = max(high, 0.0)
    if high - low <= abs(high) * 1e-9:
        margin = abs(high) * 0.1 or 1.0
        low, high = low - margin, high + margin
    return low, high


def ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Round numbers that span `low` to `high` and lie evenly, about as many as `wanted`."""
    rough = (high - low) / max(wanted - 1, 1)
    exponent = math.floor(math.log10(rough))
    step = next(
        factor * 10.0**exponent for factor in (1, 2, 2.5, 5, 10) if factor * 10.0**exponent >= rough * 0.999
    )
    decimals = max(0, 1 - exponent)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, decimals) for index in range(first, last + 1)]
