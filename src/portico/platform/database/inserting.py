"""Inserting what may be there already, which SQL leaves to each database."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert_of(session: Session) -> Callable[..., sqlite.Insert | postgresql.Insert]:
    """The `insert` of the database behind a session, which knows ON CONFLICT."""
    return sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
