"""WordPress eXtended RSS, which WordPress exports: its items with their `wp:comment`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO, Final
from xml.etree.ElementTree import Element

from portico.features.discussion.importing.elements import elements, text_of
from portico.features.discussion.importing.from_html import markdown_of
from portico.features.discussion.importing.line import Line
from portico.features.discussion.importing.moments import moment
from portico.features.discussion.importing.pages import page_of
from portico.features.discussion.models import State

STATES: Final[dict[str, State]] = {"1": "shown", "0": "held", "spam": "spam", "trash": "deleted"}
SAID = ("", "comment")
"""Types of what people wrote; the others are notices of links from elsewhere."""


def read_wordpress(file: BinaryIO) -> Iterator[Line]:
    """The comments of all items. Raises NotReadable."""
    for item in elements(file, ("item",)):
        page, title = page_of(text_of(item, "link")), text_of(item, "title")
        for comment in item.iterfind("comment"):
            if text_of(comment, "comment_type") in SAID:
                yield _line(comment, page, title)


def _line(comment: Element, page: str, title: str) -> Line:
    parent = text_of(comment, "comment_parent")
    return Line(
        origin=f"wordpress:{text_of(comment, 'comment_id')}",
        parent=f"wordpress:{parent}" if parent not in ("", "0") else None,
        page=page,
        title=title,
        name=text_of(comment, "comment_author") or "Guest",
        # WordPress keeps what was written and makes paragraphs of empty lines when it shows it.
        text=markdown_of(text_of(comment, "comment_content"), lines=True),
        state=STATES.get(text_of(comment, "comment_approved"), "held"),
        created_at=moment(text_of(comment, "comment_date_gmt")) or datetime.fromtimestamp(0, UTC),
    )
