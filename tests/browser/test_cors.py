"""A front end on another origin uses the API from a real browser when it is listed, and only then."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.support.demo import compiled_demo
from tests.support.server import Server, together
from tests.support.sites import DEMO

pytestmark = pytest.mark.chromium

ASK = """async ([address, options]) => {
  try {
    const answer = await fetch(address, options);
    await answer.text();
    return { status: answer.status, readable: [...answer.headers.keys()] };
  } catch (error) {
    return { error: error.name };
  }
}"""
PREFLIGHTED = {"headers": {"If-None-Match": '"x"', "Idempotency-Key": "one-two-three"}}


class _Empty(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def front_end() -> Iterator[int]:
    """The port of another server, which is another origin under each of its names."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Empty)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module", params=["false", "true"], ids=["without credentials", "with credentials"])
def api(
    request: pytest.FixtureRequest, front_end: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, bool]]:
    """The API that lists the front end under one of its names, and whether it takes cookies from there."""
    home = tmp_path_factory.mktemp("cors")
    environ = {
        "PORTICO_CORS_ORIGINS": f"http://127.0.0.1:{front_end}",
        "PORTICO_CORS_CREDENTIALS": request.param,
        "PORTICO_DATABASE_URL": f"sqlite:///{home}/portico.db",
    }
    server = Server(DEMO, compiled_demo(tmp_path_factory) / "var", environ)
    with together([server]):
        yield server.address + "/api/v1/site", request.param == "true"


def asked(chromium: Browser, origin: str, address: str, **options: Any) -> dict[str, Any]:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(origin)
    found: dict[str, Any] = page.evaluate(ASK, [address, options])
    context.close()
    return found


def test_a_listed_origin_reads(chromium: Browser, front_end: int, api: tuple[str, bool]) -> None:
    answer = asked(chromium, f"http://127.0.0.1:{front_end}/", api[0])
    assert answer["status"] == 200
    assert {"x-request-id", "etag"} <= set(answer["readable"])


def test_its_cookies_are_another_question(chromium: Browser, front_end: int, api: tuple[str, bool]) -> None:
    answer = asked(chromium, f"http://127.0.0.1:{front_end}/", api[0], credentials="include")
    assert ("error" not in answer) is api[1]


def test_a_request_that_needs_to_be_asked_for_passes(
    chromium: Browser, front_end: int, api: tuple[str, bool]
) -> None:
    assert asked(chromium, f"http://127.0.0.1:{front_end}/", api[0], **PREFLIGHTED)["status"] == 200


@pytest.mark.parametrize("options", [{}, {"credentials": "include"}, PREFLIGHTED, {"method": "DELETE"}])
def test_any_other_origin_learns_nothing(
    chromium: Browser, front_end: int, api: tuple[str, bool], options: dict[str, Any]
) -> None:
    assert asked(chromium, f"http://localhost:{front_end}/", api[0], **options) == {"error": "TypeError"}


def test_a_document_without_an_origin_learns_nothing(chromium: Browser, api: tuple[str, bool]) -> None:
    assert asked(chromium, "data:text/html,", api[0]) == {"error": "TypeError"}


def test_pages_are_not_for_other_origins(chromium: Browser, front_end: int, api: tuple[str, bool]) -> None:
    page = api[0].replace("/api/v1/site", "/about")
    assert asked(chromium, f"http://127.0.0.1:{front_end}/", page) == {"error": "TypeError"}
