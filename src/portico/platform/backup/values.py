"""Values of columns in the words of JSON, the same for both databases."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, Boolean, Date, DateTime, Float, Integer, LargeBinary, String
from sqlalchemy.types import TypeEngine

Change = Callable[[Any], Any] | None


class Kind(NamedTuple):
    """How values of a column are written and read; nothing to do for what JSON knows itself."""

    written: Change = None
    read: Change = None


def kind_of(column_type: TypeEngine[Any]) -> Kind:
    """How values of a type are written and read. Raises TypeError for types that no table has."""
    for known, kind in _KINDS:
        if isinstance(column_type, known):
            return kind
    raise TypeError(f"there is no way to write {column_type!r} into a backup")


def _moment_written(value: datetime) -> str:
    # SQLite keeps moments in UTC without saying so.
    return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC).isoformat()


def _bytes_written(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes_read(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


_KINDS: tuple[tuple[type[Any] | tuple[type[Any], ...], Kind], ...] = (
    (DateTime, Kind(_moment_written, datetime.fromisoformat)),
    (Date, Kind(date.isoformat, date.fromisoformat)),
    (LargeBinary, Kind(_bytes_written, _bytes_read)),
    ((JSON, Boolean, Float, Integer, String), Kind()),
)
