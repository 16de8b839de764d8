"""Values out of hand-written files, reduced to what JSON can hold."""

from __future__ import annotations

from typing import Any

from portico.features.content.compiler.blocks.markup import printable

MOST_VALUES = 2000
DEEPEST = 12


class TooMuch(ValueError):
    """More values, or more deeply nested ones, than a file should hold beside its text."""


def plain(value: Any, *, most: int = MOST_VALUES) -> Any:
    """The value as JSON can hold it, dates and huge numbers as text. Raises TooMuch."""
    return _plain(value, [most], 0)


def _plain(value: Any, budget: list[int], depth: int) -> Any:
    budget[0] -= 1
    if budget[0] < 0 or depth > DEEPEST:
        raise TooMuch("It holds too many or too deeply nested values.")
    if isinstance(value, dict):
        return {line_of(k): _plain(v, budget, depth + 1) for k, v in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(v, budget, depth + 1) for v in value]
    if isinstance(value, bool | None.__class__):
        return value
    if isinstance(value, int | float) and abs(value) < 2**53:
        return value
    return printable(_text(value))


def line_of(value: Any) -> str:
    """A value as one line of text without characters that HTML forbids."""
    return " ".join(printable(_text(value)).split())


def _text(value: Any) -> str:
    try:
        return value.isoformat() if hasattr(value, "isoformat") else str(value)
    except ValueError:  # Python writes no integers of thousands of digits.
        return ""
