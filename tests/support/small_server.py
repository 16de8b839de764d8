"""A small web server in a thread of the test's own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from werkzeug import Request, Response
from werkzeug.serving import WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class _Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        """Write nothing."""


@contextmanager
def small_server(answer: Callable[[Request], Response]) -> Iterator[str]:
    """A server that answers every request by this function, and its address."""
    with serving_wsgi(Request.application(answer)) as port:
        yield f"http://127.0.0.1:{port}"


@contextmanager
def serving_wsgi(application: WSGIApplication) -> Iterator[int]:
    """Serve an application on real sockets, each request in a thread of its own, and give the port."""
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
