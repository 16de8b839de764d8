"""Rows that belong together, by which a copy is known to be of one moment."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portico.platform.database import Database
from portico.platform.jobs.tables import Job
from portico.platform.mail.tables import Mail

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def write_pair(session: Session, name: str) -> None:
    """A job and, after it, the mail that it is to deliver."""
    job = Job(kind="pair", payload={"name": name}, key=name, created_at=NOON, run_at=NOON)
    session.add(job)
    session.flush()
    session.add(
        Mail(
            kind="pair",
            key=name,
            message_id=f"<{name}@a.example>",
            sender="ada@a.example",
            recipient="grace@b.example",
            subject=f"Pair {name} ü",
            text="Hello\r\nworld\n",
            created_at=NOON,
            job_id=job.id,
        )
    )


def pairs(database: Database) -> set[str]:
    """The names of all pairs; fails when one is not whole."""
    with database.reading() as session:
        # A server that was on may have jobs of its own.
        jobs = {job.id: job.payload["name"] for job in session.scalars(select(Job)) if "name" in job.payload}
        mails = {mail.job_id: mail.key for mail in session.scalars(select(Mail))}
    assert jobs == mails
    return {str(name) for name in jobs.values()}


def gaps(names: set[str]) -> list[str]:
    """Of pairs named `writer-number`, the writers whose numbers have a gap: not of one moment."""
    numbers = defaultdict(list)
    for name in names:
        writer, number = name.split("-")
        numbers[writer].append(int(number))
    return [writer for writer, found in numbers.items() if sorted(found) != list(range(len(found)))]
