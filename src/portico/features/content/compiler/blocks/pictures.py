"""Pictures as HTML, local ones in all their variants and remote ones in the space they will need."""

from __future__ import annotations

from portico.features.content.compiler.blocks.block import BlockContext
from portico.features.content.compiler.blocks.markup import escape, tag, void
from portico.features.content.compiler.blocks.props import absolute, is_remote
from portico.features.content.models import Picture

IN_TEXT = "(min-width: 48rem) 44rem, 100vw"
"""The `sizes` of a picture in the measure of the text."""
WIDE = "100vw"
SHARED = "(min-width: 48rem) 22rem, 50vw"
"""The `sizes` of a picture that stands beside others."""

_UNKNOWN_SIZE = (1600, 900)


def image(
    src: str, alt: str, context: BlockContext, *, size: tuple[int | None, int | None], sizes: str
) -> str:
    """The picture that a block names, or its alternative text where there is none."""
    if is_remote(src):
        context.origin("images", absolute(src))
        width, height = remote_size(size)
        return _img(absolute(src), alt, width, height)
    picture = context.picture(src)
    return picture_html(picture, alt, sizes=sizes) if picture else missing(alt)


def picture_html(picture: Picture, alt: str, *, sizes: str = IN_TEXT, lazy: bool = True) -> str:
    """A local picture in the best format and width that the browser knows."""
    fallback = _img(picture.url, alt, picture.width, picture.height, lazy=lazy)
    if not picture.sources:
        return fallback
    sources = (
        void("source", type=source.media_type, srcset=source.srcset, sizes=sizes)
        for source in picture.sources
    )
    return tag("picture", *sources, fallback)


def missing(alt: str) -> str:
    """What stands in place of a picture that does not exist."""
    return tag("span", escape(alt), class_="missing-image")


def remote_size(size: tuple[int | None, int | None]) -> tuple[int, int]:
    """The space for a picture that is never fetched: what the author says of it, completed."""
    width, height = size
    default_width, default_height = _UNKNOWN_SIZE
    if width and height:
        return width, height
    if height:
        return max(1, round(height * default_width / default_height)), height
    width = width or default_width
    return width, max(1, round(width * default_height / default_width))


def _img(url: str, alt: str, width: int, height: int, *, lazy: bool = True) -> str:
    return void(
        "img",
        src=url,
        alt=alt,
        width=width,
        height=height,
        loading="lazy" if lazy else None,
        decoding="async",
    )
