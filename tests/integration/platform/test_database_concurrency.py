"""Many at once: no update is lost, nobody waits without end, readers and writers leave each other alone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import bindparam, select, text, update

from portico.features.traffic.models import PageView
from portico.platform.database import Database, DatabaseUnavailable

KEY = {"path": "/", "day": date(2026, 11, 21), "referrer": ""}
VIEWS = select(PageView.views).where(PageView.path == bindparam("path"))


@pytest.fixture
def counter(database: Database) -> Database:
    """A database with one row that counts."""
    with database.transaction() as session:
        session.add(PageView(**KEY, views=0))
    return database


@pytest.fixture
def hasty(database_url: str) -> Iterator[Database]:
    """A database with the same row that gives up soon and has two connections."""
    made = Database(database_url, pool=2, seconds=0.5)
    with made.transaction() as session:
        session.add(PageView(**KEY, views=0))
    yield made
    made.dispose()


def read_then_write(database: Database) -> None:
    """Add one by reading, thinking and writing; on PostgreSQL the row is claimed by reading it."""
    with database.transaction() as session:
        row = session.scalars(select(PageView).with_for_update()).one()
        row.views += 1


def add_in_one_statement(database: Database) -> None:
    with database.transaction() as session:
        session.execute(update(PageView).values(views=PageView.views + 1))


def views(database: Database) -> int:
    found = database.row(VIEWS, {"path": "/"})
    assert found
    return int(found[0])


@contextmanager
def held(database: Database) -> Iterator[None]:
    """Have another thread hold the row, with a change that it has not committed."""
    changed, over = threading.Event(), threading.Event()

    def hold() -> None:
        with database.transaction() as session:
            session.execute(update(PageView).values(views=-1))
            changed.set()
            over.wait(60)
            session.rollback()

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        assert changed.wait(60)
        try:
            yield
        finally:
            over.set()
            holding.result()


@pytest.mark.parametrize("add", [read_then_write, add_in_one_statement])
def test_a_hundred_updates_at_once_are_a_hundred(counter: Database, add: Callable[[Database], None]) -> None:
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda _: add(counter), range(100)))
    assert views(counter) == 100


def test_updates_of_two_processes_at_once_all_count(sqlite_url: str) -> None:
    both = [Database(sqlite_url, seconds=60) for _ in range(2)]
    with both[0].transaction() as session:
        session.add(PageView(**KEY, views=0))
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(read_then_write, both * 100))
    assert views(both[0]) == 200
    for database in both:
        database.dispose()


def test_of_two_writers_that_wait_for_each_other_one_goes_on(postgres_url: str) -> None:
    database = Database(postgres_url, seconds=30)
    paths = ("/a", "/b")
    with database.transaction() as session:
        session.add_all(PageView(**{**KEY, "path": path}, views=0) for path in paths)
    both_hold_one = threading.Barrier(2)

    def add(order: tuple[str, ...]) -> bool:
        try:
            with database.transaction() as session:
                for path in order:
                    counted = update(PageView).where(PageView.path == path)
                    session.execute(counted.values(views=PageView.views + 1))
                    if path == order[0]:
                        both_hold_one.wait(30)
        except DatabaseUnavailable:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(add, (paths, paths[::-1]))) == [False, True]
    assert database.rows(select(PageView.views)) == [(1,), (1,)]
    database.dispose()


def test_on_sqlite_the_writer_alone_checkpoints_and_it_syncs_fully(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.transaction() as writing, database.reading() as reading:
        assert writing.scalar(text("PRAGMA wal_autocheckpoint")) > 0
        assert reading.scalar(text("PRAGMA wal_autocheckpoint")) == 0
        assert writing.scalar(text("PRAGMA synchronous")) == 2
    database.dispose()


def test_reading_without_claiming_would_lose_updates(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.transaction() as session:
        session.add(PageView(**KEY, views=0))
    both_have_read = threading.Barrier(2)

    def add(_: int) -> None:
        with database.transaction() as session:
            row = session.scalars(select(PageView)).one()
            both_have_read.wait(30)
            row.views += 1

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(add, range(2)))
    assert views(database) == 1
    database.dispose()


def test_a_writer_does_not_hinder_readers(hasty: Database) -> None:
    with held(hasty):
        assert views(hasty) == 0
        with hasty.reading() as session:
            assert session.scalars(select(PageView.views)).one() == 0


def test_a_reader_does_not_hinder_a_writer_and_sees_one_state(counter: Database) -> None:
    with counter.reading() as session:
        assert session.scalars(select(PageView.views)).one() == 0
        add_in_one_statement(counter)
        assert views(counter) == 1
        session.expire_all()
        assert session.scalars(select(PageView.views)).one() == 0
    assert views(counter) == 1


def test_a_writer_that_waits_too_long_is_told_to_come_again(hasty: Database) -> None:
    with held(hasty):
        started = monotonic()
        with pytest.raises(DatabaseUnavailable) as caught:
            add_in_one_statement(hasty)
        assert 0.4 < monotonic() - started < 30
    assert caught.value.retry_after
    add_in_one_statement(hasty)
    assert views(hasty) == 1


def test_a_writer_that_waits_a_little_gets_its_turn(counter: Database) -> None:
    with ThreadPoolExecutor(1) as pool:
        with held(counter):
            waiting = pool.submit(add_in_one_statement, counter)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.2)
        waiting.result(timeout=60)
    assert views(counter) == 1


def test_another_process_that_writes_is_waited_for_as_well(sqlite_url: str) -> None:
    ours, theirs = Database(sqlite_url, seconds=0.5), Database(sqlite_url, seconds=0.5)
    with ours.transaction() as session:
        session.add(PageView(**KEY, views=0))
    with held(theirs):
        assert views(ours) == 0
        with pytest.raises(DatabaseUnavailable):
            add_in_one_statement(ours)
    add_in_one_statement(ours)
    assert views(ours) == 1
    ours.dispose()
    theirs.dispose()


def test_when_all_connections_are_lent_the_next_is_told_to_come_again(hasty: Database) -> None:
    with hasty.reading() as first, hasty.reading() as second:
        first.execute(text("SELECT 1"))
        second.execute(text("SELECT 1"))
        with pytest.raises(DatabaseUnavailable), hasty.reading() as third:
            third.execute(text("SELECT 1"))
    hasty.ping()


def test_readers_come_and_go_while_rows_change_together(counter: Database) -> None:
    with counter.transaction() as session:
        session.add(PageView(**{**KEY, "path": "/twin"}, views=0))
    both = select(PageView.views)
    over = threading.Event()

    def look() -> int:
        looks = 0
        while not over.is_set() or not looks:
            assert len(set(counter.rows(both))) == 1
            looks += 1
        return looks

    with ThreadPoolExecutor(4) as pool:
        looking = [pool.submit(look) for _ in range(4)]
        for _ in range(50):
            add_in_one_statement(counter)
        over.set()
        assert all(future.result() for future in looking)
    assert set(counter.rows(both)) == {(50,)}


def test_the_log_grows_under_a_long_reader_and_shrinks_again(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    log = Path(f"{database.url.database}-wal")
    with database.reading() as session:
        session.execute(text("SELECT 1 FROM sqlite_schema"))
        for _ in range(40):
            _write_two_megabytes(database)
        longest = log.stat().st_size
    assert longest > 64 * 1024**2
    for _ in range(2):
        _write_two_megabytes(database)
    assert log.stat().st_size <= 64 * 1024**2
    database.dispose()


def _write_two_megabytes(database: Database) -> None:
    with database.transaction() as session:
        session.execute(
            text(
                "INSERT OR REPLACE INTO idempotency_key "
                "VALUES ('c', 'k', 'f', 200, '{}', zeroblob(2000000), '2026-11-21 12:00:00')"
            )
        )
