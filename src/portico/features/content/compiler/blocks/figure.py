"""The blocks that show one picture, with a caption or without."""

from __future__ import annotations

from pydantic import model_validator

from portico.features.content.compiler.blocks.block import Block, BlockContext, InvalidProps, Props
from portico.features.content.compiler.blocks.markup import Attribute, tag, unwrapped
from portico.features.content.compiler.blocks.pictures import IN_TEXT, WIDE, image
from portico.features.content.compiler.blocks.props import FileAddress, Flag, Pixels

_NEXT_ONLY = frozenset(
    {
        "blurDataURL",
        "className",
        "fill",
        "layout",
        "loading",
        "objectFit",
        "placeholder",
        "priority",
        "quality",
        "sizes",
        "style",
        "unoptimized",
    }
)
"""Props of Next.js that say how to load and style a picture, which is the site's affair here."""


class FigureProps(Props):
    """A picture with a caption; the text inside the block is the caption too."""

    src: FileAddress
    """The file, relative to the content file or to the root of the site, or an address elsewhere."""
    alt: str = ""
    """What the picture shows, for those who do not see it; empty when it only adorns."""
    caption: str = ""
    """Markdown below the picture."""
    width: Pixels | None = None
    """Needed for a picture elsewhere, so that the page keeps its space."""
    height: Pixels | None = None
    """As `width`."""
    wide: Flag = False
    """Break out of the text's measure."""
    full: Flag = False
    """Take the whole width of the window."""


class ImageProps(Props):
    """A picture, written as for Next.js; what only that framework needs is accepted and does nothing."""

    src: FileAddress
    """The file, relative to the content file or to the root of the site, or an address elsewhere."""
    alt: str = ""
    """What the picture shows, for those who do not see it; empty when it only adorns."""
    width: Pixels | None = None
    """Needed for a picture elsewhere, so that the page keeps its space."""
    height: Pixels | None = None
    """As `width`."""
    title: str = ""
    """Becomes the caption."""

    @model_validator(mode="before")
    @classmethod
    def _without_framework(cls, props: dict[str, object]) -> dict[str, object]:
        return {name: value for name, value in props.items() if name not in _NEXT_ONLY}


def _draw_figure(props: FigureProps, inner: str, context: BlockContext) -> str:
    if props.caption and inner.strip():
        raise InvalidProps("<Figure> has its caption twice: as a prop and as text inside.")
    sizes = WIDE if props.wide or props.full else IN_TEXT
    shown = image(props.src, props.alt, context, size=(props.width, props.height), sizes=sizes)
    caption = unwrapped(context.render(props.caption)) if props.caption else unwrapped(inner)
    breadth = " figure-full" if props.full else " figure-wide" if props.wide else ""
    return framed(shown, caption, class_=f"figure{breadth}")


def _draw_image(props: ImageProps, _inner: str, context: BlockContext) -> str:
    figure = FigureProps(
        src=props.src, alt=props.alt, caption=props.title, width=props.width, height=props.height
    )
    return _draw_figure(figure, "", context)


def framed(content: str, caption: str, **attributes: Attribute) -> str:
    """Content in a `<figure>`, with the caption's HTML if there is any."""
    caption = caption.strip()
    return tag("figure", content, tag("figcaption", caption) if caption else "", **attributes)


FIGURE = Block(name="Figure", props=FigureProps, draw=_draw_figure)
IMAGE = Block(name="Image", props=ImageProps, draw=_draw_image, children="none", aliases=("Img",))
