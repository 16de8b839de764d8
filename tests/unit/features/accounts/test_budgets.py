"""Budgets: so often within a span, on both sides of each limit, over both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from tests.support.jobs import NOON

from portico.features.accounts.budgets import (
    DAY,
    Allowance,
    forget_whose,
    give_back,
    refund,
    spend,
    spend_each,
)
from portico.features.accounts.models import Budget
from portico.platform.database import Database

THREE = Allowance("three", 3, timedelta(minutes=15))
ONE = Allowance("one", 1, DAY)
LITTLE = timedelta(microseconds=1)


def _spent(
    database: Database, times: int, key: object = "ada", *, at: timedelta = timedelta(0)
) -> list[bool]:
    with database.transaction() as session:
        return [spend(session, THREE, key, NOON + at) for _ in range(times)]


def test_there_is_as_much_as_was_said_and_no_more(database: Database) -> None:
    assert _spent(database, 5) == [True, True, True, False, False]


def test_the_budget_of_one_is_not_that_of_another(database: Database) -> None:
    _spent(database, 3)
    assert _spent(database, 1, "eve") == [True]
    assert _spent(database, 1, 7) == [True]
    assert _spent(database, 1, "\ud800\0") == [True]
    with database.transaction() as session:
        assert spend(session, ONE, "ada", NOON)


def test_there_is_as_much_again_when_the_span_is_over(database: Database) -> None:
    _spent(database, 4)
    assert _spent(database, 1, at=THREE.span - LITTLE) == [False]
    assert _spent(database, 4, at=THREE.span) == [True, True, True, False]


def test_a_span_begins_with_its_first_time_and_not_with_its_last(database: Database) -> None:
    _spent(database, 1)
    _spent(database, 2, at=THREE.span - LITTLE)
    assert _spent(database, 3, at=THREE.span) == [True, True, True]


def test_what_is_refused_is_not_counted(database: Database) -> None:
    _spent(database, 100)
    with database.reading() as session:
        assert session.scalars(select(Budget.spent)).all() == [3]


def test_who_it_was_is_not_kept(database: Database) -> None:
    _spent(database, 1, "ada@example.org")
    with database.reading() as session:
        assert "ada" not in session.scalars(select(Budget.key)).one()


def test_of_several_budgets_each_is_spent_and_the_longest_wait_is_told(database: Database) -> None:
    with database.transaction() as session:
        assert spend_each(session, NOON, (THREE, "ada"), (ONE, "ada")) is None
        refusal = spend_each(session, NOON, (THREE, "ada"), (ONE, "ada"))
        assert refusal
        assert refusal.retry_after == 86_400
        assert "tomorrow" in refusal.detail
        assert spend(session, THREE, "ada", NOON)
        refusal = spend_each(session, NOON, (THREE, "ada"), (ONE, "eve"))
        assert refusal
        assert refusal.retry_after == 900
        assert "quarter" in refusal.detail


def test_what_is_given_back_can_be_spent_anew(database: Database) -> None:
    _spent(database, 4)
    _spent(database, 1, "eve")
    with database.transaction() as session:
        refund(session, THREE, "ada")
    assert _spent(database, 4) == [True, True, True, False]
    assert _spent(database, 3, "eve") == [True, True, False]


def test_one_that_is_given_back_can_be_spent_once_more_and_no_debt_is_forgiven_twice(
    database: Database,
) -> None:
    _spent(database, 3)
    with database.transaction() as session:
        give_back(session, THREE, "ada")
        give_back(session, THREE, "nobody")
    assert _spent(database, 2) == [True, False]
    with database.transaction() as session:
        for _ in range(5):
            give_back(session, THREE, "ada")
    assert _spent(database, 4) == [True, True, True, False]


def test_what_was_spent_by_somebody_is_forgotten_under_all_of_their_names(database: Database) -> None:
    _spent(database, 3, "ada")
    _spent(database, 3, 7)
    _spent(database, 3, "eve")
    with database.transaction() as session:
        forget_whose(session, [7, "ada", None])
    assert [_spent(database, 1, key) for key in ("ada", 7, "eve")] == [[True], [True], [False]]


@pytest.mark.parametrize("commits", [True, False])
def test_what_is_rolled_back_was_not_spent(database: Database, commits: bool) -> None:
    with database.transaction() as session:
        point = session.begin_nested()
        spend(session, THREE, "ada", NOON)
        point.commit() if commits else point.rollback()
    assert _spent(database, 3) == [True, True, not commits]
