"""Docstrings of attributes describe them in the API document."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter

from portico.platform.shapes import documented


@documented
@dataclass
class Arch:
    """A curved opening."""

    span: int
    """In metres."""


def test_the_docstring_under_an_attribute_is_its_description() -> None:
    schema = TypeAdapter(Arch).json_schema()
    assert schema["properties"]["span"]["description"] == "In metres."
