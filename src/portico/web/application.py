"""Flask without what Portico does not use, and would pay for at every request."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask import Flask, Request, Response, has_app_context
from flask.ctx import RequestContext
from flask.globals import _cv_app, _cv_request
from flask.sessions import NullSession, SessionInterface
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, Rule

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

LOOKED_AT = "werkzeug.debug.preserve_context"
"""Set by tests that look at a request after its end."""


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


class Context(RequestContext):
    """Flask's, which finds a route whose address never varies without a search."""

    app: Application

    def match_request(self) -> None:
        """Note the route of the request, or why there is none."""
        request, fixed = self.request, self.app.fixed
        asked = request.method, request.path
        try:
            rule, parts = fixed.get(asked) or self._search()
        except HTTPException as error:
            request.routing_exception = error
            return
        request.url_rule, request.view_args = rule, dict(parts)
        if rule.rule == request.path:
            fixed[asked] = rule, parts

    def _search(self) -> tuple[Rule, Mapping[str, Any]]:
        assert self.url_adapter is not None
        request = self.request
        query = request.query_string.decode(errors="replace")
        return self.url_adapter.match(request.path, request.method, return_rule=True, query_args=query)


class Application(Flask):
    """Flask whose views and hooks are plain functions, and whose routes are those of one host.

    Its only hooks are the application's own before a request: it looks for none of a blueprint, and for none
    after a request or at its end, and sends no signal there.
    """

    session_interface = NoSession()
    url_rule_class = Route

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fixed: dict[tuple[str, str], tuple[Rule, Mapping[str, Any]]] = {}
        """Routes without a part that varies, by method and path, as they were asked for."""
        self._bound = functools.lru_cache(maxsize=64)(self._bind)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Give back the function as it is: none here is a coroutine, and the look costs as much as a hook."""
        return func

    def preprocess_request(self) -> ResponseReturnValue | None:
        """Ask each hook in turn, until one has an answer."""
        hooks: list[Callable[[], ResponseReturnValue | None]] = self.before_request_funcs.get(None, [])  # type: ignore[assignment]
        return next((answer for hook in hooks if (answer := hook()) is not None), None)

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as Flask does, without the signals and the hooks around a request that nobody hears."""
        if LOOKED_AT in environ or has_app_context():
            return super().wsgi_app(environ, start_response)
        context = Context(self, environ, session=NoSession.NOBODYS)
        around, within = _cv_app.set(self.app_context()), _cv_request.set(context)
        try:
            return self._answer(context)(environ, start_response)
        finally:
            context.request.close()
            _cv_request.reset(within)
            _cv_app.reset(around)
            # Request and environment name each other: one of them lets go, so that nobody has to tidy up.
            environ["werkzeug.request"] = None

    def _answer(self, context: RequestContext) -> Response:
        try:
            if context.url_adapter is not None:
                context.match_request()
            return self.full_dispatch_request()
        except Exception as error:
            return self.handle_exception(error)

    def full_dispatch_request(self) -> Response:
        """Ask the hooks, then the view; what either raises becomes an answer, and that leaves as it is."""
        try:
            found = self.preprocess_request()
            if found is None:
                found = self.dispatch_request()
        except Exception as error:
            found = self.handle_user_exception(error)
        return self.make_response(found)

    def do_teardown_request(self, exc: BaseException | None = None) -> None:
        """Do nothing, as nothing waits for the end of a request."""

    def do_teardown_appcontext(self, exc: BaseException | None = None) -> None:
        """Do nothing, as above."""

    def request_context(self, environ: WSGIEnvironment) -> Context:
        """What `wsgi_app` makes, for tests."""
        return Context(self, environ)

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """The routes of the host that a request names, shared with all others for it. Raises BadHost."""
        if request is None:
            return super().create_url_adapter(None)
        return self._bound(request.host, request.root_path, request.scheme)

    def _bind(self, host: str, root: str, scheme: str) -> MapAdapter:
        return self.url_map.bind(host, root, url_scheme=scheme)
