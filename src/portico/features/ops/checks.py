"""How each part that Portico leans on is asked whether it does its work."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from portico.features.ops.readiness import Check, NotReady
from portico.platform.database import Database
from portico.platform.jobs.queue import oldest_due_age

LONGEST_WAIT = timedelta(minutes=15)
"""A job that is due for longer says that nobody works."""
ROOM = 64 * 1024
"""Bytes that must fit into the var folder."""


def database_check(database: Database) -> Check:
    """Whether the database answers."""

    def check() -> str:
        database.ping()
        return "It answers."

    return check


def tables_check(database: Database, step_of: Callable[[Database], str | None], newest: str) -> Check:
    """Whether the tables are those that this version works with."""

    def check() -> str:
        found = step_of(database)
        if found != newest:
            raise NotReady(f"The tables are at step {found or 'none'}, and this version needs {newest}.")
        return f"The tables are at step {found}."

    return check


def storage_check(var: Path) -> Check:
    """Whether the var folder takes files."""

    def check() -> str:
        try:
            with tempfile.TemporaryFile(dir=var, buffering=0) as file:
                file.write(bytes(ROOM))
        except OSError as error:
            raise NotReady(f"The var folder cannot be written: {error.strerror}.") from None
        return "The var folder can be written."

    return check


def pictures_check(check: Callable[[], object]) -> Check:
    """Whether the bucket answers that keeps people's pictures."""

    def ask() -> str:
        check()
        return "It answers."

    return ask


def judge_check(check: Callable[[], object]) -> Check:
    """Whether the judge of spam took the last question; nobody is asked for this."""

    def ask() -> str:
        check()
        return "It has not refused this site."

    return ask


def content_check(read_site: Callable[[], object]) -> Check:
    """Whether there is a compiled site."""

    def check() -> str:
        read_site()
        return "There is a compiled site."

    return check


def queue_check(database: Database, now: Callable[[], datetime]) -> Check:
    """Whether somebody works on the jobs that are due."""

    def check() -> str:
        with database.reading() as session:
            waiting = oldest_due_age(session, now=now())
        if waiting > LONGEST_WAIT:
            minutes = int(waiting.total_seconds() // 60)
            raise NotReady(f"A job has been due for {minutes} minutes. Is a worker running?")
        return "No job waits for long."

    return check


def redis_check(url: str) -> Check:
    """Whether Redis answers."""

    def check() -> str:
        from redis import ConnectionError, Redis  # noqa: A004, PLC0415 - an extra

        try:
            with Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1) as client:
                client.ping()
        except ConnectionError:
            raise NotReady("Redis cannot be reached.") from None
        return "It answers."

    return check
