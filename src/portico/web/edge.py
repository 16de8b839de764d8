"""All that happens to a request before Flask sees it, and to its answer afterwards, in one place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from flask import request

from portico.platform.errors import BadRequest, PorticoError
from portico.web.answers import Answer, Caught, fresh_answer, without_body
from portico.web.cacheable import MARK
from portico.web.compression import Headers, kept_coding, plain_etags
from portico.web.names import REQUEST_ID, TRACE, name, quick_name
from portico.web.page_cache import (
    Page,
    PageCache,
    Question,
    is_for_everyone,
    is_within,
    page_from,
    question_of,
)
from portico.web.records import Outcome, Records, outcome_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from portico.platform.trace_context import TraceContext
    from portico.web.bodies import Bodies
    from portico.web.cors import Cors
    from portico.web.hosts import Hosts
    from portico.web.proxies import Proxies

ROUTE = "portico.route"
REFUSAL = "portico.refusal"
OWN_HEADERS = "portico.headers"
"""Where a request keeps the headers that its answer gets beside those of the view."""
USER = "portico.user"
READING = frozenset({"GET", "HEAD"})
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH")
PARTICULARS = frozenset(
    {
        "CONTENT_LENGTH",
        "HTTP_AUTHORIZATION",
        "HTTP_IF_NONE_MATCH",
        "HTTP_RANGE",
        "HTTP_SEC_PURPOSE",
        "HTTP_TRACEPARENT",
        "HTTP_TRANSFER_ENCODING",
        "HTTP_X_REQUEST_ID",
    }
)
"""What makes more of a request than its question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """What a request passes on its way to Flask, from the outside in; none knows of the others."""

    proxies: Proxies
    headers: Headers
    """What every answer says about security, unless it says otherwise itself."""
    cors: Cors
    hosts: Hosts
    bodies: Bodies
    pages: PageCache
    records: Records


