"""The tables that the steps make and those that the models name are the same."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from tests.support.schema import described

from portico.migrations import history
from portico.migrations.tables import metadata
from portico.platform.database import Database

STRAYS = {
    "a column that is gone": "ALTER TABLE page_view DROP COLUMN views",
    "a column that is new": "ALTER TABLE page_view ADD COLUMN clicks INTEGER",
    "an index that is gone": "DROP INDEX ix_idempotency_key_created_at",
    "an index that is new": "CREATE INDEX ix_mail_kind ON mail (kind)",
    "a table that is gone": "DROP TABLE page_view",
    "a table that is new": "CREATE TABLE stray (id INTEGER PRIMARY KEY)",
}
STRAYS_OF_POSTGRESQL = {
    "another type": "ALTER TABLE page_view ALTER COLUMN views TYPE BIGINT",
    "another length": "ALTER TABLE page_view ALTER COLUMN path TYPE VARCHAR(501)",
    "a default of the server": "ALTER TABLE page_view ALTER COLUMN views SET DEFAULT 0",
    "a value that may be missing": "ALTER TABLE page_view ALTER COLUMN views DROP NOT NULL",
    "a constraint that is gone": "ALTER TABLE mail DROP CONSTRAINT uq_mail_key",
    "a constraint of another name": "ALTER TABLE mail RENAME CONSTRAINT uq_mail_key TO uq_key",
}
NAMES_ONLY_SEEN_BY_THE_SECOND_LOOK = {
    "a primary key of another name": "ALTER TABLE job RENAME CONSTRAINT pk_job TO job_pkey",
    "a foreign key of another name": "ALTER TABLE mail RENAME CONSTRAINT fk_mail_job_id_job TO fk",
    "a check": "ALTER TABLE page_view ADD CONSTRAINT ck CHECK (views > 0)",
}


def test_steps_and_models_agree(empty: Database) -> None:
    history.migrate(empty)
    with empty.transaction() as session:
        assert history.differences(session.connection()) == []


def test_steps_and_models_make_the_same_tables_to_the_last_name(empty: Database) -> None:
    history.migrate(empty)
    by_steps = _described(empty)
    history.migrate(empty, history.BASE)
    with empty.writer.begin() as connection:
        metadata.create_all(connection)
    assert by_steps == _described(empty)


@pytest.mark.parametrize("change", STRAYS.values(), ids=STRAYS.keys())
def test_both_looks_find_a_table_that_strayed(database: Database, change: str) -> None:
    _assert_found(database, change)


@pytest.mark.parametrize("change", STRAYS_OF_POSTGRESQL.values(), ids=STRAYS_OF_POSTGRESQL.keys())
def test_both_looks_find_what_only_postgresql_can_alter(postgres_url: str, change: str) -> None:
    database = Database(postgres_url)
    _assert_found(database, change)
    database.dispose()


@pytest.mark.parametrize(
    "change", NAMES_ONLY_SEEN_BY_THE_SECOND_LOOK.values(), ids=NAMES_ONLY_SEEN_BY_THE_SECOND_LOOK.keys()
)
def test_the_second_look_finds_what_the_first_does_not_compare(postgres_url: str, change: str) -> None:
    database = Database(postgres_url)
    before = _described(database)
    _change(database, change)
    assert _described(database) != before
    database.dispose()


def _assert_found(database: Database, change: str) -> None:
    before = _described(database)
    _change(database, change)
    assert _described(database) != before
    with database.transaction() as session:
        assert history.differences(session.connection())


def _change(database: Database, change: str) -> None:
    with database.transaction() as session:
        session.execute(text(change))


def _described(database: Database) -> dict[str, object]:
    with database.reading() as session:
        return described(session.connection())
