"""The main database: SQLite or PostgreSQL, one way in for writing and one for reading."""

from __future__ import annotations

from portico.platform.database.deleting import delete_rows
from portico.platform.database.doors import Database, after_commit
from portico.platform.database.errors import DatabaseDamaged, DatabaseUnavailable
from portico.platform.database.inserting import insert_of
from portico.platform.database.types import Base, Identifier, Moment

__all__ = [
    "Base",
    "Database",
    "DatabaseDamaged",
    "DatabaseUnavailable",
    "Identifier",
    "Moment",
    "after_commit",
    "delete_rows",
    "insert_of",
]
