"""The shapes of the API: what is written under an attribute describes it in the API document."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict

Shape = TypeVar("Shape", bound=type)


class Input(BaseModel):
    """What a request sends, with nothing beyond its fields; made ready for checking when one first comes."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid", use_attribute_docstrings=True, defer_build=True
    )


def documented(shape: Shape) -> Shape:
    """Let the docstring under each attribute of a dataclass become its description in JSON Schema."""
    setattr(shape, "__pydantic_config__", ConfigDict(use_attribute_docstrings=True))  # noqa: B010
    return shape
