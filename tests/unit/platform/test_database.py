from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import bindparam, func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.orm import Session

from portico.features.traffic.models import PageView
from portico.platform.database import Database, DatabaseDamaged, DatabaseUnavailable, after_commit
from portico.platform.jobs.tables import Job
from portico.web.tables import IdempotencyKey

DAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 13, 30, tzinfo=UTC)
AT_A = {"path": "/a", "day": DAY, "referrer": "", "views": 2}
VIEWS = select(PageView.views).where(PageView.path == bindparam("path"))
EVERY_TYPE = select(Job.id, Job.payload, Job.run_at, Job.lease_until).where(Job.run_at <= bindparam("now"))
BODY = select(IdempotencyKey.body, IdempotencyKey.headers)


@pytest.fixture
def absent(tmp_path: Path) -> Iterator[Database]:
    """A database whose file is not there yet."""
    made = Database(f"sqlite:///{tmp_path / 'portico.db'}")
    yield made
    made.dispose()


def view(path: str, views: int = 1) -> PageView:
    return PageView(path=path, day=DAY, referrer="", views=views)


def fail(database: Database, work: Callable[[Session], object]) -> None:
    """Do some work in a transaction and then fail."""
    with database.transaction() as session:
        work(session)
        raise LookupError


def telling(session: Session, told: list[str]) -> list[PageView]:
    """Nothing to add, but something to tell."""
    after_commit(session, lambda: told.append("rolled back"))
    return []


def paths(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(PageView.path).order_by(PageView.path)))


def test_what_a_block_adds_is_there_after_it(database: Database) -> None:
    with database.transaction() as session:
        session.add(view("/a"))
    assert paths(database) == ["/a"]


def test_an_error_takes_back_the_whole_block(database: Database) -> None:
    with pytest.raises(LookupError):
        fail(database, lambda session: session.execute(insert(PageView).values(AT_A)))
    assert paths(database) == []


def test_a_constraint_speaks_for_itself(database: Database) -> None:
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add_all([view("/a"), view("/a")])
    assert paths(database) == []


def test_a_savepoint_can_be_taken_back_alone(database: Database) -> None:
    with database.transaction() as session:
        session.add(view("/a"))
        session.flush()
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(insert(PageView).values(AT_A))
        session.add(view("/b"))
    assert paths(database) == ["/a", "/b"]


def test_a_foreign_key_must_lead_somewhere(database: Database) -> None:
    columns = "kind, message_id, sender, recipient, subject, text, created_at, job_id"
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.execute(
            text(f"INSERT INTO mail ({columns}) VALUES ('k', 'm', 's', 'r', 's', 't', :now, 99)"),
            {"now": NOW},
        )


def test_after_commit_tells_when_others_can_see_it(database: Database) -> None:
    seen: list[list[str]] = []
    with database.transaction() as session:
        session.add(view("/a"))
        after_commit(session, lambda: seen.append(paths(database)))
        assert seen == []
    assert seen == [["/a"]]


def test_after_commit_tells_nothing_when_nothing_was_committed(database: Database) -> None:
    told: list[str] = []
    with pytest.raises(LookupError):
        fail(database, lambda session: after_commit(session, lambda: told.append("rolled back")))
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add_all([view("/a"), view("/a"), *telling(session, told)])
    assert told == []


def test_a_failure_after_the_commit_hinders_nobody(database: Database) -> None:
    told: list[str] = []
    with database.transaction() as session:
        session.add(view("/a"))
        after_commit(session, lambda: {}["nothing"])
        after_commit(session, lambda: told.append("committed"))
    assert told == ["committed"]
    assert paths(database) == ["/a"]


def test_after_commit_may_write_again(database: Database) -> None:
    def write() -> None:
        with database.transaction() as session:
            session.add(view("/b"))

    with database.transaction() as session:
        session.add(view("/a"))
        after_commit(session, write)
    assert paths(database) == ["/a", "/b"]


def test_a_reader_cannot_write_and_is_told_so(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"(?i)read.?only"), database.reading() as session:
        session.execute(insert(PageView).values(AT_A))
    assert paths(database) == []


def test_a_mistaken_statement_is_no_outage(database: Database) -> None:
    for door in (database.transaction, database.reading):
        with pytest.raises(DBAPIError, match="nowhere"), door() as session:
            session.execute(text("SELECT * FROM nowhere"))


@pytest.mark.parametrize("hours", [0, 2, -9])
def test_a_moment_comes_back_as_it_was_in_utc(database: Database, hours: int) -> None:
    moment = NOW.astimezone(timezone(timedelta(hours=hours))) + timedelta(microseconds=7)
    with database.transaction() as session:
        session.add(Job(kind="test", payload={}, created_at=moment, run_at=moment))
    with database.reading() as session:
        found = session.scalars(select(Job.run_at).where(Job.run_at == moment)).one()
    assert found == moment
    assert found.tzinfo is UTC


