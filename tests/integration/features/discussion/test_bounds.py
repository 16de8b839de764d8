"""What a page of a discussion costs, however much there is of it.

`PORTICO_TEST_LONG_THREADS=1` has it be 100,000 replies below one comment, 50 pages of threads and a million
rows.
"""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event
from tests.integration.features.discussion.conftest import House
from tests.support.people import Person, join
from tests.support.threads import fill, subject

IS_LONG = "PORTICO_TEST_LONG_THREADS" in os.environ
WIDE = 100_000 if IS_LONG else 3_000
DEEP = 1_000
TOPS = 5_000 if IS_LONG else 400
OTHERS = 900_000 if IS_LONG else 10_000
QUERIES = 4


Crowded = tuple[House, Person, range, range]


@pytest.fixture
def crowded(make_house: Callable[..., House], database_url: str) -> Crowded:
    """A site with long threads and deep ones, somebody who wrote them all, and the numbers of two."""
    house = make_house(database_url, seconds=600 if IS_LONG else 3)
    ada = join(house.database)
    with house.database.transaction() as session:
        fill(session, subject(session, "renamed"), OTHERS, each=10, account_id=ada.id)
        hello = subject(session)
        wide = fill(session, hello, WIDE + 1, each=WIDE + 1, account_id=ada.id)
        deep = fill(session, hello, DEEP + 1, each=DEEP + 1, deep=True, account_id=ada.id)
        fill(session, hello, TOPS * 2, each=2, account_id=ada.id)
    return house, ada, wide, deep


def test_what_a_page_costs_does_not_grow_with_what_there_is(crowded: Crowded) -> None:
    house, ada, wide, deep = crowded
    house.read(ada)
    _pages_are_bounded(house, ada)
    _every_thread_is_reached_once(house)
    for thread in (wide, deep):
        _replies_are_read_on(house, ada, thread)
    _a_link_into_the_depth_is_bounded(house, deep)
    _memory_is_flat(house, ada)
    _indexes_lead_to_it(house, ada, wide)


def _pages_are_bounded(house: House, ada: Person) -> None:
    for query in (
        {"limit": 100},
        {"limit": 100, "sort": "oldest"},
        {"limit": 100, "sort": "most-reacted"},
        {"limit": 1, "sort": "oldest"},
    ):
        with house.statements() as asked:
            found = house.read(ada, **query)
        assert len(_of_discussions(asked)) <= QUERIES
        replies = sum(len(thread["replies"]) for thread in found["threads"])
        assert (len(found["threads"]), replies <= 200) == (query["limit"], True)
    first = house.read(limit=2, sort="oldest")["threads"]
    assert [len(thread["replies"]) for thread in first] == [10, 10]
    assert [each["depth"] for each in first[1]["replies"]] == list(range(1, 11))


def _every_thread_is_reached_once(house: House) -> None:
    seen: list[int] = []
    cursor: dict[str, Any] = {}
    while True:
        found = house.read(None, limit=100, **cursor)
        seen += [thread["comment"]["id"] for thread in found["threads"]]
        if found["next_cursor"] is None:
            break
        cursor = {"cursor": found["next_cursor"]}
    assert len(seen) == len(set(seen)) == TOPS + 2
    assert seen == sorted(seen, reverse=True)


def _replies_are_read_on(house: House, ada: Person, thread: range) -> None:
    seen: list[int] = []
    query: dict[str, Any] = {"limit": 100}
    while len(seen) < min(len(thread) - 1, 1_000):
        with house.statements() as asked:
            page = house.ask("GET", f"/comments/{thread[0]}/replies", ada, query_string=query).json
        assert len(_of_discussions(asked)) <= QUERIES
        assert len(page["items"]) == 100
        seen += [each["id"] for each in page["items"]]
        query["cursor"] = page["next_cursor"]
    assert seen == list(thread[1 : len(seen) + 1])


def _a_link_into_the_depth_is_bounded(house: House, deep: range) -> None:
    with house.statements() as asked:
        found = house.ask("GET", f"/comments/{deep[-1]}").json
    assert [each["id"] for each in found["replies"]] == list(deep[-21:])
    assert len(_of_discussions(asked)) <= QUERIES


def _memory_is_flat(house: House, ada: Person) -> None:
    tracemalloc.start()
    house.read(ada, limit=100)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4_000_000


def _indexes_lead_to_it(house: House, ada: Person, wide: range) -> None:
    """Nothing walks through the table; PostgreSQL does so where it is small."""
    plans: list[str] = []
    is_sqlite = house.database.dialect == "sqlite"

    def explain(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            aside = connection.connection.cursor()
            how = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
            aside.execute(f"{how} {statement}", parameters)
            plans.extend(row[-1] for row in aside.fetchall())

    event.listen(house.database.reader, "before_cursor_execute", explain)
    for sort in ("newest", "oldest", "most-reacted"):
        house.read(ada, limit=100, sort=sort)
    house.ask("GET", f"/comments/{wide[0]}/replies", ada)
    house.ask("GET", f"/comments/{wide[5]}", ada)
    event.remove(house.database.reader, "before_cursor_execute", explain)
    if is_sqlite or IS_LONG:
        walked = ("SCAN comment", "Seq Scan on comment")
        assert [line for line in plans if any(way in line for way in walked)] == []
        for name in ("top_id", "top_score_id", "root_id_listed_id", "unlisted"):
            assert any(f"ix_comment_{name}" in line for line in plans), name


def _of_discussions(asked: list[str]) -> list[str]:
    """The statements but for those that open transactions and find out who asks."""
    return [one for one in asked if not one.startswith("BEGIN") and "api_token" not in one]
