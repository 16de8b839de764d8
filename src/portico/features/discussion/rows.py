"""Comments as they are read: with the state of their authors, and the signs under them, in one query."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, String, bindparam, case, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portico.features.accounts import Account
from portico.features.discussion.models import Comment, Reaction, State, Subject, SubjectReaction
from portico.features.discussion.schemas import REACTIONS, ReactionCount
from portico.platform.database import Identifier

NOBODY: Final = 0
"""Stands for whoever is not signed in; no account has this number."""


class Read(NamedTuple):
    """A comment as `COMMENTS` gives it; a page looks at hundreds, and at tuples twice as fast as at rows."""

    id: int
    parent_id: int | None
    root_id: int | None
    depth: int
    account_id: int | None
    guest_name: str | None
    state: State
    listed: bool
    replies: int
    score: int
    source: str
    html: str
    created_at: datetime
    edited_at: datetime | None
    account_state: str | None
    signs: str | None


CommentRow = Read | Row[Any]
VIEWER: Final = bindparam("viewer", type_=Identifier)
"""Who asks: a parameter of every statement that is made here, so that each is made once."""


def ask(session: Session, statement: Select[Any], parameters: Mapping[str, Any]) -> list[Read]:
    """The comments of a statement that is made of `COMMENTS`."""
    return [Read._make(row) for row in session.execute(statement, parameters)]


def counted(signs: str | None) -> tuple[ReactionCount, ...]:
    """The signs under something, in the order in which they are offered."""
    if not signs:
        return ()
    found = dict(one.split(" ", 1) for one in signs.split(","))
    return tuple(
        ReactionCount(kind=kind, count=int(count), mine=mine == "1")
        for kind in REACTIONS
        if kind in found
        for count, mine in [found[kind].split(" ")]
    )


def _signs(
    table: type[Reaction | SubjectReaction],
    owner: InstrumentedAttribute[int],
    of: InstrumentedAttribute[int],
) -> ColumnElement[str]:
    """Kind, number and whether one is the viewer's, of each kind that was given: `heart 3 1,eyes 1 0`."""
    mine = func.max(case((table.account_id == VIEWER, 1), else_=0))
    each = (
        select(table.kind.label("kind"), func.count().label("number"), mine.label("mine"))
        .where(owner == of)
        .group_by(table.kind)
        .correlate(of.parent)
        .subquery()
    )
    text = each.c.kind + " " + cast(each.c.number, String) + " " + cast(each.c.mine, String)
    return select(func.aggregate_strings(text, ",")).scalar_subquery()


COMMENTS: Final[Select[Any]] = select(
    Comment.id,
    Comment.parent_id,
    Comment.root_id,
    Comment.depth,
    Comment.account_id,
    Comment.guest_name,
    Comment.state,
    Comment.listed,
    Comment.replies,
    Comment.score,
    Comment.source,
    Comment.html,
    Comment.created_at,
    Comment.edited_at,
    Account.state.label("account_state"),
    case((Comment.score > 0, _signs(Reaction, Reaction.comment_id, Comment.id))).label("signs"),
).outerjoin(Account, Account.id == Comment.account_id)
"""All columns that a comment is shown by, the signs of `viewer` marked; without saying which comments."""
COMMENT_SIGNS: Final = _signs(Reaction, Reaction.comment_id, Comment.id)
"""The signs under a comment, those of `viewer` marked, as `counted` reads them."""
SUBJECT_SIGNS: Final = _signs(SubjectReaction, SubjectReaction.subject_id, Subject.id)
"""The signs under a subject likewise."""


def comments(viewer: int) -> Select[Any]:
    """`COMMENTS` for somebody, to be asked further."""
    found: Select[Any] = COMMENTS.params(viewer=viewer)
    return found
