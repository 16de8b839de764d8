"""What somebody was told: the list of it, how much of it is new, and marking it as read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from portico.features.notifications.faces import Face, Faces
from portico.features.notifications.models import Kind, Notification
from portico.features.notifications.schemas import Actor, NotificationView
from portico.platform.database import delete_rows
from portico.platform.errors import NotFound

COUNTED = 100
"""Beyond it nobody counts: the bell says `99+`."""


def list_notifications(
    session: Session, faces: Faces, account_id: int, *, unread: bool, before: int | None, limit: int
) -> list[NotificationView]:
    """What somebody was told, the latest first. Three queries."""
    found = _shown(account_id).order_by(Notification.id.desc()).limit(limit)
    if unread:
        found = found.where(Notification.read_at.is_(None))
    if before is not None:
        found = found.where(Notification.id < before)
    rows = session.scalars(found).all()
    return pictured(session, faces, account_id, rows)


def pictured(
    session: Session, faces: Faces, account_id: int, rows: Sequence[Notification]
) -> list[NotificationView]:
    """These with who caused them, and how many others besides. Two queries, none for no rows."""
    if not rows:
        return []
    others = _others(session, account_id, {row.about for row in rows})
    known = faces(session, {row.actor_id for row in rows if row.actor_id is not None})
    return [_view(row, known.get(row.actor_id or 0), others.get((row.kind, row.about), 0)) for row in rows]


def count_unread(session: Session, account_id: int) -> int:
    """How much is new, at most `COUNTED`. One query, which reads no more rows than that."""
    new = (
        _shown(account_id)
        .where(Notification.read_at.is_(None))
        .limit(COUNTED)
        .with_only_columns(Notification.id)
    )
    return session.scalar(select(func.count()).select_from(new.subquery())) or 0


def read_up_to(session: Session, account_id: int, number: int, *, now: datetime) -> None:
    """Mark everything as read that was told up to this one."""
    mine = Notification.account_id == account_id, Notification.id <= number, Notification.read_at.is_(None)
    read = update(Notification).where(*mine, ~Notification.folded).values({"read_at": now})
    session.execute(read.execution_options(synchronize_session=False))


def read_one(session: Session, account_id: int, number: int, *, now: datetime) -> None:
    """Mark one as read; twice changes nothing. Raises NotFound."""
    found = _one(session, account_id, number)
    found.read_at = found.read_at or now


def remove(session: Session, account_id: int, number: int) -> None:
    """Forget one, with those that it stands for. Raises NotFound."""
    found = _one(session, account_id, number)
    same = Notification.kind == found.kind, Notification.about == found.about
    delete_rows(session, Notification, Notification.account_id == account_id, *same)


def _one(session: Session, account_id: int, number: int) -> Notification:
    found = session.scalar(_shown(account_id).where(Notification.id == number))
    if found is None:
        raise NotFound("There is no such notification.")
    return found


def _shown(account_id: int) -> Select[tuple[Notification]]:
    return select(Notification).where(Notification.account_id == account_id, ~Notification.folded)


def _others(session: Session, account_id: int, abouts: Collection[str]) -> dict[tuple[str, str], int]:
    """How many notifications others stand for, by kind and by what they are about."""
    same = Notification.kind, Notification.about
    folded = Notification.account_id == account_id, Notification.about.in_(abouts), Notification.folded
    counted = select(*same, func.count()).where(*folded).group_by(*same)
    return {(kind, about): number for kind, about, number in session.execute(counted)}


def _view(row: Notification, face: Face | None, others: int) -> NotificationView:
    actor = Actor(username=face.username, name=face.name, avatar=face.avatar) if face else None
    return NotificationView(
        id=row.id,
        kind=cast("Kind", row.kind),
        actor=actor,
        others=others,
        path=row.path,
        title=row.title,
        excerpt=row.excerpt,
        created_at=row.created_at,
        read=row.read_at is not None,
    )
