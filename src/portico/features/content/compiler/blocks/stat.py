"""The block that shows one number large."""

from __future__ import annotations

from portico.features.content.compiler.blocks.block import Block, BlockContext, Props
from portico.features.content.compiler.blocks.markup import escape, tag


class StatProps(Props):
    """A number worth remembering, with what it counts."""

    value: str
    """The number as it is to be read, with its unit: `41 %`, `€ 2.4 m`."""
    label: str
    """What it counts."""
    note: str = ""
    """Where it comes from, or what it is compared with."""


def _draw(props: StatProps, _inner: str, _context: BlockContext) -> str:
    note = tag("p", escape(props.note), class_="stat-note") if props.note else ""
    value = tag("p", escape(props.value), class_="stat-value")
    return tag("div", value, tag("p", escape(props.label), class_="stat-label"), note, class_="stat")


STAT = Block(name="Stat", props=StatProps, draw=_draw, children="none")
