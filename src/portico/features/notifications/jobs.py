"""What notifications do without a request: they are mailed, at once or once a day, and forgotten in time."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from portico.features.notifications import daily
from portico.features.notifications.keeping import prune
from portico.features.notifications.mailing import Mails, mail_at_once
from portico.features.notifications.telling import MAILING
from portico.platform.jobs.periodic import POLICY, Periodic, every
from portico.platform.jobs.run import Handler, Run


def handlers(mails: Mails) -> dict[str, Handler]:
    """The jobs of this feature."""

    def mail(run: Run) -> None:
        with run.transaction() as session:
            mail_at_once(mails, session, run.payload["notifications"], now=run.now())

    return {MAILING: Handler(mail)}


def periodic(mails: Mails) -> list[Periodic]:
    """What comes round again."""
    write = Handler(partial(daily.write_all, mails), POLICY)
    return [
        Periodic("notifications.daily", timedelta(hours=1), write, timedelta(0)),
        every("notifications.prune", timedelta(hours=1), prune),
    ]
