"""The size of an SVG picture, read from its first element alone."""

from __future__ import annotations

import re
from xml.parsers import expat

_LENGTH = re.compile(
    r"\s*([0-9]*\.?[0-9]+(?:e[+-]?[0-9]+)?)\s*(px|pt|pc|mm|cm|in|em|rem|ex)?\s*", re.IGNORECASE
)
_PIXELS = {
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
    "em": 16.0,
    "rem": 16.0,
}
_DEFAULT_SIZE = (300, 150)
_MAX_ENTITY = 1_000
_MAX_SIDE = 20_000


class NotSvg(ValueError):
    """The file is no SVG picture, or one that tries to grow."""


class _FirstElement(Exception):
    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        super().__init__(name)
        self.name = name
        self.attributes = attributes


def svg_size(data: bytes) -> tuple[int, int]:
    """Width and height in CSS pixels, by `width` and `height` or else by `viewBox`."""
    root = _root(data)
    if root.name.rpartition(":")[2] != "svg":
        raise NotSvg("the first element is not <svg>")
    width, height = _length(root.attributes.get("width")), _length(root.attributes.get("height"))
    box_width, box_height = _view_box(root.attributes.get("viewBox", ""))
    if width is None and height is None:
        width, height = box_width, box_height
    elif width is None and height:
        width = height * box_width / box_height
    elif height is None and width:
        height = width * box_height / box_width
    return _whole(width), _whole(height)


def _root(data: bytes) -> _FirstElement:
    parser = expat.ParserCreate()
    parser.StartElementHandler = _stop
    parser.EntityDeclHandler = _check_entity
    try:
        parser.Parse(data, True)
    except _FirstElement as root:
        return root
    except expat.ExpatError as error:
        raise NotSvg(str(error)) from None
    raise NotSvg("there is no element")


def _stop(name: str, attributes: dict[str, str]) -> None:
    raise _FirstElement(name, attributes)


def _check_entity(_name: str, _is_parameter: bool, value: str | None, *_external: str | None) -> None:
    # Drawing programs declare namespaces as entities; entities made of entities are an attack.
    if value is not None and ("&" in value or "%" in value or len(value) > _MAX_ENTITY):
        raise NotSvg("it declares entities that expand")


def _length(written: str | None) -> float | None:
    match = _LENGTH.fullmatch(written or "")
    return float(match[1]) * _PIXELS.get((match[2] or "px").lower(), 8.0) if match else None


def _view_box(written: str) -> tuple[float, float]:
    try:
        _x, _y, width, height = map(float, written.replace(",", " ").split())
    except ValueError:
        return _DEFAULT_SIZE
    return (width, height) if width > 0 and height > 0 else _DEFAULT_SIZE


def _whole(length: float | None) -> int:
    return max(1, round(min(length or 1, _MAX_SIDE)))
