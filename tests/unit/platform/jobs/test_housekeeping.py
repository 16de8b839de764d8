"""Forgetting jobs."""

from __future__ import annotations

from datetime import timedelta

from tests.support.jobs import NOON, add, jobs, take

from portico.platform.database import Database
from portico.platform.jobs import leases
from portico.platform.jobs.housekeeping import KEPT, forget_done_jobs


def test_only_jobs_that_are_long_done_are_forgotten(database: Database) -> None:
    kinds = {"done": leases.finish, "parked": leases.park}
    for kind, end in kinds.items():
        add(database, kind)
        lease = take(database)
        assert lease
        with database.transaction() as session:
            more = {"error": "no"} if kind == "parked" else {}
            end(session, lease, now=NOON, **more)  # type: ignore[operator]
    add(database, "waiting")
    for age, left in ((KEPT, 3), (KEPT + timedelta(seconds=1), 2)):
        with database.transaction() as session:
            forget_done_jobs(session, NOON + age)
        assert len(jobs(database)) == left
    assert [job.kind for job in jobs(database)] == ["parked", "waiting"]
