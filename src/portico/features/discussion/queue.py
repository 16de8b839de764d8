"""Comments as those see them who look after the site: with all that deciding takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from portico.features.accounts import Account
from portico.features.discussion.audit import last_acts
from portico.features.discussion.models import Ban, Comment, CommentEdit, Report, Subject
from portico.features.discussion.moderation_schemas import ModerationEntry, QueueQuery, ReportView
from portico.features.discussion.plain import excerpt
from portico.features.discussion.rows import comments
from portico.features.discussion.showing import Viewer, views
from portico.features.discussion.subjects import Item
from portico.platform.errors import NotFound

MOST_REPORTS = 20
NOWHERE = Item(collection="", slug="", title="", path="")
"""Stands for many items at once, whose own paths are put before those that it gives."""


def find_entries(
    session: Session, viewer: Viewer, query: QueueQuery, *, before: int | None, limit: int
) -> list[ModerationEntry]:
    """Comments in a state, the latest first. Five queries, however many comments."""
    chosen = _entries(viewer).where(_in_state(query.state)).order_by(Comment.id.desc()).limit(limit)
    if query.q is not None:
        chosen = chosen.where(_holds(query.q))
    if before is not None:
        chosen = chosen.where(Comment.id < before)
    return _read(session, viewer, chosen)


def entry_of(session: Session, viewer: Viewer, comment_id: int) -> ModerationEntry:
    """One comment. Raises NotFound."""
    found = _read(session, viewer, _entries(viewer).where(Comment.id == comment_id))
    if not found:
        raise NotFound("There is no such comment, or none any more.")
    return found[0]


def author_of(session: Session, comment_id: int) -> int | None:
    """Who wrote a comment, if it is there and has an account."""
    return session.scalar(select(Comment.account_id).where(Comment.id == comment_id))


def _entries(viewer: Viewer) -> Select[Any]:
    answered = aliased(Comment)
    edits = select(func.count()).where(CommentEdit.comment_id == Comment.id).correlate(Comment)
    return (
        comments(viewer.account_id)
        .add_columns(
            Comment.held_for,
            Comment.network,
            Subject.path,
            Subject.title,
            answered.html.label("answers"),
            Ban.account_id.label("banned"),
            edits.scalar_subquery().label("edits"),
        )
        .join(Subject, Subject.id == Comment.subject_id)
        .outerjoin(answered, answered.id == Comment.parent_id)
        .outerjoin(Ban, Ban.account_id == Comment.account_id)
    )


def _in_state(state: str) -> ColumnElement[bool]:
    if state == "reported":
        return Comment.id.in_(select(Report.comment_id).where(Report.settled_at.is_(None)))
    return Comment.state == state


def _holds(words: str) -> ColumnElement[bool]:
    said = Comment.source.icontains(words, autoescape=True)
    return or_(said, Account.username == words.lower(), Comment.guest_name == words)


def _read(session: Session, viewer: Viewer, chosen: Select[Any]) -> list[ModerationEntry]:
    rows = session.execute(chosen).all()
    ids = [row.id for row in rows]
    shown = views(session, rows, viewer, NOWHERE)
    told, nearby, acts = _reports(session, ids), _nearby(session, rows), last_acts(session, ids)
    return [
        ModerationEntry(
            comment=replace(shown[row.id], path=row.path + shown[row.id].path),
            held_for=row.held_for,
            title=row.title,
            answers=excerpt(row.answers) if row.answers else "",
            banned=row.banned is not None,
            edits=row.edits,
            from_network=max(0, nearby.get(row.network, 0) - 1),
            reports=tuple(told.get(row.id, ())[:MOST_REPORTS]),
            last_act=acts.get(row.id),
        )
        for row in rows
    ]


def _reports(session: Session, comment_ids: Sequence[int]) -> Mapping[int, list[ReportView]]:
    waiting = (
        select(Report.comment_id, Report.reason, Report.note, Report.created_at, Account.username)
        .join(Account, Account.id == Report.account_id)
        .where(Report.comment_id.in_(comment_ids), Report.settled_at.is_(None))
        .order_by(Report.id)
    )
    found: dict[int, list[ReportView]] = {}
    for comment_id, *told in session.execute(waiting):
        reason, note, created_at, username = told
        view = ReportView(reason=reason, note=note, created_at=created_at, username=username)
        found.setdefault(comment_id, []).append(view)
    return found


def _nearby(session: Session, rows: Iterable[Row[Any]]) -> Mapping[bytes, int]:
    """How many comments came from each of the networks that these came from."""
    networks = {row.network for row in rows if row.network}
    counted = select(Comment.network, func.count()).where(Comment.network.in_(networks))
    return {
        network: count
        for network, count in session.execute(counted.group_by(Comment.network))
        if network is not None
    }
