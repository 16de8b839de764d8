"""The block that shows something from another site, loaded only when the reader asks for it."""

from __future__ import annotations

from typing import Literal

from portico.features.content.compiler.blocks.block import Block, BlockContext, Props
from portico.features.content.compiler.blocks.figure import framed
from portico.features.content.compiler.blocks.markup import escape, tag, unwrapped
from portico.features.content.compiler.blocks.players import player
from portico.features.content.compiler.blocks.props import SecureAddress

Aspect = Literal["16:9", "4:3", "1:1", "9:16", "21:9", "3:2"]


class EmbedProps(Props):
    """Something from another site. Until the reader clicks, it is a link and nothing is loaded.

    YouTube, Vimeo, CodePen, StackBlitz, CodeSandbox and Spotify are turned into their players, with
    tracking switched off where they allow it; any other address is framed as it is.
    """

    url: SecureAddress
    """The address as one would share it."""
    title: str = ""
    """What it is; read out by screen readers."""
    aspect: Aspect = "16:9"
    """Width to height of the space it takes."""
    caption: str = ""
    """Markdown below it."""


def _draw(props: EmbedProps, _inner: str, context: BlockContext) -> str:
    caption = unwrapped(context.render(props.caption)) if props.caption else ""
    return framed(click_to_load(props.url, props.title, props.aspect, context), caption, class_="embed")


def click_to_load(url: str, title: str, aspect: str, context: BlockContext) -> str:
    """A link that a script turns into the frame on a click, and that simply leads there without one."""
    chosen = player(url)
    context.origin("frames", chosen.frame)
    service = tag("span", escape(f"On {chosen.name}"), class_="embed-service")
    name = tag("span", escape(title or url), class_="embed-title")
    return tag(
        "click-to-load",
        tag("a", name, " ", service, href=url, class_="embed-link"),
        class_=f"aspect-{aspect.replace(':', '-')}",
        data_src=chosen.frame,
        data_title=title or chosen.name,
    )


EMBED = Block(name="Embed", props=EmbedProps, draw=_draw, children="none")
