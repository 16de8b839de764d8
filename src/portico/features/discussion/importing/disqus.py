"""The XML that Disqus exports: https://docs.disqus.com/developers/export/."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO
from xml.etree.ElementTree import Element

from portico.features.discussion.importing.elements import elements, text_of
from portico.features.discussion.importing.from_html import markdown_of
from portico.features.discussion.importing.line import Line
from portico.features.discussion.importing.moments import moment
from portico.features.discussion.importing.pages import page_of
from portico.features.discussion.models import State


def read_disqus(file: BinaryIO) -> Iterator[Line]:
    """The posts of an export, which come after the threads that they stand in. Raises NotReadable."""
    threads: dict[str, tuple[str, str]] = {}
    for element in elements(file, ("thread", "post")):
        if element.tag == "thread":
            threads[element.get("id", "")] = text_of(element, "link"), text_of(element, "title")
        elif (found := threads.get(_named(element, "thread"))) is not None:
            yield _line(element, *found)


def _line(post: Element, link: str, title: str) -> Line:
    parent = _named(post, "parent")
    author = post.find("author")
    return Line(
        origin=f"disqus:{post.get('id')}",
        parent=f"disqus:{parent}" if parent else None,
        page=page_of(link),
        title=title,
        name=("" if author is None else text_of(author, "name")) or "Guest",
        text=markdown_of(text_of(post, "message")),
        state=_state(post),
        created_at=moment(text_of(post, "createdAt")) or datetime.fromtimestamp(0, UTC),
    )


def _state(post: Element) -> State:
    if text_of(post, "isDeleted") == "true":
        return "deleted"
    if text_of(post, "isSpam") == "true":
        return "spam"
    return "shown" if text_of(post, "isApproved") != "false" else "held"


def _named(element: Element, name: str) -> str:
    child = element.find(name)
    return "" if child is None else child.get("id", "")
