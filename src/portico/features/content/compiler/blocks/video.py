"""The block that plays a film."""

from __future__ import annotations

from pydantic import AliasChoices, Field

from portico.features.content.compiler.blocks.block import Block, BlockContext, InvalidProps, Props
from portico.features.content.compiler.blocks.embed import Aspect, click_to_load
from portico.features.content.compiler.blocks.figure import framed
from portico.features.content.compiler.blocks.markup import escape, tag, unwrapped, void
from portico.features.content.compiler.blocks.players import player
from portico.features.content.compiler.blocks.props import FileAddress, Flag, Pixels, absolute, is_remote

_FILM_SITES = {"YouTube", "Vimeo"}


class VideoProps(Props):
    """A film: a file of the site, a file elsewhere, or an address on YouTube or Vimeo."""

    src: FileAddress = Field(validation_alias=AliasChoices("src", "url"))
    """The file, relative to the content file or to the root of the site, or an address elsewhere."""
    title: str = ""
    """What the film shows."""
    poster: FileAddress | None = None
    """A picture to show before it plays."""
    caption: str = ""
    """Markdown below the film."""
    captions: FileAddress | None = None
    """A WebVTT file with what is said."""
    lang: str = "en"
    """The language of the captions."""
    loop: Flag = False
    """Start again at the end, without sound."""
    width: Pixels | None = None
    """The width of the film, so that the page keeps its space."""
    height: Pixels | None = None
    """As `width`."""
    aspect: Aspect = "16:9"
    """For YouTube and Vimeo: width to height."""


def _draw(props: VideoProps, _inner: str, context: BlockContext) -> str:
    caption = unwrapped(context.render(props.caption)) if props.caption else ""
    return framed(_film(props, context), caption, class_="video")


def _film(props: VideoProps, context: BlockContext) -> str:
    if is_remote(props.src) and player(absolute(props.src)).name in _FILM_SITES:
        address = "https:" + absolute(props.src).partition(":")[2]
        return click_to_load(address, props.title, props.aspect, context)
    source = _file(props.src, context)
    width, height = (props.width, props.height) if props.width and props.height else (1600, 900)
    return tag(
        "video",
        _captions(props, context),
        tag("a", escape(props.title or "Download the film"), href=source),
        src=source,
        poster=_poster(props.poster, context),
        width=width,
        height=height,
        controls=True,
        preload="none",
        loop=props.loop,
        muted=props.loop,
        playsinline=True,
        aria_label=props.title or None,
    )


def _captions(props: VideoProps, context: BlockContext) -> str:
    if not props.captions:
        return ""
    track = _file(props.captions, context)
    return void("track", kind="captions", src=track, srclang=props.lang, label="Captions", default=True)


def _poster(address: str | None, context: BlockContext) -> str | None:
    if not address:
        return None
    if is_remote(address):
        context.origin("images", absolute(address))
        return absolute(address)
    picture = context.picture(address)
    return picture.still if picture else None


def _file(address: str, context: BlockContext) -> str:
    if is_remote(address):
        context.origin("media", absolute(address))
        return absolute(address)
    found = context.link(address)
    if found is None:
        raise InvalidProps(f"<Video>: there is no file {address}.")
    return found


VIDEO = Block(name="Video", props=VideoProps, draw=_draw, children="none")
