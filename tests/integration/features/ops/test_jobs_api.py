"""The operator looks after jobs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.support.jobs import add, job, take
from tests.support.operator import Operator

from portico.platform import clock
from portico.platform.jobs import leases
from portico.platform.jobs.leases import Lease

STATES = ("done", "parked", "running", "waiting")


def one_in_each_state(operator: Operator) -> dict[str, int]:
    """A job in each state, by its name."""
    database, now = operator.database, clock.now()
    numbers = {state: add(database, state, now=now) for state in STATES}
    held = {state: take(database, now) for state in STATES[:3]}
    with database.transaction() as session:
        leases.finish(session, _sure(held["done"]), now=now)
        leases.park(session, _sure(held["parked"]), now=now, error="There is nobody of that name.")
    return {state: number for state, number in numbers.items() if number}


def test_a_job_is_shown_in_its_state(operator: Operator) -> None:
    for state, number in one_in_each_state(operator).items():
        shown = operator.get(f"/jobs/{number}")
        assert shown.status_code == 200
        assert shown.json["state"] == shown.json["kind"] == state
    assert operator.get(f"/jobs/{number + 1}").status_code == 404


def test_what_is_in_a_job_is_not_shown(operator: Operator) -> None:
    number = add(operator.database, payload={"to": "canary"})
    assert b"canary" not in operator.get(f"/jobs/{number}").data


@pytest.mark.parametrize("state", STATES)
def test_jobs_are_listed_by_state(operator: Operator, state: str) -> None:
    number = one_in_each_state(operator)[state]
    found = operator.get(f"/jobs?state={state}").json["items"]
    assert [(one["id"], one["state"]) for one in found] == [(number, state)]


def test_jobs_are_listed_by_kind(operator: Operator) -> None:
    number = one_in_each_state(operator)["parked"]
    assert [one["id"] for one in operator.get("/jobs?kind=parked").json["items"]] == [number]


def test_a_list_is_read_page_by_page_each_with_one_query(operator: Operator) -> None:
    numbers = [add(operator.database) for _ in range(7)]
    read: list[int] = []
    path, pages = "/jobs?limit=3", 0
    while path:
        with operator.statements() as statements:
            page = operator.get(path)
        assert sum(statement.startswith("SELECT job") for statement in statements) == 1
        assert page.headers["Cache-Control"] == "private, no-store"
        read += [one["id"] for one in page.json["items"]]
        cursor = page.json["next_cursor"]
        path, pages = f"/jobs?limit=3&cursor={cursor}" if cursor else "", pages + 1
    assert read == numbers[::-1]
    assert pages == 3


@pytest.mark.parametrize("query", ["state=lost", "kind=", "limit=0", "limit=101", "cursor=x", "what=else"])
def test_a_wrong_query_is_refused(operator: Operator, query: str) -> None:
    assert operator.get(f"/jobs?{query}").status_code in (400, 422)


def test_a_parked_job_runs_again_with_fresh_attempts(operator: Operator) -> None:
    number = one_in_each_state(operator)["parked"]
    answer = operator.post(f"/jobs/{number}/runs")
    assert answer.status_code == 202
    assert (answer.json["state"], answer.json["attempts"]) == ("waiting", 0)
    again = take(operator.database, clock.now(), mine=[job(operator.database, number).id - 1])
    assert again


def test_a_job_that_waits_for_a_later_time_can_run_now(operator: Operator) -> None:
    number = add(operator.database, now=clock.now(), delay=timedelta(hours=1))
    assert operator.post(f"/jobs/{number}/runs").status_code == 202
    assert _sure(take(operator.database, clock.now())).id == number


@pytest.mark.parametrize("state", ["done", "running"])
def test_a_job_that_is_done_or_running_is_not_repeated(operator: Operator, state: str) -> None:
    number = one_in_each_state(operator)[state]
    answer = operator.post(f"/jobs/{number}/runs")
    assert answer.status_code == 409
    assert answer.json["code"] == "job-runs"


def test_a_job_that_is_not_there_cannot_run(operator: Operator) -> None:
    assert operator.post("/jobs/1/runs").status_code == 404


@pytest.mark.parametrize("path", ["/jobs", "/jobs/1", "/mails", "/mails/1"])
def test_only_the_operator_may_look(operator: Operator, path: str) -> None:
    assert operator.anonymous.get(f"/api/v1/ops{path}").status_code == 401


@pytest.mark.parametrize("path", ["/jobs/1/runs", "/mails", "/mails/1/deliveries"])
def test_only_the_operator_may_change_anything(operator: Operator, path: str) -> None:
    answer = operator.anonymous.post(f"/api/v1/ops{path}", json={"recipient": "eve@example.net"})
    assert answer.status_code == 401


def _sure(lease: Lease | None) -> Lease:
    assert lease
    return lease


@pytest.mark.parametrize("state", STATES)
def test_only_a_job_that_was_given_up_is_dropped(operator: Operator, state: str) -> None:
    number = one_in_each_state(operator)[state]
    answer = operator.delete(f"/jobs/{number}")
    gone = operator.get(f"/jobs/{number}").status_code == 404
    if state == "parked":
        assert (answer.status_code, answer.data, gone) == (204, b"", True)
    else:
        assert (answer.status_code, answer.json["code"], gone) == (409, "job-not-parked", False)


def test_a_job_that_is_not_there_cannot_be_dropped(operator: Operator) -> None:
    assert operator.delete("/jobs/1").status_code == 404
