"""Where every failure becomes an answer: RFC 9457 problem documents for the API, pages elsewhere."""

from __future__ import annotations

import secrets
import traceback
from dataclasses import dataclass
from functools import partial

import structlog
from flask import Flask, Response, request
from markupsafe import escape
from pydantic import TypeAdapter
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from portico.platform.errors import FieldError, NotFound, PorticoError
from portico.platform.shapes import documented
from portico.web.clients import for_programs
from portico.web.edge import request_id
from portico.web.pages import policy
from portico.web.security import POLICY_OF_DATA
from portico.web.themes import render

log = structlog.get_logger("portico.web")

SENTENCES = {
    400: "The request cannot be understood. Check its address and try again.",
    404: "There is no page at this address. It may have moved, or the link may have a slip in it.",
    405: "This address does not take that method.",
    413: "That is more than this address takes.",
    414: "The address is too long.",
    415: "The body is not of a type that this address reads.",
    500: "The fault is on our side and has been noted; try again in a moment.",
    503: "This part of the site is not available at the moment. Try again in a moment.",
}


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemDocument:
    """A failure, as RFC 9457 has it."""

    type: str
    """A URI that names the kind of problem."""
    title: str
    """The kind of problem in a few words."""
    status: int
    code: str
    """A stable name of the kind of problem, for programs."""
    detail: str
    """What happened and what to do about it."""
    request_id: str
    """Leads to the log line of this request."""
    errors: tuple[FieldError, ...] = ()
    """Every field that is not valid, for `invalid` problems."""


PLAIN_PAGE = """<!doctype html>
<html lang="en">
<title>{title}</title>
<h1>{title}</h1>
<p>{sentence}</p>
<p><code>{name}</code></p>
</html>
"""

_document = TypeAdapter(ProblemDocument)


def install(app: Flask, *, causes: bool = False) -> None:
    """Answer every error in the form that fits the address; with `causes`, say what went wrong inside."""
    app.register_error_handler(PorticoError, _domain)
    app.register_error_handler(HTTPException, _framework)
    app.register_error_handler(Exception, partial(_unexpected, causes=causes))


def _domain(error: PorticoError) -> Response:
    detail = error.detail or SENTENCES.get(error.status, "")
    response = _answer(error.status, error.code, error.title, detail, error.errors)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(_spread(error) if error.status == 503 else error.retry_after)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _spread(error: PorticoError) -> int:
    """Seconds until a failing part is asked again, different for each client: they must not come at once."""
    wait = error.retry_after or 1
    return wait + secrets.randbelow(wait + 1)


def _framework(error: HTTPException) -> Response | HTTPException:
    if isinstance(error, RequestRedirect):
        response = error.get_response()
        response.headers["Cache-Control"] = "no-cache"
        return response  # type: ignore[return-value]
    if error.code is None or error.code < 400:
        return error
    if error.code == 404:
        return _domain(NotFound())
    name = error.name if error.name != "Unknown Error" else "Error"
    detail = SENTENCES.get(error.code, error.description or "")
    response = _answer(error.code, name.lower().replace(" ", "-"), name, detail)
    for header, value in error.get_headers():
        if header == "Allow":
            response.headers[header] = value
    return response


def _unexpected(error: Exception, *, causes: bool) -> Response:
    log.error("unexpected_error", request_id=request_id(), route=_route(), exc_info=error)
    return _answer(500, "internal", "Something went wrong", _cause(error) if causes else SENTENCES[500])


def _cause(error: Exception) -> str:
    """What an author's own machine may show: the error and the place that it comes from."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({place.filename}, line {place.lineno})"


def _answer(status: int, code: str, title: str, detail: str, errors: tuple[FieldError, ...] = ()) -> Response:
    if for_programs(request.path):
        response = _problem_response(status, code, title, detail, errors)
    else:
        response = Response(_page(status, title, detail), status, mimetype="text/html")
        response.headers["Content-Security-Policy"] = policy()
    response.headers["Cache-Control"] = "no-store" if status >= 500 else "no-cache"
    return response


def _problem_response(
    status: int, code: str, title: str, detail: str, errors: tuple[FieldError, ...]
) -> Response:
    problem = ProblemDocument(
        type=f"urn:portico:problem:{code}",
        title=title,
        status=status,
        code=code,
        detail=detail,
        request_id=request_id(),
        errors=errors,
    )
    headers = {"Content-Security-Policy": POLICY_OF_DATA}
    return Response(_document.dump_json(problem), status, headers, mimetype="application/problem+json")


def _page(status: int, title: str, detail: str) -> str:
    name = request_id() if status >= 500 else ""
    try:
        return render("error.html", status=status, title=title, sentence=detail, request_id=name)
    except Exception:
        # What broke the page may have broken the shell that every page has.
        log.exception("error_page_failed", request_id=request_id(), route=_route())
        return PLAIN_PAGE.format(title=escape(title), sentence=escape(detail), name=name)


def _route() -> str:
    return request.url_rule.rule if request.url_rule else ""
