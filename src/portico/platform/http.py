"""Asking other servers: with a deadline, bounds, retries, a breaker, and no way into our own network.

Whatever goes wrong is `Unavailable`. Redirects are given back, never followed: each new address is the
caller's decision.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx2
import orjson
import stamina

import portico
from portico.platform import clock
from portico.platform.errors import Unavailable
from portico.platform.tracing import Tracing

USER_AGENT = f"Portico/{portico.__version__}"
IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
PORTS = {"http": 80, "https": 443}
ATTEMPTS = 3
FAILURES = 5
"""After so many failures in a row a server is left alone for a while."""
LEFT_ALONE_SECONDS = 30.0

# Its own hooks would load Prometheus' client and write lines of their own.
stamina.instrumentation.set_on_retry_hooks([])


class UpstreamUnavailable(Unavailable):
    """Another server does not answer as it should."""

    code = "upstream-unavailable"
    title = "Another server does not answer"


class _Later(UpstreamUnavailable):
    """An answer that asks to come again; `seconds` when it says when."""

    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What another server answered."""

    status: int
    headers: Mapping[str, str]
    """Their names in lower case."""
    body: bytes

    def json(self) -> Any:
        """The body as JSON. Raises UpstreamUnavailable when it is none."""
        try:
            return orjson.loads(self.body)
        except ValueError:
            raise UpstreamUnavailable("Another server answered with something that is not JSON.") from None


class _Breaker:
    """Leaves a server alone that fails again and again; one request at a time tries whether it is back."""

    def __init__(self) -> None:
        self._failures = 0
        self._shut_until = 0.0
        self._lock = threading.Lock()

    def admit(self, seconds: float) -> bool:
        """Whether a request may be sent now that takes so many seconds at most."""
        now = time.monotonic()
        with self._lock:
            if now < self._shut_until:
                return False
            if self._failures >= FAILURES:
                self._shut_until = now + seconds
            return True

    def succeeded(self) -> None:
        """Take note of an answer."""
        with self._lock:
            self._failures, self._shut_until = 0, 0.0

    def failed(self) -> None:
        """Take note of a failure."""
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES:
                self._shut_until = time.monotonic() + LEFT_ALONE_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Http:
    """A way to ask a few known servers."""

    hosts: Collection[str] | None = None
    """The hosts that may be asked; None means all that are public."""
    private: bool = False
    """Whether addresses of this machine and of private networks may be asked."""
    plain: bool = False
    """Whether `http:` will do."""
    seconds: float = 10
    """How long the whole call may take, retries included."""
    limit: int = 1024 * 1024
    """The most bytes that an answer may have."""
    tracing: Tracing | None = None
    _breakers: dict[str, _Breaker] = field(default_factory=dict)

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Reply:
        """Ask by GET. Raises UpstreamUnavailable."""
        return self.ask("GET", url, headers=headers)

    def ask(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Reply:
        """The answer to one request, whatever its status, unless that says to come again.

        What changes nothing when done twice is tried up to three times. Raises UpstreamUnavailable.
        """
        host = self._allowed(url)
        until = time.monotonic() + self.seconds
        attempts = ATTEMPTS if method in IDEMPOTENT else 1
        with self._breaker(host), self._span(method, host) as passed_on:
            sent = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", **passed_on, **(headers or {})}
            for attempt in stamina.retry_context(
                on=_worth_waiting_for(until),
                attempts=attempts,
                timeout=self.seconds,
                wait_initial=0.1,
                wait_max=2,
            ):
                with attempt:
                    return self._once(httpx2.Request(method, url, headers=sent, content=body), until)
        raise AssertionError("every attempt returns or raises")

    def _allowed(self, url: str) -> str:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme not in (PORTS if self.plain else ("https",)):
            raise UpstreamUnavailable("Only addresses that begin with https: are asked.")
        if parts.username is not None or (self.hosts is not None and host not in self.hosts):
            raise UpstreamUnavailable(f"The host {host} is not among those that may be asked.")
        return host

    @contextmanager
    def _breaker(self, host: str) -> Iterator[None]:
        breaker = self._breakers.setdefault(host, _Breaker())
        if not breaker.admit(self.seconds):
            raise UpstreamUnavailable(f"{host} has failed again and again and is left alone for a moment.")
        try:
            yield
        except UpstreamUnavailable:
            breaker.failed()
            raise
        breaker.succeeded()

    @contextmanager
    def _span(self, method: str, host: str) -> Iterator[Mapping[str, str]]:
        around: AbstractContextManager[Any] = nullcontext()
        if self.tracing:
            attributes = {"http.request.method": method, "server.address": host}
            around = self.tracing.span(method, "CLIENT", attributes)
        with around:
            yield self.tracing.headers() if self.tracing else {}

    def _once(self, request: httpx2.Request, until: float) -> Reply:
        try:
            pinned = self._pinned(request, until)
            transport = httpx2.HTTPTransport(verify=_certificates(), trust_env=False)
            with transport, _ended_at(until, transport):
                response = transport.handle_request(pinned)
                body = self._body(response, until)
                response.close()
        except (httpx2.HTTPError, OSError, RuntimeError) as error:
            if time.monotonic() >= until:
                raise UpstreamUnavailable(f"{request.url.host} took too long.") from error
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise UpstreamUnavailable(
                    f"{request.url.host} shows a certificate that is not trusted."
                ) from error
            raise UpstreamUnavailable(f"{request.url.host} cannot be reached or broke off.") from error
        if response.status_code == 429 or response.status_code >= 500:
            later = _Later(f"{request.url.host} answered with status {response.status_code}.")
            later.seconds = _retry_after(response.headers.get("retry-after", ""))
            raise later
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status_code, headers, body)

    def _pinned(self, request: httpx2.Request, until: float) -> httpx2.Request:
        """The request to the very address that was checked: a name may mean another one a moment later."""
        url = request.url
        left = max(0.001, until - time.monotonic())
        address = self._address(url.host, url.port or PORTS[url.scheme], left)
        times = httpx2.Timeout(min(left, 5.0)).as_dict()
        headers = [*request.headers.raw]
        return httpx2.Request(
            request.method,
            url.copy_with(host=address),
            headers=headers,
            stream=request.stream,
            extensions={"timeout": times, "sni_hostname": url.host},
        )

    def _address(self, host: str, port: int, seconds: float) -> str:
        for address in _resolved(host, port, seconds):
            if self.private or ipaddress.ip_address(address).is_global:
                return address
        raise UpstreamUnavailable(f"The host {host} has no public address.")

    def _body(self, response: httpx2.Response, until: float) -> bytes:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise UpstreamUnavailable("Another server answered in a form that was not asked for.")
        parts: list[bytes] = []
        size = 0
        for part in response.iter_raw():
            size += len(part)
            if size > self.limit:
                raise UpstreamUnavailable(f"Another server answered with more than {self.limit} bytes.")
            if time.monotonic() > until:
                raise UpstreamUnavailable("Another server took too long to answer.")
            parts.append(part)
        return b"".join(parts)


@cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()


@contextmanager
def _ended_at(until: float, transport: httpx2.HTTPTransport) -> Iterator[None]:
    """Break off at the deadline, also a server that sends a byte now and then."""
    timer = threading.Timer(max(0.0, until - time.monotonic()), transport.close)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _resolved(host: str, port: int, seconds: float) -> list[str]:
    """The addresses of a host. A resolver that hangs costs a thread for a while, the caller its deadline."""
    answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([str(address[4][0]).partition("%")[0] for address in found])
        except (OSError, UnicodeError) as error:
            answers.put(OSError(str(error)))

    threading.Thread(target=ask, name="resolver", daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise OSError("the resolver took too long") from None
    if isinstance(answer, OSError):
        raise answer
    return answer


def _worth_waiting_for(until: float) -> Callable[[Exception], bool | float]:
    """Whether an attempt is followed by another, and when, unless the deadline comes first."""

    def decide(error: Exception) -> bool | float:
        if isinstance(error, _Later) and error.seconds is not None:
            return error.seconds if time.monotonic() + error.seconds < until else False
        return isinstance(error, UpstreamUnavailable) and (
            isinstance(error, _Later) or error.__cause__ is not None
        )

    return decide


def _retry_after(value: str) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or a date (RFC 9110, 10.2.3)."""
    if value.isascii() and value.isdigit():
        return min(float(value), 24 * 3600.0)
    try:
        return max(0.0, (parsedate_to_datetime(value) - clock.now()).total_seconds())
    except (ValueError, TypeError):
        return None
