"""Portico's own file of comments: lines of JSON, the first of which says what they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from portico.features.discussion.importing.line import Line, NotReadable
from portico.features.discussion.importing.moments import moment

HEAD: Final[Mapping[str, Any]] = {"format": "portico-comments", "version": 1}


def read_own(comments: Iterable[Mapping[str, Any]]) -> Iterator[Line]:
    """The comments of the lines after the first. Raises NotReadable, KeyError and TypeError."""
    for comment in comments:
        created_at = moment(comment["created_at"])
        if created_at is None:
            raise NotReadable(f"The comment {comment['origin']} does not say when it was written.")
        yield Line(
            origin=comment["origin"],
            parent=comment["parent"],
            page=comment["page"],
            title=comment["title"],
            name=comment["name"],
            text=comment["text"],
            state=comment["state"],
            created_at=created_at,
            edited_at=moment(comment["edited_at"]) if comment["edited_at"] else None,
        )
