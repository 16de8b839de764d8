"""How many requests there were and how long they took, by route: no path, no visitor."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from portico.platform.metrics import Metrics
from portico.web.records import Row, fields

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NO_ROUTE = "(none)"
KIND = fields("method", "route", "status", "cached")
TIME = fields("route", "seconds")


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
        requests: Counter[tuple[str, ...]] = Counter()
        from_cache = 0
        for (method, route, status, cached), number in Counter(map(KIND, records)).items():
            known = method if method in METHODS else "other"
            requests[known, route or NO_ROUTE, str(status)] += number
            from_cache += number if cached else 0
        seconds: defaultdict[tuple[str, ...], list[float]] = defaultdict(list)
        for route, taken in map(TIME, records):
            seconds[route or NO_ROUTE,].append(taken)
        self._requests.add_all(requests)
        self._seconds.observe_all(seconds)
        self._from_cache.add(amount=from_cache)
