"""Asking a provider: all that one visit needs within one deadline, and only so many visits at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from portico.features.accounts.oauth.errors import ProviderFailed, ProvidersBusy
from portico.platform.http import Http, Reply

SECONDS = 10.0
LIMIT = 256 * 1024
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Asker:
    """The way to one provider."""

    configured: Http
    """For the hosts that the operator named, wherever they are."""
    named: Http
    """For the hosts that the provider itself names, which are public and speak HTTPS."""
    places: threading.BoundedSemaphore
    """How many visits may wait at the same time, for all providers together."""

    @contextmanager
    def visit(self) -> Iterator[Conversation]:
        """A conversation that ends in time. Raises ProvidersBusy."""
        if not self.places.acquire(timeout=SECONDS / 10):
            raise ProvidersBusy("Try again in a moment.")
        try:
            yield Conversation(self, time.monotonic() + SECONDS)
        finally:
            self.places.release()


@dataclass(frozen=True, slots=True)
class Conversation:
    """Questions that have to be answered before a deadline that they have in common."""

    asker: Asker
    until: float

    def get(self, url: str, token: str | None = None) -> Any:
        """JSON from an address. Raises UpstreamUnavailable."""
        bearer = {"Authorization": f"Bearer {token}"} if token else {}
        return _json(self._http(url).get(url, {"Accept": "application/json", **bearer}))

    def post(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Any:
        """The JSON that a form is answered with. Raises UpstreamUnavailable."""
        sent = {"Accept": "application/json", "Content-Type": FORM, **headers}
        return _json(self._http(url).ask("POST", url, headers=sent, body=urlencode(form).encode()))

    def _http(self, url: str) -> Http:
        known = self.asker.configured
        http = known if urlsplit(url).hostname in (known.hosts or ()) else self.asker.named
        return replace(http, seconds=max(0.001, self.until - time.monotonic()))


@dataclass(slots=True)
class Remembered:
    """A thing that was asked for, and when."""

    value: Any = None
    at: float = field(default=float("-inf"))

    def is_younger(self, seconds: float) -> bool:
        """Whether it was asked for so many seconds ago at most."""
        return time.monotonic() - self.at < seconds

    def keep(self, value: Any) -> Any:
        """Remember a thing from now on."""
        self.value, self.at = value, time.monotonic()
        return value


def asker(addresses: Collection[str], places: threading.BoundedSemaphore) -> Asker:
    """The way to a provider that the operator gave these addresses of."""
    parts = [urlsplit(address) for address in addresses]
    hosts = frozenset(part.hostname or "" for part in parts)
    plain = any(part.scheme == "http" for part in parts)
    return Asker(
        configured=Http(hosts=hosts, private=True, plain=plain, seconds=SECONDS, limit=LIMIT),
        named=Http(seconds=SECONDS, limit=LIMIT),
        places=places,
    )


def text_of(answer: Any, name: str) -> str:
    """A member of an answer that must be there and be text. Raises ProviderFailed."""
    value = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(value, str) or not value:
        raise ProviderFailed(f"The provider's answer has no {name}.")
    return value


def _json(reply: Reply) -> Any:
    if not 200 <= reply.status < 300:
        raise ProviderFailed(f"The provider answered with status {reply.status}.")
    return reply.json()
