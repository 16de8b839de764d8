"""What is wrong with a configuration, in sentences that name the variable and never its value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError


class ConfigurationError(Exception):
    """The configuration cannot work; `problems` says why, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def about(field: str, words: str) -> str:
    """A sentence about a setting, such as "PORTICO_PORT must be a whole number"."""
    return f"{variable(field)} {words}"


def variable(field: str) -> str:
    """The environment variable of a field."""
    return f"PORTICO_{field.upper()}"


def refused(error: ValidationError) -> dict[str, str]:
    """What is wrong with each field that could not be read; the first problem of a field counts."""
    found: dict[str, str] = {}
    for detail in error.errors(include_url=False, include_input=False):
        field, *inside = detail["loc"]
        entry = next((f", entry {part + 1}," for part in inside if isinstance(part, int)), "")
        found.setdefault(str(field), f"{variable(str(field))}{entry} {_words(detail)}")
    return found


def in_order(problems: Mapping[str, str], fields: Mapping[str, object]) -> Iterator[str]:
    """The sentences about fields, in the order of the fields."""
    return (problems[field] for field in fields if field in problems)


_BOUNDS = {
    "greater_than_equal": ("at least", "ge"),
    "less_than_equal": ("at most", "le"),
}
_KINDS = {
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_parsing": "a number",
    "finite_number": "a number",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "ip_any_network": "a network such as 10.0.0.0/8",
}


def _words(detail: Any) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return f"must be {context['expected'].replace(chr(39), '')}"
    if kind in _BOUNDS:
        words, bound = _BOUNDS[kind]
        return f"must be {words} {context[bound]:g}"
    if kind.startswith("url_"):
        return "must be a whole address such as https://example.org"
    return f"must be {_KINDS[kind]}" if kind in _KINDS else f"is not valid: {detail['msg'].lower()}"
