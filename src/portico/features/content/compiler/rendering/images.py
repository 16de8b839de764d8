"""Images: local ones in all their variants, remote ones in the space they will need."""

from __future__ import annotations

import re
from html import escape

from portico.features.content.compiler.blocks.pictures import picture_html
from portico.features.content.compiler.rendering.addresses import image_address, is_remote
from portico.features.content.compiler.rendering.attributes import common
from portico.features.content.compiler.rendering.fold import Fold, Frame, Handler, element, written
from portico.features.content.compiler.rendering.links import as_written
from portico.features.content.compiler.rendering.page import Page
from portico.features.content.models import Picture

_PIXELS = re.compile(r"\s*([1-9]\d{0,4})(?:px)?\s*\Z")


def image_handlers() -> dict[str, Handler]:
    """How to close `<img>`."""
    return {"img": _close}


def _close(fold: Fold, frame: Frame) -> None:
    src, alt = frame.get("src") or "", " ".join((frame.get("alt") or "").split())
    html = _image(fold, frame, src, alt, frame.number("data-line"))
    fold.open[-1].picture = (" ".join((frame.get("title") or "").split()), html)
    fold.add(html)


def _image(fold: Fold, frame: Frame, src: str, alt: str, line: int | None) -> str:
    page = fold.page
    address = image_address(src)
    if address is not None and is_remote(address):
        return _remote(fold, frame, address, alt)
    picture = local_picture(page, src, line)
    if picture is None:
        return element("span", {"class": "missing-image"}, escape(alt or src, quote=False))
    page.images += 1
    return picture_html(picture, alt or picture.alt, lazy=page.images > 1)


def local_picture(page: Page, src: str, line: int | None) -> Picture | None:
    """The picture of the site behind an address; a missing one is reported."""
    address = image_address(src)
    picture = page.surroundings.picture(as_written(address)) if address else None
    if picture is None:
        page.report(
            line,
            "missing-image",
            f"There is no image {src}." if src else "An image names no file.",
            "Add the file, or correct the address.",
        )
    return picture


def _remote(fold: Fold, frame: Frame, address: str, alt: str) -> str:
    page = fold.page
    page.images += 1
    page.add_origin("images", f"https:{address}" if address.startswith("//") else address)
    attributes = {"src": address, "alt": alt}
    width, height = (_PIXELS.match(frame.get(name) or "") for name in ("width", "height"))
    if width and height:
        attributes |= {"width": width[1], "height": height[1]}
    else:
        attributes["class"] = "remote-image"
    if page.images > 1:
        attributes["loading"] = "lazy"
    attributes["decoding"] = "async"
    kept = {name: value for name, value in common(fold, frame).items() if name != "class"}
    return f"<img{written(attributes | kept)}>"
