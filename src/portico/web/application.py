"""Flask without what Portico does not use, and would pay for at every request."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import NullSession, SessionInterface
from flask.typing import ResponseReturnValue
from werkzeug.routing import MapAdapter, Rule


class NoSession(SessionInterface):
    """No cookie of Flask's own: who somebody is, the accounts know."""

    NOBODYS = NullSession()

    def open_session(self, app: Flask, request: Request) -> NullSession:
        """The one that nobody can write to."""
        return self.NOBODYS


class Route(Rule):
    """A rule that is compiled to write addresses when it first writes one: most never do in a process."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = functools.cache(super()._compile_builder)

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            return compiled(append_unknown)(rule, **values)

        return build


class Application(Flask):
    """Flask whose views and hooks are plain functions, and whose routes are those of one host.

    Its only hooks are the application's own before a request: it looks for none of a blueprint, and for none
    after a request or at its end, and sends no signal there.
    """

    session_interface = NoSession()
    url_rule_class = Route

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Give back the function as it is: none here is a coroutine, and the look costs as much as a hook."""
        return func

    def preprocess_request(self) -> ResponseReturnValue | None:
        """Ask each hook in turn, until one has an answer."""
        hooks: list[Callable[[], ResponseReturnValue | None]] = self.before_request_funcs.get(None, [])  # type: ignore[assignment]
        return next((answer for hook in hooks if (answer := hook()) is not None), None)

    def process_response(self, response: Response) -> Response:
        """Give back the answer as it is: there is no hook after a request, and no session to keep."""
        return response

    def do_teardown_request(self, exc: BaseException | None = None) -> None:
        """Do nothing, as nothing waits for the end of a request."""

    def do_teardown_appcontext(self, exc: BaseException | None = None) -> None:
        """Do nothing, as above."""

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Bind the routes to a request, whose address it has read already."""
        if request is None:
            return super().create_url_adapter(None)
        return self.url_map.bind(
            request.host,
            script_name=request.root_path,
            url_scheme=request.scheme,
            default_method=request.method,
            path_info=request.path,
            query_args=request.query_string.decode(errors="replace"),
        )
