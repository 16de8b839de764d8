"""What can be told of an unexpected error: what kind it is, and the way to it, without any value."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

PACKAGE = Path(__file__).resolve().parents[1]
INNERMOST = 3


def fingerprint(error: BaseException) -> str:
    """The same for errors of one type from one place of ours, whatever they say: 16 hexadecimal digits.

    Line numbers are no part of it, so that it outlives a release.
    """
    places = [place for place in _places(error) if place.startswith("portico/")] or list(_places(error))
    told = "\n".join((type(error).__module__, type(error).__qualname__, *places[-INNERMOST:]))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def way_to(error: BaseException) -> str:
    """The stack of an error and of what caused it: types, places and our lines of source.

    Neither the messages of errors, which may quote what a visitor sent, nor the values of variables.
    """
    told: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        name = f"{type(current).__module__}.{type(current).__qualname__}".removeprefix("builtins.")
        told.append("".join(traceback.format_tb(current.__traceback__)) + name)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n\ncaused by\n\n".join(told)


def _places(error: BaseException) -> Iterator[str]:
    for frame, _line in traceback.walk_tb(error.__traceback__):
        yield f"{_module(frame.f_code)}:{frame.f_code.co_qualname}"


def _module(code: CodeType) -> str:
    path = Path(code.co_filename)
    return f"portico/{path.relative_to(PACKAGE)}" if path.is_relative_to(PACKAGE) else path.name
