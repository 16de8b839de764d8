"""Numbers as a reader expects them on a chart."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_BEFORE = {"$", "€", "£", "¥"}
_NARROW = "\N{NARROW NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Numerals:
    """How the numbers of one chart are written."""

    unit: str = ""

    def write(self, value: float) -> str:
        """A value with its unit."""
        number = plain(value)
        if self.unit in _BEFORE:
            sign = "\N{MINUS SIGN}" if value < 0 else ""
            return f"{sign}{self.unit}{number.removeprefix(sign)}"
        return f"{number}{_NARROW}{self.unit}" if self.unit else number


def plain(value: float, *, grouped: bool = True) -> str:
    """A number with at most four significant decimals, thousands set apart, and a true minus."""
    if abs(value) < 1:
        digits = f"{value:.4g}"
    else:
        digits = f"{value:,.{4 if abs(value) < 1000 else 2}f}".rstrip("0").rstrip(".")
    separator = _NARROW if grouped else ""
    return digits.replace(",", separator).replace("-", "\N{MINUS SIGN}")


def text_width(text: str, size: float) -> float:
    """About how wide a text is in an interface typeface; there is no typeface to ask at build time."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return size * (0.56 * (len(text) - wide) + wide)


def shortened(text: str, size: float, room: float) -> str:
    """The text, or as much of it as there is room for."""
    if text_width(text, size) <= room:
        return text
    while text and text_width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"
