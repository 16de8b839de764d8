"""The block that sets several pictures side by side."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from portico.features.content.compiler.blocks.block import Block, BlockContext, Props
from portico.features.content.compiler.blocks.figure import framed
from portico.features.content.compiler.blocks.markup import tag, unwrapped


class GalleryProps(Props):
    """Pictures in columns: put `<Figure>` blocks or Markdown images inside."""

    columns: Annotated[int, Field(ge=1, le=6)] = 2
    """How many stand side by side where there is room."""
    caption: str = ""
    """Markdown below all of them."""


def _draw(props: GalleryProps, inner: str, context: BlockContext) -> str:
    caption = unwrapped(context.render(props.caption)) if props.caption else ""
    pictures = tag("div", inner, class_=f"gallery-pictures columns-{props.columns}")
    return framed(pictures, caption, class_="gallery")


GALLERY = Block(name="Gallery", props=GalleryProps, draw=_draw)
