"""Where a database stands in the history of the tables, and how it gets to another place in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from portico.migrations.stand import current, newest
from portico.platform.database import Database
from portico.platform.database.errors import translated

__all__ = [
    "BASE",
    "SchemaMismatch",
    "alone",
    "check",
    "current",
    "differences",
    "downgrade",
    "migrate",
    "newest",
    "standing",
    "steps",
    "upgrade",
]

FOLDER = Path(__file__).parent
BASE = "base"
"""The place before the first step, where there are no tables."""
TURN = 0x706F727469636F
"""The number of the lock by which processes take turns on PostgreSQL."""
PATIENCE = 3600
"""Seconds that one statement of a step may take, and that a process waits for its turn."""

Standing = Literal["new", "behind", "current", "ahead"]


class SchemaMismatch(Exception):
    """The tables are not those that this version of Portico works with."""


def migrate(database: Database, target: str = "head") -> None:
    """Take the tables forward or back to a step: all the way, or not at all.

    Of several processes that begin at once, one does it and the others find it done. Raises
    SchemaMismatch when the tables were made by a newer Portico, DatabaseUnavailable.
    """
    with alone(database) as connection:
        if standing(connection) == "ahead":
            raise SchemaMismatch(_sentence(connection))
        if _is_back(target, current(connection)):
            downgrade(connection, target)
        else:
            upgrade(connection, target)


def check(database: Database) -> None:
    """Find the tables at the newest step. Raises SchemaMismatch with what to do, DatabaseUnavailable."""
    with database.reading() as session:
        connection = session.connection()
        if standing(connection) != "current":
            raise SchemaMismatch(_sentence(connection))


def standing(connection: Connection) -> Standing:
    """How the tables compare with what this version knows: `ahead` when a newer version made them."""
    number = current(connection)
    if number is None:
        return "new"
    if number not in steps():
        return "ahead"
    return "current" if number == newest() else "behind"


def steps() -> list[str]:
    """The numbers of all steps, the first one first."""
    script = ScriptDirectory.from_config(_config(None))
    return [revision.revision for revision in script.walk_revisions()][::-1]


def upgrade(connection: Connection, target: str = "head") -> None:
    """Bring the tables forward to a step, usually the newest, within the transaction of this connection."""
    command.upgrade(_config(connection), target)


def downgrade(connection: Connection, target: str) -> None:
    """Take the tables back to a step, `base` for none, within the transaction of this connection."""
    command.downgrade(_config(connection), target)


def differences(connection: Connection) -> list[Any]:
    """What the tables of the database and those of the models do not agree on."""
    from portico.migrations.tables import metadata  # noqa: PLC0415 - loads every feature's models

    context = MigrationContext.configure(connection, opts={"compare_server_default": True})
    return list(compare_metadata(context, metadata))


def _is_back(target: str, now: str | None) -> bool:
    return target == BASE or (target != "head" and now is not None and target < now)


def _sentence(connection: Connection) -> str:
    if standing(connection) == "ahead":
        return (
            f"The database is at step {current(connection)}, made by a newer Portico; this one knows "
            f"{newest()}. Run the newer version, or restore a backup."
        )
    at = current(connection)
    if at is None:
        return "The database has no tables yet. `portico migrate` makes them."
    return (
        f"The database is at step {at}, and this Portico needs {newest()}. `portico migrate` takes it there."
    )


@contextmanager
def alone(database: Database) -> Iterator[Connection]:
    """A transaction in which no other process changes tables."""
    patient = Database(database.url.render_as_string(hide_password=False), pool=1, seconds=PATIENCE)
    try:
        with translated(writes=True), patient.writer.connect() as connection:
            if patient.dialect == "sqlite":
                yield from _alone_on_sqlite(connection)
            else:
                with connection.begin():
                    connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})
                    yield connection
    finally:
        patient.dispose()


def _alone_on_sqlite(connection: Connection) -> Iterator[Connection]:
    # A step may rebuild a table that others refer to. This cannot be switched inside a transaction.
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    with connection.begin():
        yield connection
        if orphans := connection.execute(text("PRAGMA foreign_key_check")).all():
            raise SchemaMismatch(f"{len(orphans)} rows would refer to nothing; the first is {orphans[0]}.")


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
