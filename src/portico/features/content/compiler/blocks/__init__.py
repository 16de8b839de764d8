"""The blocks that content files may use beyond Markdown, by name."""

from __future__ import annotations

from typing import Any

from portico.features.content.compiler.blocks.aside import ASIDE
from portico.features.content.compiler.blocks.block import Block, BlockContext, InvalidProps
from portico.features.content.compiler.blocks.callout import CALLOUT
from portico.features.content.compiler.blocks.chart import CHART
from portico.features.content.compiler.blocks.columns import COLUMNS
from portico.features.content.compiler.blocks.details import DETAILS
from portico.features.content.compiler.blocks.embed import EMBED
from portico.features.content.compiler.blocks.figure import FIGURE, IMAGE
from portico.features.content.compiler.blocks.file_tree import FILE_TREE
from portico.features.content.compiler.blocks.gallery import GALLERY
from portico.features.content.compiler.blocks.kbd import KBD
from portico.features.content.compiler.blocks.links import BUTTON, LINK_CARD
from portico.features.content.compiler.blocks.quote import QUOTE
from portico.features.content.compiler.blocks.stat import STAT
from portico.features.content.compiler.blocks.steps import STEPS
from portico.features.content.compiler.blocks.timeline import EVENT, TIMELINE
from portico.features.content.compiler.blocks.video import VIDEO

__all__ = ["Block", "BlockContext", "InvalidProps", "find", "names"]

_BLOCKS: tuple[Block[Any], ...] = (
    CALLOUT,
    ASIDE,
    FIGURE,
    IMAGE,
    GALLERY,
    VIDEO,
    EMBED,
    QUOTE,
    STAT,
    STEPS,
    DETAILS,
    COLUMNS,
    TIMELINE,
    EVENT,
    CHART,
    FILE_TREE,
    BUTTON,
    LINK_CARD,
    KBD,
)
_BY_NAME: dict[str, Block[Any]] = {name: block for block in _BLOCKS for name in (block.name, *block.aliases)}


def find(name: str) -> Block[Any] | None:
    """The block of that name or alias; names are case-sensitive, as in JSX."""
    return _BY_NAME.get(name)


def names() -> tuple[str, ...]:
    """Every block's own name, in the order of the reference."""
    return tuple(block.name for block in _BLOCKS)
