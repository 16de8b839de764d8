"""Cutting off a database migration before a chosen statement, by an error or by the death of its process."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

from portico.migrations import history, tables  # noqa: F401 - what every process needs is imported once
from portico.platform.database import Database

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([__name__, "alembic.ddl", "psycopg"])


class Cut(Exception):
    """What ends a step in the middle."""


@contextmanager
def at_statement(number: int, happens: Callable[[], object]) -> Iterator[list[str]]:
    """Have something happen before the statement of this number; gives the statements so far."""
    seen: list[str] = []

    def count(_connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)
        if len(seen) == number:
            happens()

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", count)


def fail() -> None:
    """Cut by an error."""
    raise Cut


def killed(url: str, target: str, number: int) -> bool:
    """Migrate in a process that is killed before this statement; false when it has fewer and finished."""
    process = PROCESSES.Process(target=_migrate_and_die, args=(url, target, number))
    process.start()
    process.join(60)
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def migrate_together(url: str, processes: int) -> list[int]:
    """How many tables each of several processes made that began at the same moment; all must end well."""
    together = PROCESSES.Barrier(processes)
    made = PROCESSES.Queue()
    started = [PROCESSES.Process(target=_migrate, args=(url, together, made)) for _ in range(processes)]
    for process in started:
        process.start()
    counts = [made.get(timeout=60) for _ in started]
    for process in started:
        process.join(60)
        assert process.exitcode == 0
    return sorted(counts)


def _migrate_and_die(url: str, target: str, number: int) -> None:
    with at_statement(number, lambda: os.kill(os.getpid(), signal.SIGKILL)):
        history.migrate(Database(url), target)


def _migrate(url: str, together: Any, made: Any) -> None:
    with at_statement(0, fail) as statements:
        together.wait()
        history.migrate(Database(url))
    made.put(sum("CREATE TABLE" in statement for statement in statements))
