"""Where the tables of a database stand, told without loading Alembic, which takes a while."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

VERSIONS = Path(__file__).parent / "versions"


def current(connection: Connection) -> str | None:
    """The number of the step that the database is at, none when it has no tables yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return str(found) if found else None


def newest() -> str:
    """The number of the last step there is; the name of its file starts with it."""
    return max(path.name.partition("_")[0] for path in VERSIONS.glob("[0-9]*.py"))
