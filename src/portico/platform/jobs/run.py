"""What the handler of a kind of job gets, and how it says that an attempt failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portico.platform.database import Database
from portico.platform.jobs import leases
from portico.platform.jobs.leases import Lease
from portico.platform.jobs.policy import Policy


class TryAgain(Exception):
    """The attempt failed for a reason that may pass; the sentence is shown to the operator."""


class GiveUp(Exception):
    """No further attempt can succeed; the sentence is shown to the operator."""


class Run:
    """One attempt at a job.

    What a handler does outside of this database happens at least once: whoever needs to recognise a
    second time has the job's `id` for it. What it writes in `transaction()` happens exactly once.
    """

    def __init__(self, database: Database, lease: Lease, now: Callable[[], datetime]) -> None:
        self.id = lease.id
        self.kind = lease.kind
        self.payload: dict[str, Any] = lease.payload
        self.attempt = lease.attempt
        self.now = now
        self.database = database
        self.ended = False
        """Whether the job was marked as done by `transaction()`."""
        self._lease = lease

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """The transaction that ends the job: its writes and the mark that it is done are one.

        Raises Superseded, and writes nothing, when the job has been given to another worker.
        """
        with self.database.transaction() as session:
            leases.finish(session, self._lease, now=self.now())
            yield session
        self.ended = True


@dataclass(frozen=True, slots=True)
class Handler:
    """What is done for jobs of one kind.

    A job for which `run` returns is done. TryAgain and unforeseen errors are followed by further
    attempts as the policy has them, and GiveUp parks the job.
    """

    run: Callable[[Run], object]
    policy: Policy = field(default_factory=Policy)
