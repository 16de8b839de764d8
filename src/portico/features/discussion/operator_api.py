"""The operator's API over all comments, which `portico comments` asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint
from pydantic import AwareDatetime, Field

from portico.features.discussion.exporting import export_lines
from portico.features.discussion.importing.line import (
    LONGEST_NAME,
    LONGEST_ORIGIN,
    LONGEST_PAGE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_AT_ONCE,
    Line,
)
from portico.features.discussion.models import State
from portico.features.discussion.moderation_api import TAG
from portico.features.discussion.serving import discussion
from portico.features.discussion.taking import take
from portico.platform.shapes import Input, documented
from portico.web.access import operator
from portico.web.contract import NO_STORE, Reply, operation
from portico.web.database import reading, transaction
from portico.web.paging import InvalidCursor, ListQuery, Page, page_of

bp = Blueprint("ops_comments", __name__, url_prefix="/api/v1/ops")
EXAMPLE = {
    "origin": "disqus:5101",
    "parent": None,
    "page": "/blog/hello",
    "title": "Hello",
    "name": "Ada",
    "text": "Well **put**.",
    "state": "shown",
    "created_at": "2016-05-01T12:00:00Z",
    "edited_at": None,
}


class ImportedComment(Input):
    """A comment from elsewhere."""

    origin: str = Field(min_length=1, max_length=LONGEST_ORIGIN, examples=["disqus:5101"])
    """What it is known by for good; what is here already is passed over."""
    parent: str | None = Field(default=None, min_length=1, max_length=LONGEST_ORIGIN, examples=[None])
    """The origin of what it answers, which comes before it."""
    page: str = Field(min_length=1, max_length=LONGEST_PAGE, pattern="^/", examples=["/blog/hello"])
    """The path of what it stands under, which may be a former one."""
    title: str = Field(default="", max_length=LONGEST_TITLE, examples=["Hello"])
    name: str = Field(min_length=1, max_length=LONGEST_NAME, examples=["Ada"])
    text: str = Field(max_length=LONGEST_TEXT, examples=["Well **put**."])
    """Markdown."""
    state: State = Field(default="shown", examples=["shown"])
    created_at: AwareDatetime = Field(examples=["2016-05-01T12:00:00Z"])
    edited_at: AwareDatetime | None = Field(default=None, examples=[None])


class ImportCreate(Input):
    """Comments to take in."""

    comments: list[ImportedComment] = Field(
        min_length=1, max_length=MOST_AT_ONCE, examples=[[EXAMPLE | {"parent": None}]]
    )
    keep_unknown: bool = Field(default=False, examples=[False])
    """Whether to keep also what stood under addresses that the site does not have."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownPage:
    """An address that the site does not have."""

    page: str
    comments: int
    """How many stood under it."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What became of comments from elsewhere."""

    added: int
    known: int
    """How many were here before."""
    unknown: tuple[UnknownPage, ...]
    """Where those stood that were left out."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedComment:
    """A comment as it can be imported again."""

    id: int
    origin: str
    parent: str | None
    page: str
    title: str
    name: str
    text: str
    """Markdown."""
    state: State
    created_at: datetime
    edited_at: datetime | None


@bp.get("/comments")
@operator
@operation(
    tag=TAG,
    query=ListQuery,
    returns=Page[ExportedComment],
    cache=NO_STORE,
    problems=[InvalidCursor],
    example={"items": [{"id": 12} | EXAMPLE], "next_cursor": None},
)
def export_comments(query: ListQuery) -> Reply:
    """All comments, in whatever state, each after what it answers."""

    def find(after: int | None, limit: int) -> Sequence[ExportedComment]:
        with reading() as session:
            return [
                ExportedComment(id=number, **{name: getattr(line, name) for name in EXAMPLE})
                for number, line in export_lines(session, after=after, limit=limit)
            ]

    return page_of(query, find, lambda comment: comment.id)


@bp.post("/comments/imports")
@operator
@operation(tag=TAG, body=ImportCreate, returns=ImportResult, example={"added": 1, "known": 0, "unknown": []})
def import_comments(body: ImportCreate) -> ImportResult:
    """Take in comments from elsewhere, each once, with the names and moments that they had."""
    lines = [Line(**dict(comment)) for comment in body.comments]
    with transaction() as session:
        taken = take(session, discussion().located, lines, keep_unknown=body.keep_unknown)
    unknown = tuple(UnknownPage(page=page, comments=count) for page, count in taken.unknown.items())
    return ImportResult(added=taken.added, known=taken.known, unknown=unknown)
