"""Reading what was said: so much at a time, in so many queries, however long a thread is or how deep.

A comment's number is greater than that of what it answers. So whatever is shown of a thread in the order of
its numbers, from the first to any other, is a tree without holes; nothing is walked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Row,
    Select,
    bindparam,
    func,
    literal,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from portico.features.discussion.models import Comment, Subject
from portico.features.discussion.rows import COMMENTS, SUBJECT_SIGNS, VIEWER, Read, ask, counted
from portico.features.discussion.schemas import CommentView, DiscussionView, Sort, Thread
from portico.features.discussion.showing import Viewer, in_order, views
from portico.features.discussion.standing import NAME, is_of, present
from portico.features.discussion.subjects import Item, Items
from portico.platform.database import Identifier
from portico.platform.errors import NotFound

FIRST_REPLIES = 10
"""At most so many replies come with each comment at the top."""
MOST_REPLIES = 200
"""And so many with all of them together, of which each gets its part."""
MOST_OWN = 50
"""So many of one's own are added that others do not see."""
MOST_ANCESTORS = 20
"""So many of what a comment stands below come with it, the nearest ones."""
GONE = "There is no such comment, or none any more."
LIMIT = bindparam("limit", type_=Integer)
LAST = 2**63 - 1
"""The greatest number there can be."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Makes the cursors of one answer."""

    following: Callable[[Any], str]
    """For what comes after a comment at the top, by its key."""
    replies: Callable[[int, int], str]
    """For the replies below the comment with the first number that come after the one with the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which part of a discussion is asked for."""

    sort: Sort
    limit: int
    after: Any = None
    """The key of the last comment at the top that was shown before."""


def read_discussion(session: Session, item: Item, viewer: Viewer, part: Part, marks: Marks) -> DiscussionView:
    """What was said under an item: a page of threads, each with the first of its replies. Four queries."""
    empty = DiscussionView(
        collection=item.collection,
        slug=item.slug,
        title=item.title,
        path=item.path,
        state="open" if item.comments == "open" else "closed",
        count=0,
    )
    subject = _subject(session, item, viewer)
    if subject is None:
        return empty
    found, own = _tops(session, subject.id, viewer, part)
    tops = found[: part.limit]
    is_last = len(found) == len(tops)
    first = {row.id: row for row in (*(own if part.after is None else ()), *tops) if row.parent_id is None}
    below = _first_replies(session, [number for number, row in first.items() if row.replies], viewer, own)
    seen = views(
        session, [*first.values(), *(row for each in below.values() for row in each.rows)], viewer, item
    )
    return replace(
        empty,
        count=subject.comments,
        reactions=counted(subject.signs),
        threads=tuple(_thread(seen, number, below.get(number, Below()), marks) for number in first),
        next_cursor=None if is_last else marks.following(_key(tops[-1], part.sort)),
    )


def read_replies(
    session: Session, item: Item, root_id: int, viewer: Viewer, *, limit: int, after: int
) -> tuple[list[CommentView], int | None]:
    """Replies below a comment at the top, in the order in which they came, and where they go on. Two queries.

    What others do not see of the viewer's own comes in addition.
    """
    asked = {"viewer": viewer.account_id, "root": root_id, "after": after, "limit": limit + 1}
    rows = ask(session, _later_replies(), asked)
    below = _below([row for row in rows if row.listed], limit, [row for row in rows if not row.listed])
    seen = views(session, below.rows, viewer, item)
    return [seen[row.id] for row in below.rows], below.more


def read_thread(session: Session, item: Item, comment: Comment, viewer: Viewer, marks: Marks) -> Thread:
    """A comment with the nearest of those that it stands below, or with its first replies at the top.

    Five queries. Raises NotFound for a comment that whoever asks cannot see.
    """
    if comment.root_id is None:
        root_id, wanted = comment.id, Comment.id == comment.id
    else:
        root_id, wanted = comment.root_id, Comment.id.in_(_ancestors(comment))
    asked = {"viewer": viewer.account_id}
    rows = {row.id: row for row in ask(session, COMMENTS.where(wanted), asked)}
    found = rows.get(comment.id)
    if found is None or root_id not in rows or not _may_see(found, viewer):
        raise NotFound(GONE)
    if comment.root_id is None:
        mine = Comment.id.in_(_unlisted().where(Comment.root_id == root_id))
        own = ask(session, COMMENTS.where(mine), asked)
        below = _first_replies(session, [root_id], viewer, own).get(root_id, Below())
    else:
        chain = [row for row in in_order(rows.values()) if row.id != root_id and _may_see(row, viewer)]
        below = Below(chain, more=0)
    seen = views(session, [rows[root_id], *below.rows], viewer, item)
    return _thread(seen, root_id, below, marks)


