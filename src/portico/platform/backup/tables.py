"""All rows of a database, read as of one moment and written into another, whatever kind either of them is.

The tables are those that the database has, not those of the models: a backup may be older than the program.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    MetaData,
    Select,
    Table,
    column,
    func,
    insert,
    inspect,
    select,
    table,
    text,
)

from portico.platform.backup.values import Change, kind_of

BATCH = 1000
"""Rows that are in memory at a time."""
OF_THE_HISTORY = "alembic_version"
"""Not data: the number of the step is kept beside it."""
Row = dict[str, Any]
"""A row as JSON has it, by the names of its columns."""


def tables(connection: Connection) -> list[Table]:
    """Every table of a database, those that others refer to first."""
    inspector = inspect(connection)
    found = [name for name, _ in inspector.get_sorted_table_and_fkc_names() if name]
    return [_table(inspector, name) for name in found if name != OF_THE_HISTORY]


def count(connection: Connection, of: Table) -> int:
    """How many rows a table has."""
    return connection.scalars(select(func.count()).select_from(of)).one()


def is_empty(connection: Connection) -> bool:
    """Whether no table holds a row."""
    names = set(inspect(connection).get_table_names()) - {OF_THE_HISTORY}
    return not any(connection.scalar(select(1).select_from(table(name)).limit(1)) for name in names)


def drop_all(connection: Connection) -> None:
    """Remove every table with what it holds."""
    quote = connection.dialect.identifier_preparer.quote
    together = " CASCADE" if connection.dialect.name == "postgresql" else ""
    for name in inspect(connection).get_table_names():
        connection.exec_driver_sql(f"DROP TABLE {quote(name)}{together}")


def read_rows(connection: Connection, of: Table) -> Iterator[list[Row]]:
    """The rows of a table in the order of their keys, some at a time."""
    changes = [(str(each.name), kind_of(each.type).written) for each in of.columns]
    everything = select(of).order_by(*of.primary_key.columns).execution_options(yield_per=BATCH)
    for rows in connection.execute(everything).partitions():
        yield [_changed(changes, row) for row in rows]


def write_rows(connection: Connection, into: Table, rows: Iterable[list[Row]]) -> int:
    """Put rows into a table and give their number."""
    changes = [(str(each.name), kind_of(each.type).read) for each in into.columns]
    written = 0
    for batch in rows:
        values = [_changed(changes, [row[name] for name, _ in changes]) for row in batch]
        if values:
            connection.execute(insert(into), values)
        written += len(values)
    return written


def counters(connection: Connection) -> dict[str, int]:
    """The highest number that each table has given to a row by itself, rows that are gone included."""
    if connection.dialect.name == "sqlite":
        return (
            {name: int(last) for name, last in connection.execute(_SQLITE_COUNTERS)}
            if _counts(connection)
            else {}
        )
    return {name: last for name, sequence in _sequences(connection) if (last := _last(connection, sequence))}


def set_counters(connection: Connection, last: dict[str, int]) -> None:
    """Have numbers that were given once not given again."""
    if connection.dialect.name == "sqlite":
        for name in last.keys() if _counts(connection) else ():
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": name})
            connection.execute(
                text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"),
                {"name": name, "last": last[name]},
            )
        return
    for name, sequence in _sequences(connection):
        if name in last:
            connection.execute(select(func.setval(sequence, last[name])))


def _table(inspector: Any, name: str) -> Table:
    keys = inspector.get_pk_constraint(name)["constrained_columns"]
    described = inspector.get_columns(name)
    return Table(name, MetaData(), *(_column(each, is_key=each["name"] in keys) for each in described))


def _column(described: Any, *, is_key: bool) -> Column[Any]:
    kind = described["type"]
    if isinstance(kind, JSON):
        # Both ways to say nothing come as None; only a column that must have a value means the one of JSON.
        kind = JSON(none_as_null=described["nullable"])
    return Column(described["name"], kind, primary_key=is_key)


def _changed(changes: list[tuple[str, Change]], values: Iterable[Any]) -> Row:
    return {
        name: value if change is None or value is None else change(value)
        for (name, change), value in zip(changes, values, strict=True)
    }


_SQLITE_COUNTERS: Select[Any] = select(column("name"), column("seq")).select_from(table("sqlite_sequence"))

_SEQUENCES = text(
    "SELECT table_name, pg_get_serial_sequence(quote_ident(table_name), column_name)"
    " FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY table_name"
)


def _counts(connection: Connection) -> bool:
    """Whether an SQLite database has a table that numbers its rows."""
    found = text("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'")
    return bool(connection.scalar(found))


def _sequences(connection: Connection) -> Iterator[tuple[str, str]]:
    """The tables of PostgreSQL that number their rows, and the sequence that each takes the numbers from."""
    for name, sequence in connection.execute(_SEQUENCES).all():
        if sequence:
            yield name, sequence


def _last(connection: Connection, sequence: str) -> int:
    last, called = connection.execute(text(f"SELECT last_value, is_called FROM {sequence}")).one()  # noqa: S608
    return int(last) if called else 0
