"""A worker process, of which several come to the same mornings over one database.

`python -m tests.support.mornings URL` reads lines of a moment and `carefully` or `carelessly`. It then works
as a worker does from that moment on, tries itself to write everybody the mail of the day, and writes a line.
"""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import structlog
from sqlalchemy import select

from portico.features import accounts, notifications
from portico.features.notifications import daily
from portico.features.notifications.mailing import DAILY
from portico.features.notifications.models import Notification
from portico.features.notifications.unsubscribing import Stop
from portico.platform.database import Database
from portico.platform.jobs.run import Handler
from portico.platform.jobs.worker import Jobs, Pace
from portico.platform.mail import outbox
from tests.integration.features.notifications.conftest import MAILS

BETWEEN = 0.05
"""Seconds between looking and writing, as on a machine with more to do."""


def work(database: Database, morning: datetime) -> None:
    """Write the mails of a morning, by the clock of the jobs and at once."""
    ticks = count()
    jobs = Jobs(
        database,
        handlers=notifications.handlers(MAILS) | {outbox.KIND: Handler(lambda _: None)},
        periodic=notifications.periodic(MAILS),
        now=lambda: morning + next(ticks) * timedelta(seconds=1),
        pace=Pace(look=0.05),
    )
    jobs.start()
    for account_id in _people(database):
        with database.transaction() as session:
            daily.write_one(MAILS, session, account_id, now=morning)
    jobs.stop()


def work_carelessly(database: Database, morning: datetime) -> None:
    """The same as it is written first: look who waits, then write."""
    for account_id in _people(database):
        with database.reading() as session:
            mine = Notification.account_id == account_id, Notification.mail == "daily"
            waiting = session.scalars(select(Notification).where(*mine)).all()
            people = accounts.recipients(session, [account_id], of=None)
        time.sleep(BETWEEN)
        with database.transaction() as session:
            for person in people if waiting else ():
                stop = Stop(account_id, "daily")
                given: dict[str, Any] = {"now": morning, "key": None, "items": [], "more": 0}
                MAILS.tell(session, person.email or "", DAILY, stop, **given)
            for row in waiting:
                session.merge(row).mail = "none"


def _people(database: Database) -> list[int]:
    with database.reading() as session:
        return list(
            session.scalars(select(Notification.account_id).distinct().order_by(Notification.account_id))
        )


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    # What is read here are the words alone.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    opened = Database(sys.argv[1], seconds=30)
    _say("ready")
    for line in sys.stdin:
        moment, how = line.split()
        (work if how == "carefully" else work_carelessly)(opened, datetime.fromisoformat(moment))
        _say(how)
    opened.dispose()
