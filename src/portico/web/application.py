"""Flask without what Portico does not use, and would pay for at every request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Request
from flask.sessions import NullSession, SessionInterface
from werkzeug.routing import MapAdapter


class NoSession(SessionInterface):
    """No cookie of Flask's own: who somebody is, the accounts know."""

    NOBODYS = NullSession()

    def open_session(self, app: Flask, request: Request) -> NullSession:
        """The one that nobody can write to."""
        return self.NOBODYS


class Application(Flask):
    """Flask whose views and hooks are plain functions, and whose routes are those of one host."""

    session_interface = NoSession()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Give back the function as it is: none here is a coroutine, and the look costs as much as a hook."""
        return func

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
