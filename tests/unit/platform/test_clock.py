"""Moments become seconds and come back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
import time_machine

from portico.platform import clock


def test_now_is_in_utc() -> None:
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC), tick=False):
        assert clock.now() == datetime(2026, 1, 1, tzinfo=UTC)
    assert clock.now().utcoffset() == timedelta(0)


@pytest.mark.parametrize("moment", [datetime(2026, 7, 1, 12, tzinfo=UTC), datetime(1000, 1, 1, tzinfo=UTC)])
def test_seconds_come_back_as_the_moment(moment: datetime) -> None:
    assert clock.from_seconds(clock.to_seconds(moment)) == moment


def test_one_moment_has_one_number_in_every_zone() -> None:
    east = datetime(2026, 1, 1, 9, tzinfo=timezone(timedelta(hours=9)))
    assert clock.to_seconds(east) == clock.to_seconds(datetime(2026, 1, 1, tzinfo=UTC))
