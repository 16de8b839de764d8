"""What accounts do without a request: people who are gone are wiped, and what is over is forgotten."""

from __future__ import annotations

from datetime import timedelta

import structlog
from sqlalchemy import select

from portico.features.accounts import sweeping
from portico.features.accounts.leaving import exporting
from portico.features.accounts.leaving.anonymising import FILES, SCRUB, anonymise, overdue
from portico.features.accounts.leaving.farewell import Farewell
from portico.features.accounts.leaving.gathering import Gathering, gathering
from portico.features.accounts.letters import LAST
from portico.platform.database import DatabaseUnavailable
from portico.platform.jobs.periodic import POLICY, Periodic, every
from portico.platform.jobs.policy import Policy
from portico.platform.jobs.run import Handler, Run, TryAgain
from portico.platform.mail.tables import Mail

AT_ONCE = 100
"""How many are looked for at a time."""
PATIENCE = Policy(first=timedelta(seconds=10), longest=timedelta(hours=1), attempts=200)
"""Eight days: longer than anybody tries to deliver a last letter."""

log = structlog.get_logger("portico.accounts")


def handlers(work: Gathering) -> dict[str, Handler]:
    """The jobs of accounts."""
    return {
        exporting.KIND: gathering(work),
        FILES: Handler(lambda run: work.storage.delete(run.payload["keys"])),
        SCRUB: Handler(_scrub, PATIENCE),
    }


def periodic(farewell: Farewell) -> list[Periodic]:
    """What comes round again."""
    return [
        every("accounts.sweep", timedelta(hours=1), sweeping.sweep),
        Periodic("accounts.anonymise", timedelta(hours=1), _anonymising(farewell), timedelta(0)),
    ]


def _anonymising(farewell: Farewell) -> Handler:
    """Wipes whoever was to be wiped by now, each in a transaction of their own, so it may end anywhere."""

    def run(run: Run) -> None:
        reached, failed = 0, 0
        while late := _late(run, reached):
            for account_id in late:
                failed += not _wiped(farewell, run, account_id)
            reached = late[-1]
        if failed:
            raise TryAgain(f"{failed} of those who left could not be wiped; the log says why.")

    return Handler(run, POLICY)


def _late(run: Run, reached: int) -> list[int]:
    with run.database.reading() as session:
        return overdue(session, run.now(), after=reached, limit=AT_ONCE)


def _wiped(farewell: Farewell, run: Run, account_id: int) -> bool:
    """Wipe one of them; one who cannot be wiped keeps nobody else."""
    try:
        with run.database.transaction() as session:
            anonymise(farewell, session, account_id, now=run.now())
    except DatabaseUnavailable:
        raise
    except Exception:
        log.exception("anonymising_failed", account=account_id)
        return False
    return True


def _scrub(run: Run) -> None:
    if not run.database.scrub():
        raise TryAgain("Somebody reads the database as it was before. It is tried again soon.")
    with run.database.reading() as session:
        if session.scalar(select(Mail.id).where(Mail.kind.in_(LAST)).limit(1)) is not None:
            raise TryAgain("A last letter is still to go; what it leaves behind has to be removed then.")
