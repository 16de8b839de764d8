"""What takes the place of the carriers: finished HTML, and blocks drawn around their content."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import unescape
from typing import TypeVar, cast

from portico.features.content.compiler import blocks
from portico.features.content.compiler.rendering.fold import BLOCK, INLINE, Fold, Frame, Handler
from portico.features.content.compiler.rendering.images import local_picture
from portico.features.content.compiler.rendering.links import target
from portico.features.content.compiler.rendering.page import Component, OriginKind, Page, Slot
from portico.features.content.models import Picture

_MOST_PIXELS = 20_000
T = TypeVar("T")
Prose = Callable[[Page, str], str]
"""Renders Markdown that stands in a prop."""


def filling_handlers(prose: Prose) -> dict[str, Handler]:
    """How to close carriers, and the elements of other sites that become blocks."""

    def carrier(fold: Fold, frame: Frame) -> None:
        slot = _named(fold.page.slots, frame.number("data-slot"))
        component = _named(fold.page.components, frame.number("data-jsx"))
        if slot is not None:
            _fill(fold, slot)
        elif component is not None:
            _draw(fold, frame, component, prose)
        else:
            fold.splice(frame)

    def foreign(fold: Fold, frame: Frame) -> None:
        _embed(fold, frame, prose)

    return {
        **dict.fromkeys(["hgroup", "x-slot"], carrier),
        **dict.fromkeys(["x-iframe", "video", "audio", "object", "embed"], foreign),
        "source": _source,
    }


def _named(found: Sequence[T], number: int | None) -> T | None:
    # An author may have forged the number.
    return found[number] if number is not None and number < len(found) else None


def _fill(fold: Fold, slot: Slot) -> None:
    if slot.taken:
        return
    slot.taken = True
    fold.text.append(slot.text)
    if slot.block:
        fold.open[-1].interactive = True
    fold.add(slot.html, BLOCK if slot.block else INLINE)


def _draw(fold: Fold, frame: Frame, component: Component, prose: Prose) -> None:
    block = component.block
    if block is None:
        fold.splice(frame)
        return
    inner = frame.html() if block.inline and not frame.kinds else _in_paragraphs(frame)
    if block.children == "text":
        inner = component.source or unescape("".join(fold.text[frame.text_start :])).strip()
        fold.text += [] if frame.parts else [inner]
    html = _drawn(fold, component, inner, prose)
    if html is None:
        fold.splice(frame)
        return
    fold.open[-1].interactive = True
    fold.add(html, INLINE if block.inline and not frame.kinds else BLOCK)


def _drawn(fold: Fold, component: Component, inner: str, prose: Prose) -> str | None:
    """The block as HTML; none, and a report, when its props do not fit."""
    if component.block is None:
        return None
    try:
        context = _context(fold.page, component.line, prose)
        return component.block.render(component.props, inner, context)
    except blocks.InvalidProps as invalid:
        fold.page.report(component.line, "invalid-props", str(invalid), "See the reference of blocks.")
        return None


def _context(page: Page, line: int, prose: Prose) -> blocks.BlockContext:
    def picture(src: str) -> Picture | None:
        return local_picture(page, src, line)

    def render(markdown: str) -> str:
        with page.at_line(line):
            return prose(page, markdown)

    def origin(kind: str, url: str) -> None:
        page.add_origin(cast("OriginKind", kind), url)

    def link(href: str) -> str | None:
        return target(page, href, line)

    return blocks.BlockContext(picture=picture, render=render, origin=origin, link=link)


def _in_paragraphs(frame: Frame) -> str:
    return "".join(run if kind != INLINE else f"<p>{run}</p>" for kind, run in frame.runs())


def _source(fold: Fold, frame: Frame) -> None:
    parent, src = fold.open[-1], frame.get("src")
    if (
        src
        and parent.tag in {"video", "audio"}
        and parent.get("src") is None
        and parent.attributes is not None
    ):
        parent.attributes["src"] = src


def _embed(fold: Fold, frame: Frame, prose: Prose) -> None:
    if frame.tag == "object" and not frame.get("data"):
        fold.splice(frame)
        return
    block = _block_for(frame)
    html = _drawn(fold, block, "", prose)
    if html is None:
        fold.page.report(
            block.line,
            "embed-dropped",
            f"<{frame.tag.removeprefix('x-')}> was left out.",
            "Use <Embed> or <Video>, which load nothing from elsewhere until the reader asks for it.",
        )
        fold.splice(frame)
        return
    fold.open[-1].interactive = True
    fold.add(html, BLOCK)


def _block_for(frame: Frame) -> Component:
    src = frame.get("src") or frame.get("data") or ""
    props: dict[str, object] = {"title": frame.get("title") or ""}
    name = "Embed"
    if frame.tag == "video":
        name = "Video"
        props |= {"src": src, "poster": frame.get("poster"), **_size(frame)}
    else:
        props["url"] = src.replace("http://", "https://", 1)
    block = None if frame.tag == "audio" else blocks.find(name)
    return Component(name=name, block=block, props=props, line=frame.number("data-line") or 0)


def _size(frame: Frame) -> dict[str, object]:
    sizes = {name: frame.number(name) or 0 for name in ("width", "height")}
    return {name: size for name, size in sizes.items() if 0 < size <= _MOST_PIXELS}
