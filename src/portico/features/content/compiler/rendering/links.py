"""Links: where they lead, and whether they may."""

from __future__ import annotations

from urllib.parse import unquote

from portico.features.content.compiler.rendering.addresses import is_local, is_remote, link_address
from portico.features.content.compiler.rendering.attributes import common, own_id
from portico.features.content.compiler.rendering.fold import (
    BLOCK,
    INLINE,
    Fold,
    Frame,
    Handler,
    element,
    is_blank,
)
from portico.features.content.compiler.rendering.page import Page


def link_handlers() -> dict[str, Handler]:
    """How to close `<a>`."""
    return {"a": _close}


def _close(fold: Fold, frame: Frame) -> None:
    is_way_back = "footnote-backref" in frame.words
    if is_way_back:
        del fold.text[frame.text_start :]
    content = frame.html()
    href = frame.get("href")
    address = (
        None if href is None or frame.interactive else target(fold.page, href, frame.number("data-line"))
    )
    attributes = common(fold, frame)
    if address is None or is_blank(content):
        _unlink(fold, frame, attributes.get("id"))
        return
    if is_way_back:
        attributes["aria-label"] = "Back to the text"
    if is_remote(address):
        attributes["rel"] = "noopener"
    fold.open[-1].interactive = True
    fold.add(element("a", {"href": address, **attributes}, content), BLOCK if frame.kinds else INLINE)


def _unlink(fold: Fold, frame: Frame, identifier: str | None) -> None:
    """Keep the content without the link, and the place that others link to."""
    if identifier and not frame.kinds:
        fold.add(element("span", {"id": identifier}, frame.html()))
    else:
        fold.splice(frame)


def target(page: Page, href: str, line: int | None) -> str | None:
    """The address for the page; none, and a report, when it leads nowhere on the site."""
    if href.startswith("#"):
        return link_address("#" + own_id(href[1:]) if unquote(href[1:]) in page.own_ids else href)
    if not is_local(href):
        return link_address(href)
    written = as_written(href)
    found = page.surroundings.link(written)
    if found is None:
        page.report(
            line,
            "broken-link",
            f"The link to {written} leads nowhere.",
            "Correct the address or add the file.",
        )
        return None
    return link_address(found)


def as_written(address: str) -> str:
    """The address with its path decoded, as files are named."""
    for mark in "?#":
        path, sign, rest = address.partition(mark)
        if sign:
            return as_written(path) + sign + rest
    return unquote(address)
