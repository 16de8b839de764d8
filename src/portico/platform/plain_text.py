"""Values as a log line may hold them: no secret, no control character, nothing endless."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

SECRET_WORDS = ("password", "passwd", "secret", "token", "authorization", "cookie", "api_key", "dsn")
"""What is part of the name of a value that nobody must read."""
SECRET_NAMES = {"code", "otp", "body"}
"""Whole names of the same kind."""
STRUCK = "**********"
LONGEST_TEXT = 1000
LONGEST_STACK = 16_000
MOST_MEMBERS = 50
DEEPEST = 4
LARGEST_INTEGER = 2**53 - 1


def plain(name: str, value: Any, *, depth: int = 0) -> Any:
    """The value of a field as JSON can carry it; struck out when its name or its type says it is secret."""
    if value is None or isinstance(value, bool | float):
        return value
    if is_secret(name) or hasattr(value, "get_secret_value"):
        return STRUCK
    if isinstance(value, int) and abs(value) <= LARGEST_INTEGER:
        return int(value)
    if isinstance(value, Mapping | list | tuple | set | frozenset):
        return _members(value, depth + 1) if depth < DEEPEST else "…"
    return plain_text(_text(value))


def is_secret(name: str) -> bool:
    """Whether a field of this name holds what nobody must read."""
    lower = name.lower()
    return lower in SECRET_NAMES or any(word in lower for word in SECRET_WORDS)


def plain_text(text: str, *, longest: int = LONGEST_TEXT, keep: str = "") -> str:
    """A text in which all that does not print is escaped, cut in its middle when it is too long.

    That takes in control characters, terminal sequences, line separators, marks that turn the
    direction of writing, and lone surrogates. `keep` names characters that stay as they are.
    """
    if len(text) > longest:
        half = longest // 2
        text = f"{text[:half]} … {text[-half:]}"
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in keep else _escaped(c) for c in text)


def _members(value: Any, depth: int) -> Any:
    if isinstance(value, Mapping):
        some = list(value.items())[:MOST_MEMBERS]
        return {plain_text(str(name)): plain(str(name), member, depth=depth) for name, member in some}
    return [plain("", member, depth=depth) for member in list(value)[:MOST_MEMBERS]]


def _text(value: Any) -> str:
    if isinstance(value, int):
        # Python refuses to write very long integers in decimal.
        return hex(value) if value.bit_length() > 1000 else str(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value[: 2 * LONGEST_TEXT]).decode("utf-8", "surrogateescape")
    if isinstance(value, date):
        return value.isoformat()
    try:
        return f"{type(value).__name__}: {value}" if isinstance(value, BaseException) else str(value)
    except Exception:
        return f"<{type(value).__name__} that cannot be written>"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode()
