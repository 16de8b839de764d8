"""The block that names keys to press."""

from __future__ import annotations

import re

from portico.features.content.compiler.blocks.block import Block, BlockContext, InvalidProps, Props
from portico.features.content.compiler.blocks.markup import escape, tag


class KbdProps(Props):
    """Keys to press together, as in `<Kbd>Ctrl+K</Kbd>`."""

    keys: str = ""
    """The keys, joined by `+`, if they do not stand inside."""


def _draw(props: KbdProps, inner: str, _context: BlockContext) -> str:
    keys = [key for key in re.split(r"(?<=[^+\s])\s*\+\s*", (props.keys or inner).strip()) if key]
    if not keys:
        raise InvalidProps("<Kbd> needs the keys inside, or the prop “keys”.")
    pressed = [tag("kbd", escape(key)) for key in keys]
    return pressed[0] if len(pressed) == 1 else tag("kbd", "+".join(pressed), class_="keys")


KBD = Block(name="Kbd", props=KbdProps, draw=_draw, children="text", inline=True)
