"""Tables of another version are told, and those of a newer one are left alone."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from tests.support.schema import dump

from portico.migrations import history
from portico.platform.database import Database


def test_a_database_is_new_then_behind_then_current(empty: Database) -> None:
    assert _standing(empty) == "new"
    history.migrate(empty, "0002")
    assert _standing(empty) == "behind"
    history.migrate(empty)
    assert _standing(empty) == "current"
    history.check(empty)


def test_tables_that_are_behind_are_refused_with_what_to_do(empty: Database) -> None:
    with pytest.raises(history.SchemaMismatch, match=r"no tables yet\. `portico migrate` makes them"):
        history.check(empty)
    history.migrate(empty, "0001")
    with pytest.raises(
        history.SchemaMismatch, match=f"at step 0001, and this Portico needs {history.newest()}"
    ):
        history.check(empty)


def test_tables_of_a_newer_portico_are_refused_and_not_touched(database: Database) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = dump(database.url)

    assert _standing(database) == "ahead"
    with pytest.raises(history.SchemaMismatch, match="step 9999, made by a newer Portico"):
        history.check(database)
    for target in ("head", "base"):
        with pytest.raises(history.SchemaMismatch, match="Run the newer version"):
            history.migrate(database, target)
    assert dump(database.url) == before


def test_migrating_again_changes_nothing(empty: Database) -> None:
    history.migrate(empty)
    before = dump(empty.url)
    history.migrate(empty)
    assert dump(empty.url) == before


def _standing(database: Database) -> str:
    with database.reading() as session:
        return history.standing(session.connection())
