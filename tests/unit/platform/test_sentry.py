"""Errors reach what speaks Sentry's protocol, and take nothing with them that is nobody's business."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from typing import Any

import brotli
from pytest_httpserver import HTTPServer
from tests.support.jobs import NOON
from tests.support.waiting import eventually

from portico.platform.failures import fingerprint
from portico.platform.reports import Failure
from portico.platform.sentry import Sentry


def events(server: HTTPServer) -> list[dict[str, Any]]:
    """The events in the envelopes that a server received."""
    found = []
    for request, _ in server.log:
        body = request.get_data()
        coding = request.headers.get("Content-Encoding", "")
        body = {"gzip": gzip.decompress, "br": brotli.decompress, "": bytes}[coding](body)
        found += [json.loads(line) for line in body.splitlines() if b'"exception"' in line]
    return found


def failure() -> Failure:
    hidden = "canary-in-a-variable"
    try:
        raise ValueError("about canary-secret\n\x1b[31m", len(hidden))  # noqa: TRY301
    except ValueError as error:
        return Failure(
            error, fingerprint(error), "unexpected_error", "/blog/<slug>", "abcdef01", "0af7", NOON
        )


def test_an_error_arrives_with_its_place_and_without_values(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/api/1/envelope/", method="POST").respond_with_json({})
    dsn = f"http://key@127.0.0.1:{httpserver.port}/1"
    sentry = Sentry(dsn, environment="testing", hide=lambda text: text.replace("canary-secret", "***"))
    sentry.start()
    sentry(failure())
    sentry.stop()
    eventually(lambda: events(httpserver))
    [event] = events(httpserver)
    [error] = event["exception"]["values"]
    assert (error["type"], error["value"]) == ("ValueError", r"('about ***\n\x1b[31m', 20)")
    assert event["transaction"] == "/blog/<slug>"
    assert event["tags"] == {"request_id": "abcdef01", "trace_id": "0af7"}
    assert event["fingerprint"] == [failure().fingerprint]
    assert "vars" not in error["stacktrace"]["frames"][-1]
    assert not {"server_name", "request", "user", "breadcrumbs"} & set(event)
    # The line of source is there, what stood in the variable is not.
    told = json.dumps(event).replace('hidden = \\"canary-in-a-variable\\"', "")
    assert "canary-in-a-variable" not in told


def test_nothing_is_loaded_or_sent_before_the_start() -> None:
    program = (
        "import sys; from portico.platform.sentry import Sentry; "
        "Sentry('http://k@127.0.0.1:9/1', environment='x', hide=str); "
        "print([name for name in sys.modules if name.startswith('sentry_sdk')])"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert told.stdout.strip() == "[]"


def test_an_error_before_the_start_or_after_the_stop_is_not_sent(httpserver: HTTPServer) -> None:
    sentry = Sentry(f"http://key@127.0.0.1:{httpserver.port}/1", environment="testing", hide=str)
    sentry(failure())
    sentry.start()
    sentry.stop()
    sentry(failure())
    assert httpserver.log == []
