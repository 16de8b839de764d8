"""Looking at the tables of a database, and putting rows into all of them."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import URL, Column, Connection, MetaData, Table, inspect, select, text, types

from tests.support.postgres import program

VALUES: dict[type[types.TypeEngine[Any]], Any] = {
    types.LargeBinary: lambda n: bytes([n]) * 4,
    types.DateTime: lambda n: datetime(2026, 11, 21, 12, n, tzinfo=UTC),
    types.Date: lambda n: date(2026, 11, n),
    types.Boolean: lambda n: bool(n % 2),
    types.Float: lambda n: n / 4,
    types.Integer: lambda n: n,
    types.JSON: lambda n: {"number": n, "text": "é"},
    types.String: lambda n: f"value {n} é",
}
"""By type, a value for the row of each number."""


def dump(url: URL) -> str:
    """The whole schema in the database's own words."""
    if url.get_backend_name() == "sqlite":
        return _sqlite_dump(str(url.database))
    address = ["-h", str(url.host), "-p", str(url.port), "-U", str(url.username), str(url.database)]
    done = subprocess.run([program("pg_dump"), "--schema-only", *address], check=True, capture_output=True)
    # A key of one dump, drawn anew each time.
    return re.sub(r"^\\(un)?restrict .*$", "", done.stdout.decode(), flags=re.MULTILINE)


def _sqlite_dump(path: str) -> str:
    import sqlite3

    connection = sqlite3.connect(path)
    try:
        found = connection.execute(
            "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
        ).fetchall()
    finally:
        connection.close()
    return "\n".join(str(row[0]) for row in found)


def described(connection: Connection) -> dict[str, Any]:
    """Every table, whatever order its parts were made in."""
    looking = inspect(connection)
    return {
        name: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"])
                for column in looking.get_columns(name)
            },
            "primary key": looking.get_pk_constraint(name),
            "foreign keys": _sorted(looking.get_foreign_keys(name)),
            "unique": _sorted(looking.get_unique_constraints(name)),
            "checks": _sorted(looking.get_check_constraints(name)),
            "indexes": _sorted(looking.get_indexes(name)),
            "counts up": _counts_up(connection, name),
        }
        for name in sorted(looking.get_table_names())
        if name != "alembic_version"
    }


def _sorted(parts: list[Any]) -> list[Any]:
    for part in parts:
        # Conditions are clauses, which are never equal; their words are.
        part["dialect_options"] = {
            name: str(value) for name, value in part.get("dialect_options", {}).items()
        }
    return sorted(parts, key=lambda part: str(part["name"]))


def _counts_up(connection: Connection, table: str) -> bool:
    if connection.dialect.name != "sqlite":
        return False
    made = connection.execute(
        text("SELECT sql FROM sqlite_schema WHERE name = :name"), {"name": table}
    ).scalar_one()
    return "AUTOINCREMENT" in made


def tables(connection: Connection) -> list[Table]:
    """The tables as they are, those that others refer to first."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def fill(connection: Connection) -> None:
    """Put rows of every kind of value, and of none where that may be, into the tables that are empty."""
    for table in tables(connection):
        if connection.execute(select(table).limit(1)).first() is None:
            for number in (1, 2, 3):
                connection.execute(table.insert().values({c.name: _value(c, number) for c in table.columns}))


def _value(column: Column[Any], number: int) -> Any:
    if column.nullable and number == 3:
        return None
    if isinstance(column.type, types.DateTime) and not column.type.timezone:
        return VALUES[types.DateTime](number).replace(tzinfo=None)
    return next(make(number) for kind, make in VALUES.items() if isinstance(column.type, kind))


def contents(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    return {
        table.name: [
            dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
        ]
        for table in tables(connection)
    }
