"""The block that puts a thought beside the text."""

from __future__ import annotations

from portico.features.content.compiler.blocks.block import Block, BlockContext, Props
from portico.features.content.compiler.blocks.markup import escape, tag


class AsideProps(Props):
    """A digression that stands in the margin where there is one."""

    title: str = ""
    """A few words above it."""


def _draw(props: AsideProps, inner: str, _context: BlockContext) -> str:
    title = tag("p", escape(props.title), class_="aside-title") if props.title else ""
    return tag("div", title, inner, class_="aside", role="note")


ASIDE = Block(name="Aside", props=AsideProps, draw=_draw)
