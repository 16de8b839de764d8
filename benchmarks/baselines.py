"""What Portico is measured against: a constant body from a bare WSGI function and from a bare Flask route."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response
from granian.constants import Interfaces
from granian.server import Server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

THREADS = 4


def wsgi() -> WSGIApplication:
    """A function that does nothing but answer."""
    body = _body()
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))),
        *map(tuple, json.loads(os.environ.get("BASELINE_HEADERS", "[]"))),
    ]

    def answer(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", headers)
        return [body]

    return answer


def flask() -> Flask:
    """A Flask application with one route."""
    app, body = Flask(__name__), _body()

    @app.get("/")
    def answer() -> Response:
        return Response(body, mimetype="text/html")

    return app


KINDS: dict[str, Callable[[], object]] = {"wsgi": wsgi, "flask": flask}


def _body() -> bytes:
    return b"x" * int(os.environ["BASELINE_BYTES"])


def _serve(kind: str, port: int) -> None:
    Server(
        f"benchmarks.baselines:{KINDS[kind].__name__}",
        factory=True,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        log_enabled=False,
    ).serve()


if __name__ == "__main__":
    _serve(sys.argv[1], int(sys.argv[2]))
