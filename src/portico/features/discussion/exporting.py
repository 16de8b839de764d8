"""Giving out all comments, in a form that can be taken in again."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import Row
from sqlalchemy.orm import Session, aliased

from portico.features.discussion.importing.line import Line
from portico.features.discussion.models import Comment, State, Subject
from portico.features.discussion.rows import NOBODY, comments
from portico.features.discussion.showing import author
from portico.features.discussion.taking import OWN
from portico.features.discussion.words import for_editing, mentioned_in
from portico.features.profiles import cards


def export_lines(session: Session, *, after: int | None, limit: int) -> list[tuple[int, Line]]:
    """Comments with their numbers, in whose order they come: what is answered before what answers it."""
    parent = aliased(Comment)
    found = (
        comments(NOBODY)
        .add_columns(Comment.origin, Subject.path, Subject.title, parent.origin.label("parent_origin"))
        .join(Subject, Subject.id == Comment.subject_id)
        .outerjoin(parent, parent.id == Comment.parent_id)
        .where(Comment.id > (after or 0))
        .order_by(Comment.id)
        .limit(limit)
    )
    rows = session.execute(found).all()
    people = {row.account_id for row in rows if row.account_id} | mentioned_in(row.source for row in rows)
    known = cards(session, people) if people else {}
    names = {number: card.username for number, card in known.items()}
    return [(row.id, _line(row, author(row, known).name, for_editing(row.source, names))) for row in rows]


def _line(row: Row[Any], name: str, text: str) -> Line:
    return Line(
        origin=row.origin or f"{OWN}{row.id}",
        parent=None if row.parent_id is None else row.parent_origin or f"{OWN}{row.parent_id}",
        page=row.path,
        title=row.title,
        name=name,
        text=text,
        state=cast("State", row.state),
        created_at=row.created_at,
        edited_at=row.edited_at,
    )
