"""Limits by address: one for everything that reaches a view, tighter ones where a view asks for them.

Headers after draft-ietf-httpapi-ratelimit-headers-10.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, request

from portico.platform.errors import TooMany
from portico.platform.lifecycle import Lifecycle
from portico.platform.limiter import Limit, Limiter, Verdict
from portico.web.clients import for_programs, network_of
from portico.web.compression import Headers
from portico.web.edge import OWN_HEADERS

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

EXTENSION = "portico.limiter"
COUNTED = "portico.rate_limits"
EXEMPT = ("/static/", "/media/", "/health", "/metrics", "/_dev/")
"""Files, of which one page may need a hundred, and what watches the server."""
SPANS = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))

Who = Callable[[], str]


class RateLimited(TooMany):
    """The limit of an address or a deed is reached for now."""

    code = "rate-limited"


def install(app: Flask, lifecycle: Lifecycle, redis_url: str, per_minute: int) -> None:
    """Count every request by address, and let `limited` views count in the same place."""
    everything = Limit("default", per_minute, 60)
    limiter = app.extensions[EXTENSION] = Limiter(redis_url)
    lifecycle.add("limits", stop=limiter.close)

    def count() -> None:
        environ = request.environ
        if environ["REQUEST_METHOD"] != "OPTIONS" and not environ["PATH_INFO"].startswith(EXEMPT):
            _count(limiter, everything, network_of(environ.get("REMOTE_ADDR")), environ)

    app.before_request(count)


def limited(
    written: str, *, by: Who | None = None, name: str | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let a view be used so often only, such as `10/minute`, by each address or whatever `by` names.

    Limits of one `name`, by default the view's own, are counted together.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        limit = Limit.parse(name or view.__name__.replace("_", "-"), written)

        @functools.wraps(view)
        def answer(*given: Any, **arguments: Any) -> Any:
            if limiter := current_app.extensions.get(EXTENSION):
                _count(limiter, limit, (by or client)(), request.environ)
            return view(*given, **arguments)

        return answer

    return decorate


def client() -> str:
    """The address, or network, that counts as one client."""
    return network_of(request.remote_addr)


def _count(limiter: Limiter, limit: Limit, who: str, environ: WSGIEnvironment) -> None:
    verdict = limiter.hit(limit, who)
    if for_programs(environ["PATH_INFO"]):
        counted: list[tuple[Limit, Verdict]] = environ.setdefault(COUNTED, [])
        counted.append((limit, verdict))
        environ[OWN_HEADERS] = _standing(counted)
    if not verdict.allowed:
        raise RateLimited(
            f"More than {limit.amount} requests came from here in {_span(limit.seconds)}. "
            f"Try again in {_span(verdict.wait)}.",
            retry_after=verdict.wait,
        )


def _standing(counted: list[tuple[Limit, Verdict]]) -> Headers:
    """What was promised, and what is left of it."""
    policies = [_policy(limit) for limit, _ in counted]
    standing = [f'"{limit.name}";r={verdict.remaining};t={verdict.reset}' for limit, verdict in counted]
    return [("RateLimit-Policy", ", ".join(policies)), ("RateLimit", ", ".join(standing))]


@functools.lru_cache
def _policy(limit: Limit) -> str:
    return f'"{limit.name}";q={limit.amount};w={limit.seconds}'


def _span(seconds: int) -> str:
    """A length of time as one says it, rounded up."""
    unit, name = next((u, n) for u, n in SPANS if seconds >= u)
    number = -(-seconds // unit)
    return f"{number} {name}" + ("s" if number > 1 else "")
