"""The backup of Remark42: lines of JSON, the first of which is about the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from html import unescape
from typing import Any

from portico.features.discussion.importing.from_html import markdown_of
from portico.features.discussion.importing.line import Line
from portico.features.discussion.importing.moments import moment
from portico.features.discussion.importing.pages import page_of


def read_remark42(comments: Iterable[Mapping[str, Any]]) -> Iterator[Line]:
    """The comments of the lines after the first. Raises KeyError and TypeError for lines of another kind."""
    for comment in comments:
        yield _line(comment)


def _line(comment: Mapping[str, Any]) -> Line:
    # What was written is kept there as it passed a sanitiser, which leaves entities.
    written = comment.get("orig") or ""
    edit = comment.get("edit") or {}
    return Line(
        origin=f"remark42:{comment['id']}",
        parent=f"remark42:{comment['pid']}" if comment.get("pid") else None,
        page=page_of(comment["locator"]["url"]),
        title=comment.get("title") or "",
        name=unescape(comment["user"]["name"]) or "Guest",
        text=unescape(written) if written else markdown_of(comment.get("text") or ""),
        state="deleted" if comment.get("delete") else "shown",
        created_at=moment(comment["time"]) or datetime.fromtimestamp(0, UTC),
        edited_at=moment(edit["time"]) if edit.get("time") else None,
    )