def test_a_moment_without_a_time_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="has no time zone"), database.transaction() as session:
        session.add(Job(kind="test", payload={}, created_at=NOW.replace(tzinfo=None), run_at=NOW))


def test_moments_are_in_the_order_of_time(database: Database) -> None:
    east = timezone(timedelta(hours=13))
    with database.transaction() as session:
        for kind, moment in (("second", NOW), ("first", (NOW - timedelta(hours=1)).astimezone(east))):
            session.add(Job(kind=kind, payload={}, created_at=moment, run_at=moment))
    with database.reading() as session:
        assert session.scalars(select(Job.kind).order_by(Job.run_at)).all() == ["first", "second"]


def test_a_lean_read_finds_rows_by_their_parameters(database: Database) -> None:
    with database.transaction() as session:
        session.add_all([view("/a", 1), view("/b", 2)])
    assert database.row(VIEWS, {"path": "/b"}) == (2,)
    assert database.row(VIEWS, {"path": "/c"}) is None
    assert database.rows(select(PageView.path).order_by(PageView.views.desc())) == [("/b",), ("/a",)]


def test_a_lean_read_sees_what_was_just_committed(database: Database) -> None:
    for number in range(5):
        with database.transaction() as session:
            session.merge(view("/a", number))
        assert database.row(VIEWS, {"path": "/a"}) == (number,)


def test_a_lean_read_gives_what_a_session_gives(database: Database) -> None:
    with database.transaction() as session:
        session.add(Job(kind="test", payload={"word": "é%s"}, created_at=NOW, run_at=NOW))
        key = {"caller": "a", "key": "b", "fingerprint": "c", "status": 200, "created_at": NOW}
        session.add(IdempotencyKey(**key, headers={"A": "b"}, body=b"\0\xff"))
    with database.reading() as session:
        expected = [tuple(row) for row in session.execute(EVERY_TYPE, {"now": NOW})]
    assert database.rows(EVERY_TYPE, {"now": NOW}) == expected
    assert [value for _, *values in expected for value in values] == [{"word": "é%s"}, NOW, None]
    assert database.row(BODY) == (b"\0\xff", {"A": "b"})


def test_a_lean_read_counts_and_joins_like_any_select(database: Database) -> None:
    with database.transaction() as session:
        session.add_all([view("/a", 3), view("/b", 4)])
    total = select(func.sum(PageView.views)).where(PageView.path.like("/%"), PageView.day == DAY)
    assert database.row(total) == (7,)


def test_a_lean_read_without_its_parameter_is_a_mistake(database: Database) -> None:
    with pytest.raises((StatementError, sqlite3.ProgrammingError)):
        database.row(VIEWS)


def test_nothing_is_opened_before_it_is_needed(absent: Database) -> None:
    absent.dispose()
    assert not Path(str(absent.url.database)).exists()


def test_only_its_owner_can_read_the_file(absent: Database) -> None:
    with absent.transaction() as session:
        session.execute(text("CREATE TABLE t (i INTEGER)"))
    for path in Path(str(absent.url.database)).parent.glob("portico.db*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_closing_leaves_one_file_and_opening_goes_on(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    for _ in range(2):
        with database.transaction() as session:
            session.merge(view("/a"))
        database.row(VIEWS, {"path": "/a"})
        assert paths(database) == ["/a"]
        database.dispose()
        path = Path(str(database.url.database))
        assert [found.name for found in path.parent.glob("portico.db*")] == ["portico.db"]


@pytest.mark.parametrize("use", ["transaction", "reading", "row", "ping", "check"])
def test_a_file_that_cannot_be_opened_is_an_outage(tmp_path: Path, use: str) -> None:
    database = Database(f"sqlite:///{tmp_path / 'nowhere' / 'portico.db'}")
    with pytest.raises(DatabaseUnavailable) as caught:
        _use(database, use)
    assert caught.value.status == 503
    assert caught.value.retry_after


@pytest.mark.parametrize("use", ["transaction", "reading", "row", "ping", "check"])
def test_a_file_that_is_no_database_is_damaged(tmp_path: Path, use: str) -> None:
    (tmp_path / "portico.db").write_text("no database at all, but longer than a header would be" * 20)
    database = Database(f"sqlite:///{tmp_path / 'portico.db'}")
    with pytest.raises(DatabaseDamaged):
        _use(database, use)


def _use(database: Database, use: str) -> None:
    if use in ("ping", "check"):
        getattr(database, use)()
    elif use == "row":
        database.row(VIEWS, {"path": "/a"})
    else:
        with getattr(database, use)() as session:
            session.execute(text("SELECT 1 FROM sqlite_schema"))
