"""Rows of every kind of value come through as they were, from either database into either."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Float,
    ForeignKey,
    Interval,
    LargeBinary,
    MetaData,
    String,
    Table,
    insert,
    select,
    text,
)
from tests.support.postgres import PostgresServer

from portico.platform.backup.tables import (
    BATCH,
    count,
    counters,
    drop_all,
    is_empty,
    read_rows,
    set_counters,
    tables,
    write_rows,
)
from portico.platform.backup.values import kind_of
from portico.platform.database import Database, Identifier, Moment

Empty = Callable[[str], Database]
METADATA = MetaData()
# The name of the first stands before that of the second, which must be written first.
LEAF = Table(
    "leaf",
    METADATA,
    Column("id", Identifier, primary_key=True),
    Column("twig_id", ForeignKey("twig.name")),
    Column("moment", Moment),
    Column("day", Date),
    Column("blob", LargeBinary),
    Column("facts", JSON(none_as_null=True)),
    Column("said", JSON, nullable=False),
    Column("green", Boolean),
    Column("weight", Float),
    sqlite_autoincrement=True,
)
TWIG = Table("twig", METADATA, Column("name", String(50), primary_key=True))
LEAVES: list[dict[str, Any]] = [
    {
        "id": 1,
        "twig_id": "ü'\"\n\\\t🌿",
        "moment": datetime(2026, 3, 29, 3, 30, 0, 123456, timezone(timedelta(hours=2))),
        "day": date(2024, 2, 29),
        "blob": bytes(range(256)),
        "facts": {"a": [1, None, {"b": "ü"}], "c": 1.5},
        "said": None,
        "green": True,
        "weight": 0.1,
    },
    {"id": 2, "said": [], "green": False, "blob": b"", "facts": {}, "weight": -1e300},
    {"id": 2**53 - 1, "said": {"x": 2**53 - 1}},
]


@pytest.fixture
def empty(tmp_path: Path, postgres_server: PostgresServer) -> Iterator[Empty]:
    """Databases of either kind, without tables."""
    made: list[Database] = []

    def make(kind: str) -> Database:
        url = f"sqlite:///{tmp_path}/{len(made)}.db"
        if kind == "postgresql":
            postgres_server.run(f"CREATE DATABASE {tmp_path.name}_{len(made)}".replace("-", "_"))
            url = postgres_server.url(f"{tmp_path.name}_{len(made)}".replace("-", "_"))
        made.append(Database(url))
        return made[-1]

    yield make
    for database in made:
        name = database.url.database
        database.dispose()
        if database.dialect == "postgresql":
            postgres_server.run(f"DROP DATABASE {name}")


@contextmanager
def filled(database: Database) -> Iterator[Connection]:
    """A transaction in a database that has the tables with their rows."""
    with database.transaction() as session:
        connection = session.connection()
        METADATA.create_all(connection)
        connection.execute(insert(TWIG), [{"name": LEAVES[0]["twig_id"]}])
        for leaf in LEAVES:
            connection.execute(insert(LEAF), leaf)
        yield connection


def named(connection: Connection) -> dict[str, Table]:
    return {each.name: each for each in tables(connection)}


@pytest.mark.parametrize("source", ["sqlite", "postgresql"])
@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_every_value_comes_through(empty: Empty, source: str, target: str) -> None:
    with filled(empty(source)) as connection, empty(target).transaction() as session:
        METADATA.create_all(session.connection())
        into = named(session.connection())
        for each in tables(connection):
            lines = orjson.dumps([list(batch) for batch in read_rows(connection, each)])
            write_rows(session.connection(), into[each.name], orjson.loads(lines))
        original = connection.execute(select(LEAF).order_by(LEAF.c.id)).all()
        assert session.execute(select(LEAF).order_by(LEAF.c.id)).all() == original
        assert original[0].moment == LEAVES[0]["moment"]
        assert session.scalars(text("SELECT id FROM leaf WHERE facts IS NULL")).all() == [2**53 - 1]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_rows_are_written_alike_whichever_database_they_come_from(empty: Empty, kind: str) -> None:
    with filled(empty(kind)) as connection:
        (rows,) = read_rows(connection, named(connection)["leaf"])
    assert rows[0]["moment"] == "2026-03-29T01:30:00.123456+00:00"
    assert rows[0]["day"] == "2024-02-29"
    assert rows[1]["blob"] == ""
    assert rows[1]["moment"] is None


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_others_refer_to_comes_first(empty: Empty, kind: str) -> None:
    with filled(empty(kind)) as connection:
        assert [each.name for each in tables(connection)] == ["twig", "leaf"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_numbers_that_were_given_are_not_given_again(empty: Empty, kind: str) -> None:
    source, target = empty(kind), empty(kind)
    with source.transaction() as session, target.transaction() as other:
        for each in (session, other):
            METADATA.create_all(each.connection())
        for _ in range(3):
            session.execute(insert(LEAF).values(said=1))
        session.execute(text("DELETE FROM leaf"))
        last = counters(session.connection())
        assert last == {"leaf": 3}
        set_counters(other.connection(), last)
        other.execute(insert(LEAF).values(said=1))
        assert other.scalars(select(LEAF.c.id)).all() == [4]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_table_that_numbered_nothing_has_no_counter(empty: Empty, kind: str) -> None:
    with empty(kind).transaction() as session:
        TWIG.create(session.connection())
        assert counters(session.connection()) == {}
        set_counters(session.connection(), {})


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_database_is_empty_when_no_table_has_a_row(empty: Empty, kind: str) -> None:
    database = empty(kind)
    with database.transaction() as session:
        connection = session.connection()
        assert is_empty(connection)
        METADATA.create_all(connection)
        assert is_empty(connection)
        connection.execute(insert(TWIG), [{"name": "a"}])
        assert not is_empty(connection)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_everything_can_be_dropped(empty: Empty, kind: str) -> None:
    with filled(empty(kind)) as connection:
        drop_all(connection)
        assert tables(connection) == []


def test_many_rows_are_read_some_at_a_time(empty: Empty) -> None:
    with empty("sqlite").transaction() as session:
        connection = session.connection()
        TWIG.create(connection)
        connection.execute(insert(TWIG), [{"name": f"{number:05}"} for number in range(2 * BATCH + 1)])
        (twig,) = tables(connection)
        assert count(connection, twig) == 2 * BATCH + 1
        assert [len(batch) for batch in read_rows(connection, twig)] == [BATCH, BATCH, 1]


def test_a_type_that_no_table_has_is_refused() -> None:
    with pytest.raises(TypeError, match="no way to write"):
        kind_of(Interval())
