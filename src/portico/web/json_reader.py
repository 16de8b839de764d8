"""The one way in for JSON: strict enough that no reader behind it, nor any database, sees it differently.

I-JSON (RFC 7493) without NUL, which PostgreSQL refuses and SQLite cuts at, and of bounded depth and size.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

import orjson
from flask import Request

from portico.platform.errors import BadRequest, FieldError, UnsupportedMediaType
from portico.web.pointers import pointer

DEEPEST = 32
MOST_VALUES = 10_000
LARGEST_INTEGER = 2**53 - 1
LONGEST_INTEGER = len(str(LARGEST_INTEGER)) + 1
UNFIT = re.compile("[\x00\ud800-\udfff]")
"""What no text may hold: NUL and surrogates, which have no form in UTF-8."""

Path = tuple[str | int, ...]


class MalformedJson(BadRequest):
    """The body is not JSON as RFC 7493 has it."""

    code = "malformed-json"
    title = "The body is not JSON that can be read"


def read_json(request: Request) -> bytes:
    """The body of a request once it is known to be strict JSON, written anew.

    So whatever reads it next sees exactly what was checked, and `2.0` as the whole number that it is.

    Raises UnsupportedMediaType, MalformedJson, and what reading a body may raise; see `bodies.py`.
    """
    _check_type(request)
    return orjson.dumps(check_json(request.get_data()))


def check_json(raw: bytes) -> Any:
    """The value that the bytes hold. Raises MalformedJson, which says what is wrong and where."""
    value = _parsed(_text(raw))
    for path, fault, code in _faults(value):
        raise MalformedJson(fault, errors=[FieldError(pointer("body", *path), code, fault)])
    return value


def _check_type(request: Request) -> None:
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype != "application/json" or charset not in ("utf-8", "utf8"):
        raise UnsupportedMediaType("Send the body as UTF-8 with the header “Content-Type: application/json”.")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType("Send the body as it is, without a Content-Encoding.")


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise MalformedJson(f"The body is not UTF-8: byte {error.start + 1} does not fit.") from None


def _parsed(text: str) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_number,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as error:
        raise MalformedJson(
            f"The body is not JSON: it goes wrong in line {error.lineno}, column {error.colno}."
        ) from None
    except RecursionError:
        raise _too_deep() from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise MalformedJson("An object names the same member twice. Name each once.")
    return members


def _integer(digits: str) -> int:
    # Python refuses to convert very long numbers, and takes long for the less long ones.
    return int(digits) if len(digits) <= LONGEST_INTEGER else LARGEST_INTEGER + 1


def _number(written: str) -> float:
    number = float(written)
    whole = number.is_integer() and abs(number) <= LARGEST_INTEGER
    return int(number) if whole else number


def _constant(name: str) -> Any:
    raise MalformedJson(f"{name} is no number in JSON. Leave it out or send null.")


def _faults(value: Any) -> Iterator[tuple[Path, str, str]]:
    """What is wrong with the values of a document: where, a sentence, and a code."""
    pending: list[tuple[Path, Any]] = [((), value)]
    values = 0
    while pending:
        path, item = pending.pop()
        values += 1
        if len(path) >= DEEPEST and isinstance(item, dict | list):
            raise _too_deep()
        if isinstance(item, dict):
            if any(map(UNFIT.search, item)):
                yield path, "The name of a member holds a character that cannot be kept.", "wrong-format"
            pending += [((*path, name), member) for name, member in item.items()]
        elif isinstance(item, list):
            pending += [((*path, index), member) for index, member in enumerate(item)]
        elif fault := _fault(item):
            yield path, *fault
        if values + len(pending) > MOST_VALUES:
            raise MalformedJson(f"The body holds more than {MOST_VALUES} values. Send less at once.")


def _fault(item: str | float | bool | None) -> tuple[str, str] | None:
    if isinstance(item, str) and UNFIT.search(item):
        return "A text holds NUL or half a surrogate pair.", "wrong-format"
    if isinstance(item, float) and not math.isfinite(item):
        return "A number is too large to be kept.", "out-of-range"
    if isinstance(item, int) and abs(item) > LARGEST_INTEGER:
        return "A whole number lies beyond ±(2^53 − 1). Send it as text.", "out-of-range"
    return None


def _too_deep() -> MalformedJson:
    return MalformedJson(f"The body is nested deeper than {DEEPEST} levels.")
