"""What the API says and takes about what readers do under an article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from pydantic import Field

from portico.features.discussion.models import State
from portico.platform.shapes import Input, documented
from portico.web.paging import ListQuery
from portico.web.shell import Picture

ReactionKind = Literal["thumbs-up", "heart", "party", "thinking", "eyes"]
Sort = Literal["newest", "oldest", "most-reacted"]
REACTIONS: tuple[ReactionKind, ...] = get_args(ReactionKind)
"""In the order in which they are offered."""
Author = Literal["member", "guest", "deactivated", "deleted"]
LONGEST_COMMENT = 5_000
"""Characters."""


class DiscussionQuery(ListQuery):
    """Which of the threads to list, and in which order."""

    sort: Sort = "newest"
    """The order of the comments at the top; replies always stand in the order in which they came."""


class CommentCreate(Input):
    """A new comment."""

    text: str = Field(min_length=1, max_length=LONGEST_COMMENT, examples=["Well **put**."])
    """Markdown: emphasis, code, lists, quotes, links, and mentions such as `@ada`."""
    parent_id: int | None = Field(default=None, ge=1, examples=[None])
    """The comment that it answers; none to begin a thread."""


class CommentUpdate(Input):
    """What a comment is to say from now on."""

    text: str = Field(min_length=1, max_length=LONGEST_COMMENT, examples=["Well **said**."])


class ReportCreate(Input):
    """Why a comment should not stand."""

    reason: Literal["spam", "abuse", "off-topic", "other"] = Field(examples=["spam"])
    note: str = Field(default="", max_length=500, examples=["An advertisement."])


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionCount:
    """How many people gave one kind of sign."""

    kind: ReactionKind
    count: int
    mine: bool
    """Whether whoever asks is one of them."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Reactions:
    """The signs under something, after one was given or taken back."""

    reactions: tuple[ReactionCount, ...]


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class CommentAuthor:
    """Who said something, as far as that can still be told."""

    kind: Author
    name: str
    """Of a guest the name that was imported; of who is gone, words such as `Deleted user`."""
    username: str | None = None
    url: str | None = None
    """The path of their page; none for guests and who is gone."""
    avatar: Picture | None = None
    role: str | None = None


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class CommentView:
    """A comment, as whoever asks may see it."""

    id: int
    parent_id: int | None
    root_id: int | None
    """The comment at the top of its thread; none for that one itself."""
    depth: int
    """0 at the top; it may be any number, and pages stop to indent at 6."""
    state: State
    """Others than `shown` come to everybody only where they stand for their replies, without words or
    author; its author and keepers of the site are shown what was said."""
    author: CommentAuthor | None
    html: str
    """Sanitised. Empty where there is nothing to be seen any more."""
    source: str | None = None
    """The Markdown, for its author alone."""
    created_at: datetime
    edited_at: datetime | None = None
    """When it was last changed, if that was more than 15 minutes after it was written."""
    replies: int = 0
    """How many direct replies everybody can see."""
    reactions: tuple[ReactionCount, ...] = ()
    own: bool = False
    """Whether whoever asks wrote it."""
    path: str
    """Where it is on the site: `/blog/hello#comment-12`."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class CommentEditView:
    """What a comment said before it was edited."""

    source: str
    """Markdown."""
    replaced_at: datetime


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A comment at the top with the first of what was said below it."""

    comment: CommentView
    replies: tuple[CommentView, ...] = ()
    """In the order in which they came, each after what it answers; `parent_id` makes a tree of them."""
    more: str | None = None
    """Give it as `cursor` to `GET /api/v1/comments/{id}/replies` to get the replies that follow."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class DiscussionView:
    """What was said under something, and the signs under it itself."""

    collection: str
    slug: str
    """The present ones, also where former ones were asked for."""
    title: str
    path: str
    state: Literal["open", "closed"]
    count: int
    """How many comments are shown, replies included."""
    reactions: tuple[ReactionCount, ...] = ()
    threads: tuple[Thread, ...] = ()
    next_cursor: str | None = None


class SavedQuery(ListQuery):
    """Which of what somebody saved to list."""

    collection: str | None = Field(default=None, min_length=1, max_length=120, examples=["blog"])
    """Only what stands in this collection."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class SavedItem:
    """Something that whoever asks has saved."""

    collection: str
    slug: str
    title: str
    path: str | None
    """None where it is no longer published."""
    saved_at: datetime


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class SavedStatus:
    """Whether whoever asks has saved something."""

    saved: bool


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFeedLink:
    """The private feed of what somebody saved."""

    url: str
    """Whoever has it can read the list; making a new one ends it."""
