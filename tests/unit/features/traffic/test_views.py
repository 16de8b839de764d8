"""Views are counted by page, day and the site that led there, and by nothing that tells of a person."""

from __future__ import annotations

from datetime import UTC, date, datetime
from threading import Thread

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs
from tests.support.records import record as any_record
from tests.support.waiting import eventually

from portico.features.traffic import counter as module
from portico.features.traffic import views
from portico.features.traffic.counter import ViewCounter
from portico.features.traffic.models import PageView
from portico.features.traffic.views import SUM, View, add_views, host_of, view_of
from portico.platform.database import Database, DatabaseUnavailable
from portico.web.records import Record

TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp()
OWN = {"site.test"}


def record(path: str = "/blog/a", referrer: str = "", *, shown: bool = True) -> Record:
    """The record of a request at noon."""
    return any_record(time=NOON, path=path, referrer=referrer, shown=shown)


def kept(database: Database) -> dict[tuple[str, str], int]:
    """The views of today by page and site."""
    with database.reading() as session:
        rows = session.execute(select(PageView.path, PageView.referrer, PageView.views, PageView.day))
        return {(path, referrer): number for path, referrer, number, day in rows if day == TODAY}


@pytest.mark.parametrize(
    ("referrer", "host"),
    [
        ("https://news.example/item?id=1", "news.example"),
        ("https://www.Example.COM/", "example.com"),
        ("http://a.b.example:8080/x", "a.b.example"),
        ("https://xn--bcher-kva.example/", "xn--bcher-kva.example"),
        ("https://site.test/blog", ""),
        ("https://bücher.example/", ""),
        ("https://user:secret@other.example/", "other.example"),
        ("https://192.0.2.1/", ""),
        ("https://localhost/", ""),
        ("https://[::1", ""),
        ("android-app://com.example.reader/", ""),
        ("javascript:alert(1)", ""),
        ("//evil.example/", ""),
        ("https://" + "a" * 300 + ".example/", ""),
        ("https://a..b.example/", ""),
        ("https://-a.example/", ""),
        ("https://a\x00b.example/", ""),
        ("\r\nX: y", ""),
        ("", ""),
    ],
)
def test_a_referrer_counts_as_the_host_it_names(referrer: str, host: str) -> None:
    assert host_of(referrer, OWN) == host


def test_a_path_is_text_of_bounded_length() -> None:
    assert view_of("/caf\xc3\xa9", NOON, "", OWN) == View("/café", TODAY, "")
    assert view_of("/\xff", NOON, "", OWN).path == "/\ufffd"
    assert len(view_of("/" + "a" * 9999, NOON, "", OWN).path) == 500


def test_counting_again_adds(database: Database) -> None:
    view = View("/a", TODAY, "x.example")
    for _ in range(2):
        with database.transaction() as session:
            add_views(session, {view: 2, view._replace(referrer=""): 1})
    assert kept(database) == {("/a", "x.example"): 4, ("/a", ""): 2}
    assert database.row(SUM, {"path": "/a"}) == (6,)
    assert database.row(SUM, {"path": "/b"}) == (0,)


def test_a_page_remembers_so_many_sites_and_counts_the_rest_without_one(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "REFERRERS", 3)
    for start in (0, 2):
        counted = {View("/a", TODAY, f"site{number}.example"): 1 for number in range(start, start + 4)}
        with database.transaction() as session:
            add_views(session, counted)
    assert kept(database) == {
        ("/a", "site0.example"): 1,
        ("/a", "site1.example"): 1,
        ("/a", "site2.example"): 2,
        ("/a", ""): 4,
    }


def test_more_views_than_one_statement_takes_are_written(database: Database) -> None:
    with database.transaction() as session:
        add_views(session, {View(f"/{number}", TODAY, "x.example"): 1 for number in range(1000)})
    with database.reading() as session:
        assert session.scalar(select(func.sum(PageView.views))) == 1000


def test_processes_that_write_at_once_lose_nothing(database: Database) -> None:
    def write(turn: int) -> None:
        pages = sorted(range(30), reverse=bool(turn % 2))
        for _ in range(10):
            with database.transaction() as session:
                add_views(session, {View(f"/{page}", TODAY, f"{page % 3}.example.net"): 1 for page in pages})

    threads = [Thread(target=write, args=(turn,)) for turn in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        total = session.scalar(select(func.sum(PageView.views)))
    assert total == 4 * 10 * 30


def test_only_pages_that_were_shown_are_counted_and_written_at_the_end(database: Database) -> None:
    counter = ViewCounter(database, OWN)
    counter.start()
    counter([record(), record(), record(shown=False), record(referrer="https://x.example/")])
    counter.stop(lambda: counter([record("/last")]))
    assert kept(database) == {("/blog/a", ""): 2, ("/blog/a", "x.example"): 1, ("/last", ""): 1}


def test_what_is_counted_is_written_soon(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.05)
    counter = ViewCounter(database, OWN)
    counter.start()
    counter([record()])
    eventually(lambda: kept(database) == {("/blog/a", ""): 1})
    counter.stop(lambda: None)


def test_views_wait_for_a_database_that_is_away(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    counter = ViewCounter(database, OWN)

    def away() -> None:
        raise DatabaseUnavailable("away")

    with monkeypatch.context() as gone, capture_logs() as lines:
        gone.setattr(database, "transaction", away)
        for _ in range(3):
            counter([record()])
            counter.write()
    counter.write()
    assert kept(database) == {("/blog/a", ""): 3}
    assert [line["event"] for line in lines] == ["views_not_written"]


def test_what_waits_is_bounded_and_no_known_page_is_forgotten(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 10)
    counter = ViewCounter(database, OWN)
    counter([record(f"/{number}") for number in range(10)])
    counter([record("/0", f"https://site{number}.example/") for number in range(1000)])
    counter([record(f"/more-{number}") for number in range(1000)])
    counter.write()
    found = kept(database)
    assert found["/0", ""] == 1001
    assert len(found) == 20
