"""The block that shows a list or headings as steps to follow."""

from __future__ import annotations

from portico.features.content.compiler.blocks.block import Block, BlockContext, Props
from portico.features.content.compiler.blocks.markup import tag


class StepsProps(Props):
    """Instructions in order: put a numbered list inside, or a heading for each step."""


def _draw(_props: StepsProps, inner: str, _context: BlockContext) -> str:
    return tag("div", inner, class_="steps")


STEPS = Block(name="Steps", props=StepsProps, draw=_draw)
