"""`portico migrate` is a step of every release: it says where it went, and keeps what was before."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from tests.integration.commands.conftest import Elsewhere, Place
from tests.support.pairs import NOON, pairs, write_pair

from portico.migrations import history, stand
from portico.platform.database import Database
from portico.platform.writer_lock import writer_lock


def test_a_new_database_gets_its_tables(elsewhere: Elsewhere) -> None:
    place = elsewhere("sqlite")
    checked = place.run("migrate", "--check")
    assert (checked.exit_code, "There are no tables yet." in checked.output) == (1, True)
    assert list(place.home.iterdir()) == []
    assert place.run("migrate").output == f"The tables are made, at step {stand.newest()}.\n"
    assert place.run("migrate", "--check").output == f"The tables are at step {stand.newest()}, the newest.\n"


def test_tables_that_are_behind_are_brought_forward_with_their_rows(place: Place, database: Database) -> None:
    with database.transaction() as session:
        write_pair(session, "a-0")
    behind = history.steps()[-2]
    history.migrate(database, behind)
    checked = place.run("migrate", "--check")
    assert (checked.exit_code, f"at step {behind} and not at" in checked.output) == (1, True)
    done = place.run("migrate")
    assert done.output == f"The tables went from step {behind} to {stand.newest()}.\n"
    assert pairs(database) == {"a-0"}


def test_an_sqlite_file_is_copied_before_and_the_last_three_copies_are_kept(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    from portico.commands.migrating import KEPT, bring_forward

    database, behind = Database(sqlite_url), history.steps()[-2]
    for number in range(KEPT + 2):
        with database.transaction() as session:
            write_pair(session, f"a-{number}")
        history.migrate(database, behind)
        bring_forward(database, now=NOON + timedelta(minutes=number))
    copies = sorted(tmp_path.glob("portico.db.before-migration-*"))
    assert len(copies) == KEPT
    assert {copy.stat().st_mode & 0o777 for copy in copies} == {0o600}
    kept = Database(f"sqlite:///{copies[-1]}")
    with kept.reading() as session:
        assert stand.current(session.connection()) == behind
        assert session.scalar(text("SELECT count(*) FROM job")) == KEPT + 2
    kept.dispose()
    database.dispose()


def test_tables_of_a_newer_version_are_left_alone(place: Place, database: Database) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    done = place.run("migrate")
    assert (done.exit_code, "made by a newer Portico" in done.output) == (1, True)


def test_a_database_that_cannot_be_reached_is_said_in_one_line(elsewhere: Elsewhere) -> None:
    place = elsewhere("sqlite")
    url = "postgresql://ada:canary@127.0.0.1:1/portico"
    done = place.run("migrate", PORTICO_DATABASE_URL=url)
    assert done.exit_code == 1
    assert done.output.startswith("Error: The database cannot be used: ")
    assert len(done.output.splitlines()) == 1
    assert "canary" not in done.output


def test_another_process_that_writes_is_named(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url)
    history.migrate(database, history.steps()[-2])
    database.dispose()
    place = Place(tmp_path, {"PORTICO_DATABASE_URL": sqlite_url})
    with writer_lock(Path(sqlite_url.removeprefix("sqlite:///")), "portico serve", now=NOON):
        done = place.run("migrate")
    assert (done.exit_code, "`portico serve`" in done.output) == (75, True)
