"""How an API operation is retired: marked, announced to whoever still calls it, then gone."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from werkzeug.http import http_date
from werkzeug.wrappers import Response

from portico.platform import clock
from portico.platform.errors import Gone
from portico.web.cacheable import made_anew

RETIREMENT = "__retirement__"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retirement:
    """When an operation was deprecated, when it ends, and what to call instead."""

    since: date
    until: date
    """The first day on which it answers no more."""
    instead: str
    """The path of the operation that takes its place."""

    def headers(self) -> dict[str, str]:
        """What its answers say until then: `Deprecation` (RFC 9745), `Sunset` (RFC 8594), the successor."""
        return {
            "Deprecation": f"@{clock.to_seconds(_midnight(self.since))}",
            "Sunset": http_date(_midnight(self.until)),
            "Link": f'<{self.instead}>; rel="successor-version"',
        }


def retiring(retirement: Retirement) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """Mark an operation as one to be retired; stands between its access mark and `@operation`.

    From the day `until` on it raises Gone.
    """

    def marked(view: Callable[..., Response]) -> Callable[..., Response]:
        @functools.wraps(view)
        def answer(*arguments: Any, **named: Any) -> Response:
            if clock.now() >= _midnight(retirement.until):
                raise Gone(f"Call {retirement.instead} instead.")
            made_anew()  # what is kept would not end on the day
            response = view(*arguments, **named)
            for name, value in retirement.headers().items():
                response.headers.add(name, value)
            return response

        setattr(answer, RETIREMENT, retirement)
        return answer

    return marked


def retirement_of(view: Callable[..., Any]) -> Retirement | None:
    """How an operation is to be retired, none for one that stays."""
    return getattr(view, RETIREMENT, None)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
