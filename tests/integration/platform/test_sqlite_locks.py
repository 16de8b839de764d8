"""What becomes of a database in use when others come and go at its file, or take it away."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from portico.platform.database import Database, DatabaseUnavailable

LOOK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
print(connection.execute("SELECT count(*) FROM thing").fetchone()[0])
connection.close()
"""


def test_a_visitor_leaves_the_log_of_a_database_in_use(tmp_path: Path) -> None:
    path = tmp_path / "portico.db"
    database = Database(f"sqlite:///{path}")
    with database.transaction() as session:
        session.execute(text("CREATE TABLE thing (id INTEGER PRIMARY KEY)"))
    for number in range(3):
        with database.transaction() as session:
            session.execute(text("INSERT INTO thing DEFAULT VALUES"))
        # Opens further connections, and closes some.
        with database.reading() as session:
            assert session.scalar(text("SELECT count(*) FROM thing")) == number + 1
        assert look(path) == number + 1
        assert path.with_name("portico.db-wal").exists()
    database.dispose()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM thing").fetchone() == (3,)


def test_nothing_is_written_to_a_file_that_was_taken_away(tmp_path: Path) -> None:
    folder, away = tmp_path / "data", tmp_path / "away"
    folder.mkdir()
    database = Database(f"sqlite:///{folder / 'portico.db'}")
    with database.transaction() as session:
        session.execute(text("CREATE TABLE thing (id INTEGER PRIMARY KEY)"))
    folder.rename(away)
    with pytest.raises(DatabaseUnavailable), database.transaction() as session:
        session.execute(text("INSERT INTO thing DEFAULT VALUES"))
    away.rename(folder)
    with database.transaction() as session:
        session.execute(text("INSERT INTO thing DEFAULT VALUES"))
    assert look(folder / "portico.db") == 1
    database.dispose()


def test_another_file_in_its_place_is_opened(tmp_path: Path) -> None:
    path, other = tmp_path / "portico.db", tmp_path / "other.db"
    for file in (path, other):
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY)")
    database = Database(f"sqlite:///{path}")
    database.ping()
    other.replace(path)
    with pytest.raises(DatabaseUnavailable):
        database.ping()
    with database.transaction() as session:
        session.execute(text("INSERT INTO thing DEFAULT VALUES"))
    assert look(path) == 1
    database.dispose()


def look(path: Path) -> int:
    """How many rows another process finds, which then closes the file."""
    done = subprocess.run([sys.executable, "-c", LOOK, path], capture_output=True, text=True, check=True)
    return int(done.stdout)
