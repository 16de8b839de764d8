"""The block that quotes somebody and says who it was."""

from __future__ import annotations

from pydantic import AliasChoices, Field

from portico.features.content.compiler.blocks.block import Block, BlockContext, Props
from portico.features.content.compiler.blocks.figure import framed
from portico.features.content.compiler.blocks.markup import escape, tag
from portico.features.content.compiler.blocks.props import Address


class QuoteProps(Props):
    """A quotation with its source."""

    by: str = Field("", validation_alias=AliasChoices("by", "author", "name"))
    """Who said it."""
    role: str = ""
    """What they are or were when they said it."""
    source: Address | None = Field(None, validation_alias=AliasChoices("source", "cite", "url", "href"))
    """Where it can be read."""


def _draw(props: QuoteProps, inner: str, context: BlockContext) -> str:
    address = (context.link(props.source) or "") if props.source else ""
    name = escape(props.by or ("Source" if address else ""))
    who = tag("a", name, href=address) if address else name
    role = tag("span", escape(props.role), class_="quote-role") if props.role else ""
    byline = ", ".join(part for part in (who and tag("span", who, class_="quote-by"), role) if part)
    return framed(tag("blockquote", inner, cite=address or None), byline, class_="quote")


QUOTE = Block(name="Quote", props=QuoteProps, draw=_draw)
