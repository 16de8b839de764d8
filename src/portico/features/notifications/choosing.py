"""How people want to hear of things."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portico.features.notifications.models import Mailing, Notification, NotificationChoice
from portico.platform.database import insert_of

USUAL: Mapping[str, Mailing] = {
    "reply": "immediate",
    "mention": "immediate",
    "reaction": "daily",
    "comment": "immediate",
    "held": "immediate",
    "report": "immediate",
}
"""When each is mailed to those who have not said how they want it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody has decided."""

    mail: Mapping[str, Mailing]
    timezone: str | None = None
    """Where their day begins; none where they have not said."""


def wishes(session: Session, account_ids: Collection[int]) -> dict[int, Wish]:
    """What each of these people has decided, and what is usual where they have not. One query."""
    known = select(NotificationChoice).where(NotificationChoice.account_id.in_(account_ids))
    found = {row.account_id: _wish(row) for row in session.scalars(known)}
    return {number: found.get(number) or Wish(mail=USUAL) for number in account_ids}


def choose(
    session: Session,
    account_id: int,
    *,
    mail: Mapping[str, Mailing] | None = None,
    timezone: str | None = None,
) -> None:
    """Decide what is given, and leave the rest; what waits and is no longer wanted is not mailed."""
    choice = own_choice(session, account_id)
    if mail:
        choice.mail = choice.mail | dict[str, str](mail.items())
        _drop(session, account_id, [kind for kind, when in mail.items() if when == "none"])
    if timezone is not None:
        choice.timezone = timezone
    session.flush()


def stop(session: Session, account_id: int, scope: str) -> None:
    """Mail nothing more of one kind; of the scope `daily`, nothing of what is mailed once a day."""
    wanted = wishes(session, [account_id])[account_id].mail
    stopped = [kind for kind, when in wanted.items() if scope in (kind, when)]
    choose(session, account_id, mail=dict.fromkeys(stopped, "none"))


def own_choice(session: Session, account_id: int) -> NotificationChoice:
    """What somebody has decided, made where they have not, and nobody else's to change meanwhile."""
    insert = insert_of(session)
    fresh = insert(NotificationChoice).values(account_id=account_id, mail={})
    session.execute(fresh.on_conflict_do_nothing())
    mine = select(NotificationChoice).where(NotificationChoice.account_id == account_id).with_for_update()
    return session.scalars(mine.execution_options(populate_existing=True)).one()


def _drop(session: Session, account_id: int, kinds: Collection[str]) -> None:
    waiting = Notification.account_id == account_id, Notification.kind.in_(kinds), Notification.mail != "none"
    values: dict[str, Any] = {"mail": "none"}
    dropped = update(Notification).where(*waiting).values(values)
    session.execute(dropped.execution_options(synchronize_session=False))


def _wish(row: NotificationChoice) -> Wish:
    return Wish(mail=cast("Mapping[str, Mailing]", {**USUAL, **row.mail}), timezone=row.timezone)
