"""A test client of a server that is reached over the network."""

from __future__ import annotations

import http.client
from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.test import Client

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding"}


def client_of(port: int) -> Client:
    """A client whose requests go to a port of this machine, with the host and the whole path it was told."""

    def forward(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {
            name.removeprefix("HTTP_").replace("_", "-").title(): str(value)
            for name, value in environ.items()
            if name.startswith("HTTP_")
        }
        address = environ["SCRIPT_NAME"] + environ["REQUEST_URI"]
        connection.request(environ["REQUEST_METHOD"], address, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in HOP_BY_HOP]
        start_response(f"{answer.status} {answer.reason}", kept)
        return [body]

    return Client(forward)
