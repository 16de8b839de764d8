"""The block that folds away what not every reader needs."""

from __future__ import annotations

from pydantic import AliasChoices, Field

from portico.features.content.compiler.blocks.block import Block, BlockContext, Props
from portico.features.content.compiler.blocks.markup import escape, tag
from portico.features.content.compiler.blocks.props import Flag


class DetailsProps(Props):
    """Text that opens on demand."""

    summary: str = Field("Details", validation_alias=AliasChoices("summary", "title"))
    """What stands on the line that opens it."""
    open: Flag = False
    """Whether it is open from the start."""


def _draw(props: DetailsProps, inner: str, _context: BlockContext) -> str:
    return tag("details", tag("summary", escape(props.summary)), inner, class_="details", open=props.open)


DETAILS = Block(name="Details", props=DetailsProps, draw=_draw, aliases=("Collapse", "Accordion"))
