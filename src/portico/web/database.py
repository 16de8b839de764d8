"""The main database of the application that answers the current request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from flask import current_app, g
from sqlalchemy.orm import Session

from portico.platform.database import Database
from portico.platform.database.doors import AFTER_COMMIT

EXTENSION = "portico.database"
OUTER = "portico_outer_transaction"
"""Where the request keeps a transaction that was opened around the whole view."""


def database() -> Database:
    """The main database."""
    found: Database = current_app.extensions[EXTENSION]
    return found


def transaction() -> AbstractContextManager[Session]:
    """A session that commits at the end of the block, before the answer is made.

    Within `outer_transaction`, as for requests with an Idempotency-Key, it commits together with the
    answer instead; an error inside the block still undoes the block alone.
    """
    outer: Session | None = g.get(OUTER)
    return database().transaction() if outer is None else _part_of(outer)


@contextmanager
def outer_transaction() -> Iterator[Session]:
    """A transaction around the whole view, which every `transaction()` of the request becomes part of."""
    with database().transaction() as session:
        setattr(g, OUTER, session)
        try:
            yield session
        finally:
            g.pop(OUTER)


@contextmanager
def _part_of(session: Session) -> Iterator[Session]:
    told = list(session.info.get(AFTER_COMMIT, ()))
    try:
        with session.begin_nested():
            yield session
    except BaseException:
        session.info[AFTER_COMMIT] = told
        raise


def reading() -> AbstractContextManager[Session]:
    """A session that can only read."""
    return database().reading()
