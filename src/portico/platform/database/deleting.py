"""Deleting rows that no session holds in its hands."""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete
from sqlalchemy.orm import Session

from portico.platform.database.types import Base


def delete_rows(session: Session, table: type[Base], *which: ColumnElement[bool]) -> None:
    """Delete every row of a table that all of these are true of.

    What the session has read of them stays as it is: finding that out would take a query of its own.
    """
    session.execute(delete(table).where(*which).execution_options(synchronize_session=False))
