"""The data: database, tables, content, work that waits for someone, backups."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select, text
from sqlalchemy.exc import DatabaseError

from portico.commands.diagnosis.finding import Finding, bad, doubtful, good
from portico.commands.starting import opened_database, unusable
from portico.commands.writing import database_file
from portico.features.content.cli import count_problems
from portico.migrations import stand
from portico.platform import clock as wall
from portico.platform.backup import mark
from portico.platform.database import Database, DatabaseUnavailable
from portico.platform.jobs.tables import Job
from portico.platform.mail.tables import Mail
from portico.settings import Settings

SOUND = (3, 51, 3)
"""The first SQLite in which two processes may write a checkpoint at once (sqlite.org/wal.html)."""
OLDEST_BACKUP = timedelta(days=7)
APART = timedelta(seconds=5)


def database(settings: Settings) -> Finding:
    """Whether the database answers, and its file is whole."""
    file = database_file(settings)
    if file is not None and not file.exists():
        return doubtful("database", f"There is no {file} yet; the first start makes it.")
    try:
        with opened_database(settings) as opened:
            opened.check()
    except (DatabaseUnavailable, DatabaseError) as error:
        return bad("database", f"{unusable(settings, error)}.")
    return good("database", f"The database ({'SQLite' if file else 'PostgreSQL'}) answers and is whole.")


def tables(settings: Settings) -> Finding | None:
    """Whether the tables are those that this version works with."""

    def look(opened: Database) -> Finding:
        with opened.reading() as session:
            at, newest = stand.current(session.connection()), stand.newest()
        if at == newest:
            return good("tables", f"The tables are at step {at}, the newest.")
        if at is not None and at > newest:
            return bad("tables", f"The tables are at step {at} of a newer Portico; install that version.")
        if at is None:
            return bad("tables", "There are no tables yet; run `portico migrate`.")
        return bad("tables", f"The tables are at step {at} of {newest}; run `portico migrate`.")

    return _looked(settings, look)


def sqlite_version(settings: Settings) -> Finding | None:
    """Which SQLite this Python has."""
    if database_file(settings) is None:
        return None
    version = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < SOUND:
        return good("SQLite", f"SQLite {version}: right for one writing process, which Portico sees to.")
    return good("SQLite", f"SQLite {version}.")


def connections(settings: Settings) -> Finding | None:
    """Whether every thread can have a connection."""
    if database_file(settings) is not None:
        return None
    if settings.database_pool < settings.threads:
        return doubtful(
            "connections",
            f"{settings.threads} threads share {settings.database_pool} connections and may wait for one; "
            "raise PORTICO_DATABASE_POOL.",
        )
    total = settings.database_pool * settings.workers
    return good(
        "connections", f"Up to {total} connections to PostgreSQL; its max_connections must be higher."
    )


def clock(settings: Settings) -> Finding | None:
    """Whether this machine agrees with the database on what time it is."""

    def look(opened: Database) -> Finding:
        apart = abs(_time_of(opened) - wall.now())
        with opened.reading() as session:
            newest = session.scalar(select(func.max(Job.created_at)))
        if apart > APART:
            seconds = round(apart.total_seconds())
            return bad("clock", f"This clock and the database's are {seconds} seconds apart; set both.")
        if newest is not None and newest > wall.now() + APART:
            return bad("clock", f"The clock is behind: something was written {newest:%F %T} UTC; set it.")
        return good("clock", f"It is {wall.now():%F %T} UTC.")

    return _looked(settings, look)


def content(settings: Settings) -> Finding:
    """Whether there is a compiled site, and how many problems its files have."""
    counted = count_problems(settings.compiled)
    if counted is None:
        return doubtful("content", "There is no compiled site; the next start makes it.")
    errors, warnings = counted
    if errors:
        return doubtful("content", f"{errors} content files have errors; `portico content check` names them.")
    return good("content", f"The compiled site is there, with {warnings} warnings.")


def jobs(settings: Settings) -> Finding | None:
    """Whether work was given up."""
    parked = select(func.count()).where(Job.parked_at.is_not(None))
    return _given_up(settings, "jobs", parked, "`portico jobs list --state parked` shows them.")


def mails(settings: Settings) -> Finding | None:
    """Whether mails were given up."""
    parked = select(func.count()).select_from(Mail).join(Job, Job.id == Mail.job_id)
    chosen = parked.where(Mail.sent_at.is_(None), Job.parked_at.is_not(None))
    return _given_up(settings, "mails", chosen, "`portico outbox list --state parked` shows them.")


def backups(settings: Settings) -> Finding:
    """How long ago the site was last backed up."""
    made = mark.last(settings.var)
    if made is None:
        hint = "`portico backup` makes one. Those made in another way are not seen."
        return doubtful("backups", f"No backup is known; {hint}")
    age = wall.now() - made
    if age > OLDEST_BACKUP:
        return doubtful("backups", f"The newest backup is {age.days} days old; run `portico backup` daily.")
    return good("backups", f"The newest backup is {age.total_seconds() / 3600:.0f} hours old.")


def _given_up(settings: Settings, what: str, count: Select[tuple[int]], what_to_do: str) -> Finding | None:
    def look(opened: Database) -> Finding:
        with opened.reading() as session:
            parked = session.scalar(count) or 0
        if parked:
            return doubtful(what, f"{parked} {what} were given up; {what_to_do}")
        return good(what, f"No {what} were given up.")

    return _looked(settings, look)


def _looked(settings: Settings, look: Callable[[Database], Finding]) -> Finding | None:
    """What a look at the data finds; nothing when it cannot be reached, which is told elsewhere."""
    file = database_file(settings)
    if file is not None and not file.exists():
        return None
    try:
        with opened_database(settings) as opened:
            return look(opened)
    except (DatabaseUnavailable, DatabaseError):
        return None


def _time_of(opened: Database) -> datetime:
    if opened.dialect == "sqlite":
        return wall.now()
    with opened.reading() as session:
        told: datetime = session.execute(text("SELECT now()")).scalar_one()
    return told
