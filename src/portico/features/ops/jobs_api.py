"""The operator's API over jobs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint

from portico.features.ops import jobs
from portico.features.ops.jobs import JobNotParked, JobRuns
from portico.features.ops.schemas import JobAnswer, JobQuery
from portico.platform import clock
from portico.platform.errors import NotFound
from portico.web.access import operator
from portico.web.contract import Reply, operation
from portico.web.database import reading, transaction
from portico.web.paging import InvalidCursor, Page, page_of

bp = Blueprint("ops_jobs", __name__, url_prefix="/api/v1/ops/jobs")

EXAMPLE = {
    "id": 7,
    "kind": "mail.send",
    "state": "waiting",
    "priority": 10,
    "attempts": 2,
    "error": "The mail server does not answer.",
    "created_at": "2026-05-01T12:00:00Z",
    "run_at": "2026-05-01T12:00:16Z",
    "done_at": None,
    "parked_at": None,
}
LISTING: dict[str, Any] = {
    "query": JobQuery,
    "returns": Page[JobAnswer],
    "problems": [InvalidCursor],
    "example": {"items": [EXAMPLE], "next_cursor": None},
}
"""How jobs are listed, for the operator and for the owner."""
RUNNING: dict[str, Any] = {
    "returns": JobAnswer,
    "problems": [NotFound, JobRuns],
    "status": 202,
    "example": EXAMPLE | {"attempts": 0},
}
"""How one is run again, for both."""


@bp.get("")
@operator
@operation(tag="operations", **LISTING)
def list_jobs(query: JobQuery) -> Reply:
    """Work in the background, the newest first."""
    return listed(query)


@bp.get("/<int:number>")
@operator
@operation(tag="operations", returns=JobAnswer, problems=[NotFound], example=EXAMPLE)
def read_job(number: int) -> JobAnswer:
    """One piece of work."""
    with reading() as session:
        return jobs.find_job(session, number, now=clock.now())


@bp.post("/<int:number>/runs")
@operator
@operation(tag="operations", idempotent=True, **RUNNING)
def run_job(number: int) -> JobAnswer:
    """Have a job run now that was given up or waits for a later time.

    Its attempts are counted anew.
    """
    return run_again(number)


@bp.delete("/<int:number>")
@operator
@operation(tag="operations", returns=None, problems=[NotFound, JobNotParked], status=204)
def drop_job(number: int) -> None:
    """Forget a job that was given up; one that delivers a mail goes with its mail."""
    with transaction() as session:
        jobs.drop_job(session, number)


def listed(query: JobQuery) -> Reply:
    """The part of all jobs that a query asks for."""

    def find(before: int | None, limit: int) -> Sequence[JobAnswer]:
        with reading() as session:
            return jobs.list_jobs(
                session, now=clock.now(), state=query.state, kind=query.kind, before=before, limit=limit
            )

    return page_of(query, find, lambda job: job.id)


def run_again(number: int) -> JobAnswer:
    """A job that is to run now. Raises as `jobs.run_again` does."""
    with transaction() as session:
        jobs.run_again(session, number, now=clock.now())
        session.flush()
        return jobs.find_job(session, number, now=clock.now())
