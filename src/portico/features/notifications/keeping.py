"""What is kept of notifications, for how long, and what becomes of it when somebody goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from portico.features.notifications.mailing import LETTERS
from portico.features.notifications.models import Notification, NotificationChoice
from portico.platform.database import delete_rows
from portico.platform.mail import outbox

READ = timedelta(days=90)
UNREAD = timedelta(days=180)
AT_ONCE = 5_000
TOGETHER = 500
"""How many parameters a statement is given at most."""
COLUMNS = "kind path title excerpt created_at read_at"


@dataclass(frozen=True, slots=True)
class OwnData:
    """What is kept of somebody here."""

    data: Mapping[str, Any]
    prefixes: tuple[str, ...] = ()


def export(session: Session, account_id: int) -> OwnData:
    """What somebody was told, how they want to be told, and of whom they want nothing."""
    mine = select(Notification).where(Notification.account_id == account_id).order_by(Notification.id)
    choice = session.get(NotificationChoice, account_id)
    return OwnData(
        {
            "notifications": [_chosen(row) for row in session.scalars(mine)],
            "mail": choice.mail if choice else {},
            "timezone": choice.timezone if choice else None,
        }
    )


def forget(session: Session, account_id: int) -> None:
    """Forget what somebody was told, what others were told of them, and what they had decided."""
    remove_from(session, account_id)
    for table in (Notification, NotificationChoice):
        delete_rows(session, table, table.account_id == account_id)


def remove_from(session: Session, actor_id: int, *, told: int | None = None) -> None:
    """Take back everything that somebody caused; or only what one person was `told` of it."""
    theirs = Notification.actor_id == actor_id
    if told is not None:
        theirs &= Notification.account_id == told
    stood_for_others = theirs & ~Notification.folded
    groups = sorted(set(session.scalars(select(Notification.about).where(stood_for_others))))
    delete_rows(session, Notification, theirs)
    for some in _portions(groups):
        _show_latest(session, some)


def prune(session: Session, now: datetime) -> None:
    """Forget what was read three months ago or told half a year ago."""
    old: ColumnElement[bool] = or_(
        (Notification.created_at < now - READ) & (Notification.read_at < now - READ),
        Notification.created_at < now - UNREAD,
    )
    some = select(Notification.id).where(old).order_by(Notification.created_at).limit(AT_ONCE)
    delete_rows(session, Notification, Notification.id.in_(some))
    outbox.forget_old(session, LETTERS, before=now - outbox.KEPT)


def _show_latest(session: Session, abouts: list[str]) -> None:
    """Let the latest of those that are left stand for the others of the same kind about the same."""
    same = Notification.account_id, Notification.kind, Notification.about
    latest = select(func.max(Notification.id)).where(Notification.about.in_(abouts)).group_by(*same)
    shown = update(Notification).where(Notification.id.in_(latest)).values({"folded": False})
    session.execute(shown.execution_options(synchronize_session=False))


def _portions(all_of_them: list[str]) -> Iterable[list[str]]:
    return (all_of_them[start : start + TOGETHER] for start in range(0, len(all_of_them), TOGETHER))


def _chosen(row: Notification) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COLUMNS.split()}
