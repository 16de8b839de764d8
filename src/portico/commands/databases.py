"""Reading a whole database as of one moment, writing a whole one, and moving from one to another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Table, make_url, text

from portico.migrations import history, stand
from portico.platform.backup.tables import (
    Row,
    count,
    counters,
    drop_all,
    is_empty,
    read_rows,
    set_counters,
    tables,
    write_rows,
)
from portico.platform.database import Database
from portico.platform.writer_lock import WrittenByAnother

PATIENCE = 3600
"""Seconds that one statement may take while everything is read or written."""
AT_WORK = ("portico serve", "portico worker")
"""The commands that work with a database as long as they run, as PostgreSQL knows them."""
WORKING = text(
    "SELECT application_name FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name = ANY(:commands)"
)
Report = Callable[[str, int, int], None]
"""What is told of progress: a table, the rows done, all its rows."""


class NotDone(Exception):
    """What was asked must not or cannot be done, and nothing was changed; the sentence says why."""


class HoldsData(NotDone):
    """Where something was to be written there is something already."""


@contextmanager
def snapshot(url: str) -> Iterator[Connection]:
    """A connection that sees one state of the data however long it reads, and changes nothing.

    Raises NotDone when there is no such database, DatabaseUnavailable.
    """
    database = Database(url, pool=1, seconds=PATIENCE)
    if database.dialect == "sqlite" and not Path(str(database.url.database)).is_file():
        raise NotDone(f"there is no database {database.url.database}; `portico migrate` makes it")
    try:
        with database.reading() as session:
            yield session.connection()
    finally:
        database.dispose()


@contextmanager
def emptied(url: str, step: str, *, force: bool) -> Iterator[Connection]:
    """A transaction in a database that has the tables of a step and not a row in them.

    Raises HoldsData when there are rows, unless `force` gives them up; WrittenByAnother, DatabaseUnavailable.
    """
    database = Database(url, pool=1, seconds=PATIENCE)
    if database.dialect == "sqlite":
        Path(str(database.url.database)).parent.mkdir(parents=True, exist_ok=True)
    try:
        with history.alone(database) as connection:
            _check_unused(connection)
            if not force and not is_empty(connection):
                raise HoldsData(f"{shown(url)} holds data already")
            drop_all(connection)
            history.upgrade(connection, step)
            yield connection
    finally:
        database.dispose()


def copy(source: str, target: str, report: Report) -> dict[str, int]:
    """Write all rows of a database into another that is empty, and give their number by table.

    Everything is read as of one moment and written in one transaction. Raises NotDone, HoldsData,
    DatabaseUnavailable.
    """
    if make_url(source) == make_url(target):
        raise NotDone("that is the database itself")
    with snapshot(source) as connection:
        step = stand.current(connection)
        if step is None or step not in history.steps():
            raise NotDone(f"{shown(source)} is at step {step or 'none'}, which this Portico does not know")
        with emptied(target, step, force=False) as other:
            found, into = tables(connection), {each.name: each for each in tables(other)}
            expected = {each.name: count(connection, each) for each in found}
            for each in found:
                rows = read_rows(connection, each)
                _copy_rows(rows, other, into[each.name], expected[each.name], report)
            compare(other, expected)
            set_counters(other, counters(connection))
    return expected


def compare(connection: Connection, expected: Mapping[str, int]) -> None:
    """Raise NotDone unless every table has as many rows as it should."""
    for each in tables(connection):
        found, should = count(connection, each), expected.get(each.name, 0)
        if found != should:
            raise NotDone(f"of {should} rows of {each.name}, {found} arrived; nothing was changed")


def shown(url: str | URL) -> str:
    """A database in words that hide its password."""
    return make_url(url).render_as_string(hide_password=True)


def _check_unused(connection: Connection) -> None:
    """Refuse a database that a server or worker uses; on SQLite the lock of the one who writes has done so.

    Raises WrittenByAnother.
    """
    if connection.dialect.name == "sqlite":
        return
    users = connection.scalars(WORKING, {"commands": list(AT_WORK)}).all()
    if users:
        raise WrittenByAnother(f"{shown(connection.engine.url)} is used by `{users[0]}`; stop that first")


def _copy_rows(
    rows: Iterable[list[Row]], target: Connection, into: Table, total: int, report: Report
) -> None:
    done = 0
    report(into.name, done, total)
    for batch in rows:
        done += write_rows(target, into, [batch])
        report(into.name, done, total)
