"""The job that delivers a mail."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import stamina
import structlog
from sqlalchemy import Delete, Update, delete, update

from portico.platform.database import DatabaseUnavailable
from portico.platform.jobs.policy import Policy
from portico.platform.jobs.run import GiveUp, Handler, Run, TryAgain
from portico.platform.mail import outbox
from portico.platform.mail.message import compose
from portico.platform.mail.tables import Mail
from portico.platform.mail.transport import NotTaken, Refused, Transport

POLICY = Policy(first=timedelta(seconds=5), longest=timedelta(hours=1), attempts=129)
"""Ten waits that grow, in all an hour and a half, then hourly ones: five days of trying."""
MARKING = 20.0
"""Seconds for which a mail that was taken is not given up because the database is away."""

log = structlog.get_logger("portico.mail")


def delivery(transport: Transport, *, secret: Collection[str] = (), unkept: Collection[str] = ()) -> Handler:
    """The handler that hands mails to this transport; a mail waits while there is an outage, and is not lost.

    Of mails of a `secret` kind the words are forgotten with the sending, of an `unkept` one everything. No
    transaction is open while it talks to the server.
    """

    def run(run: Run) -> None:
        mail = _mail(run)
        if mail is None:
            return
        try:
            with transport() as deliver:
                deliver(compose(mail))
                # Before the connection ends: only one that was cut can have left a mail unmarked.
                _execute(run, _marking_sent(mail, run.now(), secret, unkept))
        except NotTaken as error:
            raise TryAgain(str(error)) from error
        except Refused as error:
            raise GiveUp(str(error)) from error
        log.info("mail_sent", mail=mail.id, purpose=mail.kind)

    return Handler(run, POLICY)


def _mail(run: Run) -> Mail | None:
    """The mail to deliver; None when it was sent, forgotten or given to another job."""
    with run.database.reading() as session:
        mail = session.get(Mail, run.payload["mail"])
    return mail if mail and mail.sent_at is None and mail.job_id == run.id else None


def _marking_sent(
    mail: Mail, now: datetime, secret: Collection[str], unkept: Collection[str]
) -> Update | Delete:
    if mail.kind in unkept:
        return delete(Mail).where(Mail.id == mail.id)
    marking = update(Mail).where(Mail.id == mail.id).values(sent_at=now)
    return marking.values(text=outbox.FORGOTTEN, html=None) if mail.kind in secret else marking


def _execute(run: Run, marking: Update | Delete) -> None:
    for attempt in stamina.retry_context(on=DatabaseUnavailable, attempts=None, timeout=MARKING):
        with attempt, run.transaction() as session:
            session.execute(marking)