def comment(session: Session, comment_id: int) -> Comment:
    """A comment that is there, whoever may see it. Raises NotFound."""
    found = session.get(Comment, comment_id)
    if found is None:
        raise NotFound(GONE)
    return found


def top_comment(session: Session, comment_id: int, viewer: Viewer) -> Comment:
    """A comment at the top that whoever asks can see. Raises NotFound."""
    found = comment(session, comment_id)
    if found.root_id is not None or not _may_see(found, viewer):
        raise NotFound(GONE)
    return found


def read_comment(session: Session, item: Item, comment_id: int, viewer: Viewer) -> CommentView:
    """One comment that is there. Two queries."""
    rows = ask(session, COMMENTS.where(Comment.id == comment_id), {"viewer": viewer.account_id})
    return views(session, rows, viewer, item)[comment_id]


def item_of(session: Session, items: Items, comment: Comment) -> Item:
    """What a comment stands under. Raises NotFound where that is not shown any more, nor what was said."""
    subject = session.get_one(Subject, comment.subject_id)
    item = items(subject.collection, subject.slug)
    if item is None or item.comments == "hidden":
        raise NotFound("What this was said about is not published any more.")
    return item


@dataclass(frozen=True, slots=True)
class Below:
    """Some of what stands below a comment at the top."""

    rows: Sequence[Read] = ()
    more: int | None = None
    """The number after which it goes on."""


def _subject(session: Session, item: Item, viewer: Viewer) -> Row[Any] | None:
    columns = select(Subject.id, *NAME, Subject.comments, SUBJECT_SIGNS.label("signs"))
    found = session.execute(columns.where(is_of(item)), {"viewer": viewer.account_id})
    return present(item, found.all())


def _tops(session: Session, subject_id: int, viewer: Viewer, part: Part) -> tuple[list[Read], list[Read]]:
    """Comments at the top, one more than asked for, and the viewer's own that others do not see."""
    asked = {"viewer": viewer.account_id, "subject": subject_id, "limit": part.limit + 1}
    if part.after is not None:
        score, number = part.after if part.sort == "most-reacted" else (0, part.after)
        asked |= {"score": score, "after": number}
    rows = ask(session, _page(part.sort, is_first=part.after is None), asked)
    found = [row for row in rows if row.listed]
    found.sort(key=lambda row: _key(row, part.sort), reverse=part.sort != "oldest")
    return found, [row for row in rows if not row.listed]


