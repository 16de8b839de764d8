"""An edge around any WSGI application, with stages that a test may change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from werkzeug.test import Client

from portico.web.bodies import Bodies
from portico.web.cacheable import MARK, Cacheable
from portico.web.cors import Cors
from portico.web.edge import Edge, Stages
from portico.web.hosts import Hosts
from portico.web.page_cache import PageCache
from portico.web.proxies import Proxies
from portico.web.records import Record, Records, Row

ALWAYS = [("X-Content-Type-Options", "nosniff"), ("Content-Security-Policy", "default-src 'none'")]
ETAG = '"abc"'


class Asked:
    """A client of an edge, the records of its requests and the pages it keeps."""

    def __init__(
        self, app: Callable[..., Iterable[bytes]], *, origins: Sequence[str] = (), **stages: Any
    ) -> None:
        self.told: list[Row] = []
        self.records = Records([self.told.extend])
        self.pages = PageCache(by_origin=False)
        usual: dict[str, Any] = {
            "proxies": Proxies(0, []),
            "headers": ALWAYS,
            "cors": Cors(origins, credentials=False),
            "hosts": Hosts(["localhost"]),
            "bodies": Bodies(1024, 5, 1),
            "pages": self.pages,
            "records": self.records,
        }
        self.client = Client(Edge(app, Stages(**(usual | stages))))

    def record(self) -> Record:
        """What is remembered of the last request."""
        self.records.flush()
        return Record(*self.told[-1])


def answering(
    body: bytes = b"hello",
    *,
    status: str = "200 OK",
    kept: bool = False,
    asked: list[dict[str, Any]] | None = None,
    **headers: str,
) -> Callable[..., Iterable[bytes]]:
    """An application that always gives one answer, and notes in `asked` what reached it."""
    given = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), "ETag": ETAG}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if asked is not None:
            asked.append(dict(environ))
        if kept:
            environ[MARK] = Cacheable(frozenset({"news"}), frozenset({"page"}))
        start_response(status, [(name, value) for name, value in given.items() if value])
        return [body]

    return answer
