"""What the operator sees and does by the token of the machine, for the owner in person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Blueprint, current_app

from portico.features.ops import flags_api, health, jobs_api, mails_api, usage
from portico.features.ops.health import Health
from portico.features.ops.schemas import FlagList, JobAnswer, JobQuery, MailAnswer, MailQuery
from portico.platform.backup import mark
from portico.platform.shapes import documented
from portico.web.access import Identity, owner
from portico.web.contract import NO_STORE, Reply, operation
from portico.web.database import database, reading

EXTENSION = "portico.ops.var"
"""The var folder."""
TAG = "studio"
bp = Blueprint("studio_ops", __name__, url_prefix="/api/v1/studio")

MACHINE = {
    "health": health.EXAMPLE,
    "engine": "sqlite",
    "database_bytes": 3_145_728,
    "disk_free_bytes": 21_474_836_480,
    "disk_bytes": 53_687_091_200,
    "backed_up_at": "2026-05-01T03:15:00Z",
}


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """How the site is, and what it takes up."""

    health: Health
    engine: str
    """Of the database: `sqlite` or `postgresql`."""
    database_bytes: int
    disk_free_bytes: int
    """Of the disk that holds the var folder."""
    disk_bytes: int
    backed_up_at: datetime | None
    """When `portico backup` last wrote an archive; none where it never did on this machine."""


@bp.get("/mails")
@owner
@operation(tag=TAG, cache=NO_STORE, **mails_api.LISTING)
def list_mails(identity: Identity, query: MailQuery) -> Reply:
    """Mails that have left or are to leave, the newest first."""
    return mails_api.listed(query)


@bp.post("/mails/<int:number>/deliveries")
@owner
@operation(tag=TAG, **mails_api.DELIVERING)
def deliver_mail(identity: Identity, number: int) -> MailAnswer:
    """Send a mail again that was given up or has been sent."""
    return mails_api.delivered(number)


@bp.get("/jobs")
@owner
@operation(tag=TAG, cache=NO_STORE, **jobs_api.LISTING)
def list_jobs(identity: Identity, query: JobQuery) -> Reply:
    """Work in the background, the newest first."""
    return jobs_api.listed(query)


@bp.post("/jobs/<int:number>/runs")
@owner
@operation(tag=TAG, **jobs_api.RUNNING)
def run_job(identity: Identity, number: int) -> JobAnswer:
    """Have a job run now that was given up or waits for a later time."""
    return jobs_api.run_again(number)


@bp.get("/health")
@owner
@operation(tag=TAG, returns=Machine, cache=NO_STORE, example=MACHINE)
def read_machine(identity: Identity) -> Machine:
    """How the site is, what it takes up, and when it was last backed up."""
    var: Path = current_app.extensions[EXTENSION]
    with reading() as session:
        size = usage.database_bytes(session)
    disk = usage.disk_space(var)
    return Machine(
        health=health.of_process(),
        engine=database().dialect,
        database_bytes=size,
        disk_free_bytes=disk.free,
        disk_bytes=disk.total,
        backed_up_at=mark.last(var),
    )


@bp.get("/flags")
@owner
@operation(tag=TAG, returns=FlagList, cache=NO_STORE, example={"items": [flags_api.EXAMPLE]})
def list_flags(identity: Identity) -> FlagList:
    """What is new and not for everyone yet, and for how many it is on."""
    return flags_api.listed()
