"""Requests are counted by route; nothing a visitor sends makes a series of its own."""

from __future__ import annotations

import random
import string

from tests.support.records import record

from portico.platform.metrics import Metrics
from portico.web.request_metrics import RequestMetrics


def series(metrics: Metrics) -> set[str]:
    text, _ = metrics.text()
    return {line.rpartition(" ")[0] for line in text.decode().splitlines() if not line.startswith("#")}


def test_requests_are_counted_by_method_route_and_status() -> None:
    metrics = Metrics()
    count = RequestMetrics(metrics)
    count([record(), record(), record(status=404, route=""), record(method="HEAD", cached=True)])
    state = metrics.state()
    assert state["portico_http_requests_total"] == {
        ("GET", "/blog/<slug>", "200"): [2],
        ("GET", "(none)", "404"): [1],
        ("HEAD", "/blog/<slug>", "200"): [1],
    }
    assert state["portico_http_requests_from_cache_total"] == {(): [1]}


def test_durations_fall_into_their_buckets() -> None:
    metrics = Metrics()
    RequestMetrics(metrics)([record(seconds=seconds) for seconds in (0.0005, 0.001, 0.0011, 99)])
    [row] = metrics.state()["portico_http_request_seconds"].values()
    assert (row[0], row[1], row[-2], sum(row[:-1])) == (2, 1, 1, 4)
    assert row[-1] == sum((0.0005, 0.001, 0.0011, 99))


def test_ten_thousand_strange_requests_add_no_series() -> None:
    chance = random.Random(3)

    def word() -> str:
        return "".join(chance.choices(string.printable + "äöü\u2028\x1b", k=12))

    metrics = Metrics()
    count = RequestMetrics(metrics)
    count([record(method=method, route="", status=404) for method in ("GET", "BREW")])
    before = series(metrics)
    for _ in range(100):
        count(
            [
                record(
                    method=chance.choice(("GET", word())),
                    path="/" + word(),
                    route="",
                    status=404,
                    referrer=word(),
                    address=word(),
                    request_id=word(),
                    user=word(),
                )
                for _ in range(100)
            ]
        )
    assert series(metrics) == before
