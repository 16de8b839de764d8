"""The mail of the day: what happened since the last, in the morning of whoever reads it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import literal_column, select, update
from sqlalchemy.orm import Session

from portico.features import accounts
from portico.features.notifications.choosing import own_choice
from portico.features.notifications.listing import pictured
from portico.features.notifications.mailing import DAILY, Mails, item
from portico.features.notifications.models import Notification, NotificationChoice
from portico.features.notifications.unsubscribing import Stop
from portico.platform.database import DatabaseUnavailable
from portico.platform.jobs.run import Run, TryAgain

MORNING = 8
"""The hour from which it is written, where its reader is."""
LISTED = 50
"""How many things one tells of."""
AT_ONCE = 500
"""How many people are looked at in one query."""
WAITING = Notification.mail == literal_column("'daily'")
"""Spelt as in the index of what waits."""

log = structlog.get_logger("portico.notifications")


def write_all(mails: Mails, run: Run) -> None:
    """Write the mails that are due, each in a transaction of its own, so this may end anywhere.

    Raises TryAgain when some could not be written; the others were.
    """
    failed, reached = 0, 0
    while people := _waiting(run, reached):
        reached = people[-1].account_id
        due = [one.account_id for one in people if is_due(one.timezone, one.digest_on, run.now())]
        failed += sum(not _written(mails, run, account_id) for account_id in due)
    if failed:
        raise TryAgain(f"{failed} mails of the day could not be written; the log says why.")


def write_one(mails: Mails, session: Session, account_id: int, *, now: datetime) -> None:
    """Write somebody the mail of their day where it is due and there is something to tell."""
    choice = own_choice(session, account_id)
    if not is_due(choice.timezone, choice.digest_on, now):
        return
    new = _taken(session, account_id)
    person = next(iter(accounts.recipients(session, [account_id], of=None)), None)
    if not new or person is None or person.email is None:
        return
    choice.digest_on = there(choice.timezone, now).date()
    latest = select(Notification).where(Notification.id.in_(new[:LISTED])).order_by(Notification.id.desc())
    views = pictured(session, mails.faces, account_id, session.scalars(latest).all())
    mails.tell(
        session,
        person.email,
        DAILY,
        Stop(account_id, "daily"),
        now=now,
        key=f"notifications:{account_id}@{choice.digest_on}",
        items=[item(view) for view in views],
        more=len(new) - len(views),
    )


def is_due(timezone: str | None, last: date | None, now: datetime) -> bool:
    """Whether it is morning where somebody is, and they had no mail today; `last` is the day of the last."""
    here = there(timezone, now)
    return here.hour >= MORNING and (last is None or last < here.date())


def there(timezone: str | None, now: datetime) -> datetime:
    """What the clock says in a time zone; in UTC where nobody named one."""
    return now.astimezone(ZoneInfo(timezone) if timezone else UTC)


def _waiting(run: Run, reached: int) -> Sequence[Any]:
    """For whom something waits, in the order of their numbers: their time zone and their last mail."""
    people = (
        select(Notification.account_id)
        .where(WAITING, Notification.account_id > reached)
        .distinct()
        .order_by(Notification.account_id)
        .limit(AT_ONCE)
        .subquery()
    )
    columns = people.c.account_id, NotificationChoice.timezone, NotificationChoice.digest_on
    choice = NotificationChoice.account_id == people.c.account_id
    found = select(*columns).outerjoin_from(people, NotificationChoice, choice).order_by(people.c.account_id)
    with run.database.reading() as session:
        return session.execute(found).all()


def _written(mails: Mails, run: Run, account_id: int) -> bool:
    """Write one of them; one that cannot be written keeps nobody else's."""
    try:
        with run.database.transaction() as session:
            write_one(mails, session, account_id, now=run.now())
    except DatabaseUnavailable:
        raise
    except Exception:
        log.exception("daily_mail_failed", account=account_id)
        return False
    return True


def _taken(session: Session, account_id: int) -> list[int]:
    """What waits for somebody and they have not read meanwhile, the latest first; it waits no longer."""
    mine = update(Notification).where(Notification.account_id == account_id, WAITING)
    taken = mine.values({"mail": "none"}).returning(Notification.id, Notification.read_at)
    told = session.execute(taken.execution_options(synchronize_session=False))
    return sorted((row.id for row in told if row.read_at is None), reverse=True)
