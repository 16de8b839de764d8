"""The outermost layer: a name for every request, headers on every answer, one access line each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs
from werkzeug.test import Client

from portico.web.edge import Edge
from portico.web.security import content_security_policy, headers


def application(_environ: Any, start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-Own", "kept")])
    return [b"hello"]


@pytest.fixture(autouse=True)
def every_line_counts() -> None:
    structlog.reset_defaults()


client = Client(Edge(application, [("X-Added", "1"), ("X-Own", "replaced")]))


def test_headers_are_added_but_never_replaced() -> None:
    answer = client.get("/")
    assert answer.headers["X-Added"] == "1"
    assert answer.headers["X-Own"] == "kept"


def test_a_well_formed_name_is_kept() -> None:
    assert (
        client.get("/", headers={"X-Request-ID": "trace-me-1234"}).headers["X-Request-ID"] == "trace-me-1234"
    )


@pytest.mark.parametrize("name", ["", "short", "a" * 65, "with space", "semi;colon", "ümlaut-ümlaut"])
def test_any_other_name_is_replaced(name: str) -> None:
    given = client.get("/", headers={"X-Request-ID": name}).headers["X-Request-ID"]
    assert given != name
    assert len(given) == 16


def test_a_request_leaves_one_line_with_its_name() -> None:
    with capture_logs() as lines:
        name = client.get("/a").headers["X-Request-ID"]
    assert [(line["event"], line["request_id"], line["status"]) for line in lines] == [("request", name, 200)]


@pytest.mark.parametrize("path", ["/static/portico/a.css", "/media/a.webp", "/_dev/version"])
def test_files_are_quiet(path: str) -> None:
    with capture_logs() as lines:
        client.get(path)
    assert lines == []


def test_transport_security_is_for_production() -> None:
    assert "Strict-Transport-Security" in dict(headers(strict_transport=True))
    assert "Strict-Transport-Security" not in dict(headers(strict_transport=False))


def test_the_policy_allows_nothing_inline() -> None:
    policy = content_security_policy(images=["https://a.test"], script_hashes=["sha256-x"])
    assert "unsafe" not in policy
    assert "img-src 'self' data: https://a.test" in policy
    assert "script-src 'self' 'sha256-x'" in policy
    assert "frame-src 'none'" in policy
