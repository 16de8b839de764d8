"""Threads of any length and depth, written by the database itself."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Integer, case, func, insert, literal, select, text, true, update
from sqlalchemy.orm import Session

from portico.features.discussion.models import Comment, Subject
from portico.platform.database import Moment

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def subject(session: Session, slug: str = "hello", collection: str = "blog") -> int:
    """The row of an article."""
    path = f"/{collection}/{slug}"
    row = Subject(collection=collection, slug=slug, title=slug.capitalize(), path=path, comments=0)
    session.add(row)
    session.flush()
    return row.id


def fill(
    session: Session,
    subject_id: int,
    count: int,
    *,
    each: int = 1,
    deep: bool = False,
    account_id: int | None = None,
) -> range:
    """So many comments in threads of `each`: all below the first, or, with `deep`, each below the one before.

    Gives their numbers.
    """
    base = (session.scalar(select(func.max(Comment.id))) or 0) + 1
    one = select(literal(0, Integer).label("i")).cte("n", recursive=True)
    n = one.union_all(select(one.c.i + 1).where(one.c.i < count - 1))
    place, number = n.c.i % each, base + n.c.i
    is_reply = place > 0
    root = case((is_reply, number - place))
    replies = case((place < each - 1, 1), else_=0) if deep else case((is_reply, 0), else_=each - 1)
    values = {
        "id": number,
        "subject_id": literal(subject_id),
        "parent_id": case((is_reply, number - 1)) if deep else root,
        "root_id": root,
        "depth": place if deep else case((is_reply, 1), else_=0),
        "account_id": literal(account_id, Integer),
        "state": literal("shown"),
        "listed": true(),
        "replies": replies,
        "score": n.c.i % 1000 * 7919 % 5,
        "source": literal("Well put."),
        "html": literal('<p dir="auto">Well put.</p>\n'),
        "created_at": literal(NOON, Moment),
    }
    columns = [value.label(name) for name, value in values.items()]
    session.execute(insert(Comment).from_select(list(values), select(*columns).select_from(n)))
    more = update(Subject).where(Subject.id == subject_id).values(comments=Subject.comments + count)
    session.execute(more.execution_options(synchronize_session=False))
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT setval(pg_get_serial_sequence('comment', 'id'), max(id)) FROM comment"))
        session.execute(text("ANALYZE comment"))
    return range(base, base + count)
