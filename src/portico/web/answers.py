"""Answers on their way out: what is known of one when its head is sent, and what the edge adds to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from portico.web.compression import EVERY_TIME, Headers, coded_etag, fresh_coding, may_be_compressed

if TYPE_CHECKING:
    from _typeshed import OptExcInfo

HTML = "text/html"


@dataclass(slots=True)
class Answer:
    """An answer as it is sent."""

    status: str
    headers: Headers
    body: Iterable[bytes]
    code: int
    """The status as a number."""
    size: int
    """Bytes of the body, 0 where they are not known."""
    html: bool
    """Whether it shows a page that anyone may see."""
    route: str = ""
    """The template of the address, where it is known without asking Flask."""


class Caught:
    """What the application said by `start_response`, held until the edge has added its part."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: Headers = []
        self._written: list[bytes] = []

    def __call__(
        self, status: str, headers: Headers, exc_info: OptExcInfo | None = None
    ) -> Callable[[bytes], object]:
        self.status, self.headers = status, headers
        return self._written.append

    def named(self) -> dict[str, str]:
        """The headers by their names in lower case."""
        return {name.lower(): value for name, value in self.headers}

    def whole(self, body: Iterable[bytes]) -> bytes:
        """All of the body, its source closed."""
        try:
            return b"".join([*self._written, *body])
        finally:
            close(body)


def close(body: Iterable[bytes]) -> None:
    """Tell the application that nobody reads on (PEP 3333)."""
    closing = getattr(body, "close", None)
    if closing is not None:
        closing()


def lacking(headers: dict[str, str], always: Headers) -> Headers:
    """Those of the headers of every answer that this one does not set itself."""
    return [header for header in always if header[0].lower() not in headers]


def is_private(headers: dict[str, str]) -> bool:
    """Whether an answer, its header names in lower case, is meant for one visitor alone."""
    control = headers.get("cache-control", "")
    return "private" in control or "no-store" in control or "set-cookie" in headers


def fresh_answer(
    caught: Caught, body: Iterable[bytes], always: Headers, accepted: str, known: str | None
) -> Answer:
    """An answer made for one request, compressed where that is safe and of use.

    `accepted` is the request's Accept-Encoding, `known` its If-None-Match.
    """
    headers, code = caught.named(), int(caught.status[:3])
    sent = caught.headers + lacking(headers, always)
    size = int(headers.get("content-length", 0))
    if may_be_compressed(code, headers):
        sent.append(("Vary", "Accept-Encoding"))
        if coding := fresh_coding(accepted):
            coded = EVERY_TIME[coding](caught.whole(body))
            sent, body, size = _coded(sent, coding, len(coded)), [coded], len(coded)
    elif code == 304 and known:
        sent = [(name, _as_known(value, known) if name == "ETag" else value) for name, value in sent]
    html = code == 200 and headers.get("content-type", "").startswith(HTML) and not is_private(headers)
    return Answer(caught.status, sent, body, code, size, html)


def without_body(answer: Answer) -> Answer:
    """The same answer for a question for its headers alone."""
    close(answer.body)
    return replace(answer, body=[], size=0)


def _coded(headers: Headers, coding: str, size: int) -> Headers:
    changed = {"content-length": str(size), "accept-ranges": "none"}
    return [
        *(
            (name, coded_etag(value, coding) if name == "ETag" else changed.get(name.lower(), value))
            for name, value in headers
        ),
        ("Content-Encoding", coding),
    ]


def _as_known(etag: str, known: str) -> str:
    """The ETag by which the client knows what has not changed: that of the form it was sent."""
    return next((coded for coding in EVERY_TIME if (coded := coded_etag(etag, coding)) in known), etag)
