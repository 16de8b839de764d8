"""How many requests there were and how long they took, by route: no path, no visitor."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from portico.platform.metrics import Metrics
from portico.web.records import Outcome, Row, fields

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NO_ROUTE = "(none)"
TIMED = fields("outcome", "seconds")


class RequestMetrics:
    """Counts batches of finished requests. Its labels have few values whatever is sent."""

    def __init__(self, metrics: Metrics) -> None:
        self._requests = metrics.counter(
            "portico_http_requests_total", "Requests answered.", ["method", "route", "status"]
        )
        self._seconds = metrics.histogram(
            "portico_http_request_seconds", "How long requests took until their answer began.", ["route"]
        )
        self._from_cache = metrics.counter(
            "portico_http_requests_from_cache_total", "Requests answered by the page cache."
        )

    def __call__(self, records: Sequence[Row]) -> None:
        """Count a batch."""
        times: defaultdict[Outcome, list[float]] = defaultdict(list)
        for outcome, seconds in map(TIMED, records):
            times[outcome].append(seconds)
        requests: Counter[tuple[str, ...]] = Counter()
        by_route: defaultdict[tuple[str, ...], list[float]] = defaultdict(list)
        from_cache = 0
        for outcome, taken in times.items():
            method = outcome.method if outcome.method in METHODS else "other"
            route = outcome.route or NO_ROUTE
            requests[method, route, str(outcome.status)] += len(taken)
            by_route[route,] += taken
            from_cache += len(taken) if outcome.cached else 0
        self._requests.add_all(requests)
        self._seconds.observe_all(by_route)
        self._from_cache.add(amount=from_cache)
