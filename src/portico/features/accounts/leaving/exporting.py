"""Taking one's data along: asked for, gathered by a job, kept for some days for its owner alone."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portico.features.accounts import events
from portico.features.accounts.finding import one_locked
from portico.features.accounts.models import DataExport
from portico.features.accounts.visitors import Visitor
from portico.features.accounts.working import Accounts
from portico.platform.errors import Conflict, NotFound, TooMany
from portico.platform.jobs.queue import Priority, enqueue

KIND = "accounts.export"
"""The kind of job that gathers an export."""
FOLDER = "exports/"
"""What the keys of the files begin with."""
KEPT = timedelta(days=7)
STALE = timedelta(days=1)
"""After it an export that is not done counts as failed: its job is no more."""
A_DAY = 3
DAY = timedelta(days=1)
UNDONE = ("waiting", "running")


class Exported(Protocol):
    """What one feature keeps of somebody."""

    @property
    def data(self) -> Mapping[str, Any]:
        """By name of a file what is written into it as JSON."""
        ...

    @property
    def prefixes(self) -> Sequence[str]:
        """What the keys of their files in the storage begin with."""
        ...


Export = Callable[[Session, int], Exported]
"""Tells what one feature keeps of an account, secrets left out."""


class ExportRunning(Conflict):
    """One is being gathered already."""

    code = "export-running"
    title = "Your data is being gathered already"


class TooManyExports(TooMany):
    """Somebody has asked for enough in one day."""

    code = "too-many-exports"
    title = "Your data was gathered often enough today"
    retry_after = 3600


def ask(
    accounts: Accounts, session: Session, account_id: int, *, visitor: Visitor, now: datetime
) -> DataExport:
    """Have all that is kept of somebody gathered. Raises ExportRunning and TooManyExports."""
    one_locked(session, account_id)  # so that two who ask at once do not count past each other
    mine = DataExport.account_id == account_id
    undone = mine, DataExport.state.in_(UNDONE), DataExport.created_at > now - STALE
    if session.scalar(select(DataExport.id).where(*undone).limit(1)) is not None:
        raise ExportRunning("Wait until it is there.")
    today = select(func.count()).where(mine, DataExport.created_at > now - DAY)
    if (session.scalar(today) or 0) >= A_DAY:
        raise TooManyExports("Ask again tomorrow; the files of today are still there.")
    asked = DataExport(
        account_id=account_id,
        key=f"{FOLDER}{secrets.token_hex(16)}.zip",
        state="waiting",
        progress=0,
        created_at=now,
    )
    session.add(asked)
    session.flush()
    enqueue(session, KIND, {"export": asked.id, "key": asked.key}, now=now, priority=Priority.LOW)
    events.record(accounts, session, account_id, "export-made", visitor=visitor, now=now)
    return asked


def list_exports(session: Session, account_id: int, now: datetime) -> list[DataExport]:
    """The exports of somebody that are there or on the way, the newest first."""
    mine = select(DataExport).where(DataExport.account_id == account_id)
    found = session.scalars(mine.order_by(DataExport.id.desc()).limit(50))
    return [one for one in found if not is_over(one, now)]


def find(session: Session, account_id: int, number: int, now: datetime) -> DataExport:
    """An export of somebody's own. Raises NotFound for any other, and once its file is gone."""
    own = DataExport.id == number, DataExport.account_id == account_id
    found = session.scalar(select(DataExport).where(*own))
    if found is None or is_over(found, now):
        raise NotFound("There is no such file any more. Have your data gathered anew.")
    return found


def find_file(session: Session, account_id: int, number: int, now: datetime) -> DataExport:
    """An export of somebody's own whose file is there. Raises NotFound."""
    found = find(session, account_id, number, now)
    if found.state != "ready":
        raise NotFound("The file is not there yet.")
    return found


def is_over(found: DataExport, now: datetime) -> bool:
    """Whether the file of an export is to be gone."""
    return found.expires_at is not None and found.expires_at <= now


def note(session: Session, number: int, **values: Any) -> bool:
    """Write down how far an export has come; whether it is still wanted."""
    wanted = update(DataExport).where(DataExport.id == number, DataExport.state.in_(UNDONE))
    return session.scalar(wanted.values(values).returning(DataExport.id)) is not None
