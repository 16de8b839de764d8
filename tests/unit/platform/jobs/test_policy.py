"""When a failed job is tried again."""

from __future__ import annotations

from datetime import timedelta

from portico.platform.jobs.policy import Policy
from portico.platform.mail.delivery import POLICY as MAIL

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def never() -> float:
    return 0.0


def test_waits_double_up_to_the_longest() -> None:
    policy = Policy(first=timedelta(seconds=5), longest=timedelta(seconds=30))
    waits = [policy.wait(attempt, never) for attempt in range(1, 6)]
    assert waits == [timedelta(seconds=s) for s in (5, 10, 20, 30, 30)]


def test_jobs_that_failed_together_come_back_apart() -> None:
    waits = {Policy().wait(3) for _ in range(50)}
    assert len(waits) > 40
    assert all(w and timedelta(seconds=20) <= w <= timedelta(seconds=25) for w in waits)


def test_after_the_last_attempt_there_is_no_wait() -> None:
    policy = Policy(attempts=3)
    assert policy.wait(2) is not None
    assert policy.wait(3) is None


def test_endless_attempts_stay_within_the_longest_wait() -> None:
    assert Policy(attempts=10**9).wait(10**8) == HOUR


def test_a_mail_is_tried_for_five_days_and_after_the_first_at_most_once_an_hour() -> None:
    passed = timedelta(0)
    for attempt in range(1, MAIL.attempts):
        wait = MAIL.wait(attempt)
        assert wait
        assert wait >= (HOUR if passed > DAY else timedelta(seconds=5))
        passed += wait
    assert timedelta(days=4, hours=22) < passed < timedelta(days=5, hours=2)