def _first_replies(
    session: Session, roots: Sequence[int], viewer: Viewer, own: Sequence[Read]
) -> dict[int, Below]:
    """The first replies below each of these comments, and among them the viewer's own."""
    found: dict[int, list[Read]] = {root: [] for root in roots}
    size = max(1, min(FIRST_REPLIES, MOST_REPLIES // max(1, len(roots))))
    if roots:
        asked = {"viewer": viewer.account_id, "roots": roots, "size": size}
        for row in ask(session, _first_of_each(), asked):
            found[row.root_id or 0].append(row)
    mine: dict[int, list[Read]] = {}
    for row in own:
        if row.root_id is not None:
            mine.setdefault(row.root_id, []).append(row)
    return {root: _below(found.get(root, []), size, mine.get(root, [])) for root in {**found, **mine}}


def _below(rows: Sequence[Read], size: int, own: Sequence[Read]) -> Below:
    """So many of these replies, with those of the viewer's own that fall among them."""
    more = rows[size - 1].id if len(rows) > size else None
    among = [row for row in own if more is None or row.id <= more]
    return Below(in_order([*rows[:size], *among]), more)


def _thread(seen: Mapping[int, CommentView], root: int, below: Below, marks: Marks) -> Thread:
    return Thread(
        comment=seen[root],
        replies=tuple(seen[row.id] for row in below.rows),
        more=None if below.more is None else marks.replies(root, below.more),
    )


@cache
def _page(sort: Sort, *, is_first: bool) -> Select[Any]:
    """Comments at the top of a subject, and the viewer's own under it that others do not see."""
    subject = Comment.subject_id == bindparam("subject")
    top = select(Comment.id).where(subject, Comment.listed, Comment.parent_id.is_(None))
    if not is_first:
        top = top.where(_later(sort))
    return _either(top.order_by(*_order(sort)).limit(LIMIT), _unlisted().where(subject))


@cache
def _later_replies() -> Select[Any]:
    """Replies below a comment at the top, and among them the viewer's own that others do not see."""
    below = Comment.root_id == bindparam("root"), Comment.id > bindparam("after")
    listed = select(Comment.id).where(*below, Comment.listed).order_by(Comment.id).limit(LIMIT)
    return _either(listed, _unlisted().where(*below))


@cache
def _first_of_each() -> Select[Any]:
    """The first replies below each of some comments, and one more.

    How far they go is asked first, of the index alone, so that no more rows than these are looked at.
    """
    root, reply, other = aliased(Comment), aliased(Comment), aliased(Comment)
    last = select(other.id).where(other.root_id == root.id, other.listed).order_by(other.id)
    bound = last.offset(bindparam("size", type_=Integer)).limit(1).correlate(root).scalar_subquery()
    below = (reply.root_id == root.id) & reply.listed & (reply.id <= func.coalesce(bound, LAST))
    roots = root.id.in_(bindparam("roots", expanding=True))
    numbers = select(reply.id).select_from(root).join(reply, below).where(roots)
    return COMMENTS.where(Comment.id.in_(numbers)).order_by(Comment.id)


def _either(*wanted: Select[tuple[int]]) -> Select[Any]:
    """The comments of which these tell the numbers, in the order of these."""
    numbers = union_all(*(select(each.subquery().c.id) for each in wanted))
    return COMMENTS.where(Comment.id.in_(numbers)).order_by(Comment.id)


def _unlisted() -> Select[tuple[int]]:
    """The viewer's own comments that others do not see, the last ones."""
    own = select(Comment.id).where(Comment.account_id == VIEWER, ~Comment.listed)
    return own.order_by(Comment.id.desc()).limit(MOST_OWN)


def _ancestors(comment: Comment) -> CompoundSelect[tuple[int]]:
    """The numbers of a comment, of those that it stands below, the nearest ones, and of that at the top."""
    start = select(Comment.id, Comment.parent_id, literal(0).label("steps")).where(Comment.id == comment.id)
    up = start.cte(recursive=True)
    parent = aliased(Comment)
    step = select(parent.id, parent.parent_id, up.c.steps + 1).join(up, parent.id == up.c.parent_id)
    up = up.union_all(step.where(up.c.steps < MOST_ANCESTORS))
    return select(up.c.id).union_all(select(literal(comment.root_id)))


def _may_see(row: Read | Comment, viewer: Viewer) -> bool:
    return row.listed or row.account_id == viewer.account_id or viewer.keeper


def _order(sort: Sort) -> tuple[ColumnElement[Any], ...]:
    if sort == "most-reacted":
        return Comment.score.desc(), Comment.id.desc()
    return (Comment.id.asc() if sort == "oldest" else Comment.id.desc(),)


def _later(sort: Sort) -> ColumnElement[bool]:
    after, score = bindparam("after", type_=Identifier), bindparam("score", type_=Integer)
    if sort == "most-reacted":
        earlier: ColumnElement[bool] = tuple_(Comment.score, Comment.id) < tuple_(score, after)
        return earlier
    return Comment.id > after if sort == "oldest" else Comment.id < after


def _key(row: Read, sort: Sort) -> Any:
    return (row.score, row.id) if sort == "most-reacted" else row.id
