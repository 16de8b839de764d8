"""Colours as the style sheets write them, and how well one can be told from another."""

from __future__ import annotations

import math
import re
from pathlib import Path

OKLCH = re.compile(r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)")
TOKEN = re.compile(r"--([a-z0-9-]+):\s*(light-dark\((.+?\)), (.+?\))\)|oklch\([^)]+\));")

Colour = tuple[float, float, float]
"""Red, green and blue as they add up, before gamma."""


def tokens(*sheets: Path) -> dict[str, tuple[str, str]]:
    """The colours that style sheets declare as tokens, by day and by night; the last one counts."""
    found = {}
    for sheet in sheets:
        for name, whole, day, night in TOKEN.findall(sheet.read_text()):
            found[name] = (day, night) if day else (whole, whole)
    return found


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, 1.4.3)."""
    darker, lighter = sorted((_luminance(_linear(one)), _luminance(_linear(other))))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (min(1.0, max(0.0, part)) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(written: str) -> Colour:
    """A colour of the OKLCH space in linear sRGB (CSS Color 4, 10.3)."""
    match = OKLCH.fullmatch(written)
    assert match, written
    light, chroma, hue = map(float, match.groups())
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
