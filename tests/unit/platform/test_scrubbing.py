"""What was deleted is on the disk no more once the database was scrubbed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from portico.platform.database import Database

NEEDLE = b"canary-of-a-row"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path / 'portico.db'}", seconds=1)
    with made.transaction() as session:
        session.execute(text("CREATE TABLE word (id INTEGER PRIMARY KEY, owner INTEGER, said TEXT UNIQUE)"))
    yield made
    made.dispose()


def fill_and_delete(database: Database) -> None:
    """Write rows of ten owners in no order, so that pages are split and balanced, and delete those of one."""
    dice = random.Random(7)
    with database.transaction() as session:
        for number in range(3000):
            owner = dice.randrange(10)
            name = NEEDLE.decode() if owner == 3 else "word"
            said = f"{name}-{number}-{'x' * dice.randrange(200)}"
            insert = text("INSERT INTO word (owner, said) VALUES (:owner, :said)")
            session.execute(insert, {"owner": owner, "said": said})
    with database.transaction() as session:
        session.execute(text("DELETE FROM word WHERE owner = 3"))


def left(database: Database) -> int:
    """How often the words of the deleted rows are in the file and its log."""
    file = Path(database.url.database or "")
    return sum(path.read_bytes().count(NEEDLE) for path in file.parent.glob(f"{file.name}*"))


def test_nothing_is_left_of_deleted_rows(database: Database) -> None:
    fill_and_delete(database)
    assert left(database) > 300
    assert database.scrub()
    assert left(database) == 0
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM word")) > 2000


def test_a_reader_of_what_was_there_before_hinders_it_and_is_let_finish(database: Database) -> None:
    fill_and_delete(database)
    with database.reading() as session:
        session.execute(text("SELECT 1 FROM word")).first()
        assert not database.scrub()
        assert session.scalar(text("SELECT count(*) FROM word")) > 2000
    assert database.scrub()
    assert left(database) == 0


def test_one_can_write_after_it(database: Database) -> None:
    assert database.scrub()
    with database.transaction() as session:
        session.execute(text("INSERT INTO word (said) VALUES ('afterwards')"))


def test_postgresql_looks_after_itself(postgres_url: str) -> None:
    other = Database(postgres_url)
    assert other.scrub()
    other.dispose()
