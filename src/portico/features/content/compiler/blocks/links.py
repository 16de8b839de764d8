"""The blocks that lead somewhere: a button, and a card that says what to expect there."""

from __future__ import annotations

from pydantic import AliasChoices, Field

from portico.features.content.compiler.blocks.block import Block, BlockContext, InvalidProps, Props
from portico.features.content.compiler.blocks.markup import escape, tag
from portico.features.content.compiler.blocks.props import Address

_HREF = AliasChoices("href", "url", "to")


class ButtonProps(Props):
    """A link that looks like a button."""

    href: Address = Field(validation_alias=_HREF)
    """Where it leads."""
    label: str = ""
    """What it says, if nothing stands inside."""


class LinkCardProps(Props):
    """A link as a card, with a few words on what lies there."""

    href: Address = Field(validation_alias=_HREF)
    """Where it leads."""
    title: str
    """Its name."""
    text: str = Field("", validation_alias=AliasChoices("text", "description"))
    """What to expect."""


def _draw_button(props: ButtonProps, inner: str, context: BlockContext) -> str:
    if not (props.label or inner.strip()):
        raise InvalidProps("<Button> needs text inside, or the prop “label”.")
    if "<a " in inner:
        raise InvalidProps("<Button> is a link already; it takes no link inside.")
    text = _without_paragraph(inner) if inner.strip() else escape(props.label)
    return tag("a", text, href=_target(props.href, context), class_="button")


def _draw_card(props: LinkCardProps, _inner: str, context: BlockContext) -> str:
    title = tag("span", escape(props.title), class_="link-card-title")
    text = tag("span", escape(props.text), class_="link-card-text") if props.text else ""
    return tag("a", title, text, href=_target(props.href, context), class_="link-card")


def _target(href: str, context: BlockContext) -> str:
    address = context.link(href)
    if address is None:
        raise InvalidProps(f"there is nothing at {href}.")
    return address


def _without_paragraph(inner: str) -> str:
    return inner.replace("<p>", "").replace("</p>", "").strip()


BUTTON = Block(name="Button", props=ButtonProps, draw=_draw_button, inline=True)
LINK_CARD = Block(name="LinkCard", props=LinkCardProps, draw=_draw_card, children="none", aliases=("Card",))
