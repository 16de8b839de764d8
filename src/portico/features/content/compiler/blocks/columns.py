"""The block that sets short texts side by side."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from portico.features.content.compiler.blocks.block import Block, BlockContext, Props
from portico.features.content.compiler.blocks.markup import tag


class ColumnsProps(Props):
    """Text in columns, for short passages to be compared."""

    count: Annotated[int, Field(ge=2, le=4)] = 2
    """How many columns where there is room."""


def _draw(props: ColumnsProps, inner: str, _context: BlockContext) -> str:
    return tag("div", inner, class_=f"columns columns-{props.count}")


COLUMNS = Block(name="Columns", props=ColumnsProps, draw=_draw)
