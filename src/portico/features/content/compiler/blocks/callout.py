"""The block that sets a remark apart from the text."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AliasChoices, BeforeValidator, Field

from portico.features.content.compiler.blocks.block import Block, BlockContext, Props
from portico.features.content.compiler.blocks.markup import escape, tag

Kind = Literal["note", "tip", "important", "warning", "caution"]

_SYNONYMS = {
    "danger": "caution",
    "default": "note",
    "error": "caution",
    "hint": "tip",
    "info": "note",
    "success": "tip",
    "warn": "warning",
}


def _usual(kind: object) -> object:
    return _SYNONYMS.get(kind.lower(), kind.lower()) if isinstance(kind, str) else kind


class CalloutProps(Props):
    """A remark beside the argument: a note, a tip, something important, a warning, a caution."""

    type: Annotated[Kind, BeforeValidator(_usual)] = Field(
        "note", validation_alias=AliasChoices("type", "level", "variant")
    )
    """What kind of remark it is; `info`, `success`, `danger` and their like are understood."""
    title: str = ""
    """A heading in place of the kind's own name."""


def _draw(props: CalloutProps, inner: str, _context: BlockContext) -> str:
    # Some tools want a sign as the title, such as `!`, and draw it large.
    title = props.title if any(map(str.isalnum, props.title)) else props.type.capitalize()
    heading = tag("p", escape(title), class_="callout-title")
    return tag("div", heading, inner, class_=f"callout callout-{props.type}", role="note")


CALLOUT = Block(
    name="Callout", props=CalloutProps, draw=_draw, aliases=("AlertBox", "Alert", "Admonition", "Note")
)
