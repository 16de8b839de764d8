"""A tiny server whose sessions run out: pages with our modules, and an API that asks for a renewal."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from portico.web import assets

SCRIPTS = Path(assets.__file__).parent / "static" / "js"
PATIENCE = 30.0
OLD, NEW = "old", "new"
IMPORTS = {
    f"portico/{path.relative_to(SCRIPTS).with_suffix('').as_posix()}": f"/js/{path.relative_to(SCRIPTS)}"
    for path in SCRIPTS.rglob("*.js")
}
PAGE = f"""<!doctype html><title>Elsewhere</title><link rel=icon href="data:,">
<script type=importmap>{json.dumps({"imports": IMPORTS})}</script>"""
PROBLEM = {"type": "about:blank", "title": "Signed out", "code": "signed-out", "detail": "Sign in again."}


@dataclass
class Sessions:
    """What the API was asked; a session is good when its cookie or its token says `new`."""

    server: HTTPServer
    renewal: int = 200
    """The status that answers a renewal."""
    hopeless: bool = False
    """Whether the new session is refused as well."""
    renewals: list[str] = field(default_factory=list)
    """The bodies of the renewals that were asked for."""
    calls: list[Request] = field(default_factory=list)
    late: threading.Event = field(default_factory=threading.Event)
    """Set when a renewal has been answered."""

    def __post_init__(self) -> None:
        self._refused = threading.Barrier(1)
        self.server.expect_request("/").respond_with_data(PAGE, content_type="text/html")
        self.server.expect_request("/things").respond_with_handler(self._thing)
        self.server.expect_request("/late-things").respond_with_handler(self._late_thing)
        self.server.expect_request("/renewals").respond_with_handler(self._renew)
        for address in IMPORTS.values():
            body = (SCRIPTS / address.removeprefix("/js/")).read_text()
            self.server.expect_request(address).respond_with_data(body, content_type="text/javascript")

    @property
    def address(self) -> str:
        """Where it answers."""
        return self.server.url_for("").rstrip("/")

    def refuse_together(self, number: int) -> None:
        """Let so many calls wait for each other before they are all refused."""
        self._refused = threading.Barrier(number)

    def _thing(self, request: Request) -> Response:
        self.calls.append(request)
        if self._good(request):
            return Response('{"is": "here"}', content_type="application/json")
        self._refused.wait(PATIENCE)
        return problem(401)

    def _late_thing(self, request: Request) -> Response:
        """Refuse an old session only after another call has had it renewed."""
        if not self._good(request):
            self.late.wait(PATIENCE)
        return self._thing(request)

    def _renew(self, request: Request) -> Response:
        self.renewals.append(request.get_data(as_text=True))
        response = problem(self.renewal)
        if self.renewal == 200:
            tokens = json.dumps({"access": NEW, "refresh": "next"})
            response = Response(tokens, content_type="application/json")
            response.set_cookie("session", NEW)
        response.call_on_close(self._let_late_ones_go)
        return response

    def _let_late_ones_go(self) -> None:
        # The answer is on its way; what is let go now arrives behind it.
        threading.Timer(0.2, self.late.set).start()

    def _good(self, request: Request) -> bool:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return not self.hopeless and NEW in (token, request.cookies.get("session"))


def problem(status: int) -> Response:
    """A problem document."""
    return Response(json.dumps(PROBLEM | {"status": status}), status, content_type="application/problem+json")


@contextmanager
def sessions() -> Iterator[Sessions]:
    """The server, for the length of the block."""
    with HTTPServer(threaded=True) as server:
        yield Sessions(server)
