"""Records out of data files, such as skills and positions, as the shapes that pages show."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from pydantic import TypeAdapter

from portico.features.content.views import Achievement, Experience, Skill, Testimonial

SHAPES: dict[str, Any] = {
    "skills": Skill,
    "achievements": Achievement,
    "experience": Experience,
    "testimonials": Testimonial,
}
KINDS: dict[str, TypeAdapter[Any]] = {kind: TypeAdapter(shape) for kind, shape in SHAPES.items()}

Records = dict[str, list[dict[str, Any]]]
"""The records of each kind, as their file has them."""


def as_shape(kind: str, record: dict[str, Any]) -> Any:
    """A record as the dataclass that pages show. Raises ValueError when it does not fit."""
    return KINDS[kind].validate_python(_known_fields(record, kind))


def _known_fields(record: Any, kind: str) -> dict[str, Any]:
    if not isinstance(record, dict):
        raise ValueError("it is not a table of names and values")  # noqa: TRY004
    names = {field.name for field in fields(SHAPES[kind])}
    known = {k: v for k, v in record.items() if k in names - {"facts"} and v is not None}
    if "facts" in names:
        known["facts"] = {k: v for k, v in record.items() if k not in known}
    return known
