"""Plain dataclasses whose attribute docstrings describe them in the API document."""

from __future__ import annotations

from typing import TypeVar

from pydantic import ConfigDict

Shape = TypeVar("Shape", bound=type)


def documented(shape: Shape) -> Shape:
    """Let the docstring under each attribute become its description in JSON Schema."""
    setattr(shape, "__pydantic_config__", ConfigDict(use_attribute_docstrings=True))  # noqa: B010
    return shape