class Edge:
    """WSGI middleware around the whole application.

    A page that is kept is given without asking Flask: whatever the stages do to its answer was done when it
    was kept, and whatever they could have against the request is looked for here. A question that was put
    before in the same words has its answer ready.
    """

    def __init__(self, app: WSGIApplication, stages: Stages) -> None:
        self._app = app
        self._proxies = stages.proxies if stages.proxies.has_work else None
        self._headers = stages.headers
        self._cors = stages.cors if stages.cors.has_work else None
        self._hosts = stages.hosts
        self._bodies = stages.bodies
        self._pages = stages.pages
        self._records = stages.records

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        started = perf_counter()
        if self._proxies is not None:
            self._proxies.apply(environ)
        question = question_of(environ) if environ.keys().isdisjoint(PARTICULARS) else None
        ready = self._pages.ready(question, started) if question else None
        if ready is None:
            return self._answer(environ, start_response, started, question)
        answer, outcome = ready
        named, seen = quick_name(), environ.get
        headers = [*answer.headers, ("X-Request-ID", named)]
        if self._cors is not None:
            headers += self._cors.headers(environ)
        start_response(answer.status, headers)
        records, address, referrer = self._records, seen("REMOTE_ADDR", ""), seen("HTTP_REFERER", "")
        taken = perf_counter() - started
        records.add((outcome, records.epoch + started, taken, named, named, address, "", referrer))
        return answer.body

    def _answer(
        self,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        started: float,
        question: Question | None,
    ) -> Iterable[bytes]:
        """Answer what has no answer ready, and have it ready for the next that asks the same."""
        named = name(environ)
        trace: TraceContext = environ[TRACE]
        page = self._kept(environ, started)
        if page is not None:
            answer = self._form(page, environ, environ.get("HTTP_IF_NONE_MATCH"))
        else:
            answer = self._preflight(environ) or self._ask(environ, started)
        headers = [*answer.headers, ("X-Request-ID", named)]
        if self._cors is not None:
            headers += self._cors.headers(environ)
        if page is None or question is None:
            headers.append(("traceparent", trace.header()))
        if page is None and _is_last(environ, answer.code):
            headers.append(("Connection", "close"))
        start_response(answer.status, headers)
        outcome = _outcome(environ, answer, cached=page is not None)
        if page is not None and question is not None:
            self._pages.make_ready(question, page, (answer, outcome))
        seen, records = environ.get, self._records
        records.add(
            (
                outcome,
                records.epoch + started,
                perf_counter() - started,
                named,
                trace.trace_id,
                seen("REMOTE_ADDR", ""),
                seen(USER, ""),
                seen("HTTP_REFERER", ""),
            )
        )
        return answer.body

    def _kept(self, environ: WSGIEnvironment, started: float) -> Page | None:
        """The page that is kept for a plain request."""
        if not _is_plain(environ) or self._hosts.refuses(environ):
            return None
        return self._pages.find(environ, started)

    def _form(self, page: Page, environ: WSGIEnvironment, known: str | None) -> Answer:
        """The form of a page that fits the request, or the news that the client has it already."""
        form = self._pages.form(page, kept_coding(environ.get("HTTP_ACCEPT_ENCODING", "")))
        if known is not None and (same := page.form_named_in(known, form)):
            return same.unchanged
        return form.whole if environ["REQUEST_METHOD"] == "GET" else form.head

    def _preflight(self, environ: WSGIEnvironment) -> Answer | None:
        """The answer to a browser that asks what pages of another origin may send."""
        preflight = self._cors.preflight(environ) if self._cors else None
        if preflight is None:
            return None
        status, headers = preflight
        return Answer(status, [*self._headers, *headers], [], int(status[:3]), 0, html=False)

    def _ask(self, environ: WSGIEnvironment, started: float) -> Answer:
        """What Flask answers: kept where it may be, else compressed where that helps.

        A question for the headers alone is put like one for all of it, so that both get the same.
        """
        environ[REFUSAL] = self._refusal(environ)
        method, plain = environ["REQUEST_METHOD"], _is_plain(environ)
        known = environ.get("HTTP_IF_NONE_MATCH")
        generation, address = self._pages.generation, self._pages.address(environ)
        _name_plainly(environ)
        if method == "HEAD":
            environ["REQUEST_METHOD"] = "GET"
        caught = Caught()
        body = self._app(environ, caught)
        environ["REQUEST_METHOD"] = method
        if (mark := environ.get(MARK)) and method in READING and is_for_everyone(caught.named()):
            page = page_from(mark, address, environ.get(ROUTE, ""), caught, self._headers, body)
            if plain and is_within(environ["QUERY_STRING"], mark.parameters):
                self._pages.keep(page, generation)
            return self._form(page, environ, known)
        caught.headers += environ.get(OWN_HEADERS, ())
        caught.headers.append(("Server-Timing", f"app;dur={(perf_counter() - started) * 1000:.1f}"))
        answer = fresh_answer(caught, body, self._headers, environ.get("HTTP_ACCEPT_ENCODING", ""), known)
        return without_body(answer) if method == "HEAD" else answer

    def _refusal(self, environ: WSGIEnvironment) -> PorticoError | None:
        """Why a request gets no answer but an error, which Flask puts into words."""
        if self._hosts.refuses(environ):
            return BadRequest("This server has no site of that name. Check the address.")
        if not environ["REQUEST_METHOD"].isupper():
            return BadRequest("Methods are written in capitals.")
        return self._bodies.refuse(environ)


def request_id() -> str:
    """The name of the current request, which its answer and its log line carry."""
    return str(request.environ.get(REQUEST_ID, ""))


def _outcome(environ: WSGIEnvironment, answer: Answer, *, cached: bool) -> Outcome:
    method = environ["REQUEST_METHOD"]
    return outcome_of(
        method,
        answer.route or environ.get(ROUTE, ""),
        environ["PATH_INFO"],
        answer.code,
        answer.size,
        cached,
        answer.html and method == "GET" and "HTTP_SEC_PURPOSE" not in environ,
    )


def _is_plain(environ: WSGIEnvironment) -> bool:
    """Whether a request asks for an address and for nothing else that could change the answer."""
    return not (
        environ["REQUEST_METHOD"] not in READING
        or "HTTP_AUTHORIZATION" in environ
        or "HTTP_RANGE" in environ
        or "CONTENT_LENGTH" in environ
        or "HTTP_TRANSFER_ENCODING" in environ
    )


def _is_last(environ: WSGIEnvironment, code: int) -> bool:
    """Whether no other request may follow by this connection.

    Where a body ends is beyond doubt only if its length was announced and all of it taken (RFC 9112, 11.2).
    """
    return code in (408, 413) or environ.get(REFUSAL) is not None or "HTTP_TRANSFER_ENCODING" in environ


def _name_plainly(environ: WSGIEnvironment) -> None:
    """Have the application see the ETags that it gave, without the codings that were added."""
    for condition in CONDITIONS:
        if condition in environ:
            environ[condition] = plain_etags(environ[condition])
