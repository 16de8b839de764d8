"""A step that an error or a kill cuts off leaves the old tables or the new ones, and can run again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from tests.support.cutting import Cut, at_statement, fail, killed, migrate_together
from tests.support.schema import dump, fill

from portico.migrations import history
from portico.platform.database import Database

LONG = "PORTICO_TEST_KILLS" in os.environ
STRIDE = 1 if LONG else 4
"""A kill at every statement takes a minute; at every fourth one it is a matter of seconds."""
STEPS = history.steps()
CUT = STEPS if LONG else STEPS[-3:]
"""A step does not change once it was handed out, so those before were tried when they were new."""
BEFORE = dict(zip(STEPS, [history.BASE, *STEPS], strict=False))


@pytest.mark.parametrize("step", CUT)
def test_an_error_at_any_statement_leaves_the_old_tables(empty: Database, step: str) -> None:
    for start, target in ((BEFORE[step], step), (step, BEFORE[step])):
        old = _placed(empty, start)
        cuts = 0
        while _fails(empty, target, cuts + 1):
            cuts += 1
            assert dump(empty.url) == old
        assert cuts >= 3
        assert dump(empty.url) != old


@pytest.mark.parametrize(("start", "target"), [("base", "head"), ("head", "base")])
def test_a_kill_leaves_the_old_tables(empty: Database, start: str, target: str) -> None:
    url = empty.url.render_as_string(hide_password=False)
    old = _placed(empty, start)
    statement = 1
    while killed(url, target, statement):
        statement += STRIDE
        _check_whole(empty)
        assert dump(empty.url) == old
    assert statement > len(STEPS)
    assert dump(empty.url) != old


def test_of_several_processes_that_begin_at_once_one_migrates(empty: Database) -> None:
    made = migrate_together(empty.url.render_as_string(hide_password=False), 4)
    assert made[:3] == [0, 0, 0]
    assert made[3] > 1
    history.check(empty)


def test_rows_that_would_refer_to_nothing_stop_a_migration(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'portico.db'}")
    history.migrate(database, "0003")
    with database.transaction() as session:
        fill(session.connection())
    with database.writer.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.executescript("PRAGMA foreign_keys=OFF; DELETE FROM job; PRAGMA foreign_keys=ON")

    with pytest.raises(history.SchemaMismatch, match="2 rows would refer to nothing"):
        history.migrate(database)

    with database.reading() as session:
        assert history.current(session.connection()) == "0003"
    database.dispose()


def _fails(database: Database, target: str, number: int) -> bool:
    with at_statement(number, fail):
        try:
            history.migrate(database, target)
        except Cut:
            return True
    return False


def _placed(database: Database, step: str) -> str:
    history.migrate(database, step)
    with database.transaction() as session:
        fill(session.connection())
    return dump(database.url)


def _check_whole(database: Database) -> None:
    if database.dialect == "sqlite":
        with database.transaction() as session:
            assert session.scalars(text("PRAGMA integrity_check")).all() == ["ok"]
