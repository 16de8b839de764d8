"""Requests that depend on the version that the client has seen (RFC 9110, 13)."""

from __future__ import annotations

from typing import TypeVar

from flask import Request, request
from werkzeug.http import quote_etag
from werkzeug.wrappers import Response

from portico.platform.errors import PreconditionFailed

Answer = TypeVar("Answer", bound=Response)


def compared(response: Answer) -> Answer:
    """The answer to a request that reads, or the news that the client has it already.

    Raises PreconditionFailed when If-Match names another version.
    """
    response.make_conditional(request)
    if response.status_code == 412:
        # It would still be the whole answer, to be kept like one.
        raise PreconditionFailed("This is another version by now than the one that was asked for.")
    return response


def tag_of(version: int | str) -> str:
    """The strong ETag of a version, as headers carry it."""
    return quote_etag(f"v{version}")


def check(request: Request, version: int | str | None) -> None:
    """Let an update happen if the version, none for what is not there, is one that If-Match names.

    Ask inside the transaction that writes, with the row locked (`SELECT … FOR UPDATE`; on SQLite every
    writing transaction is alone), so that of two clients one gets the answer that it came too late.
    Without If-Match every version is fine. Raises PreconditionFailed.
    """
    if "If-Match" not in request.headers:
        return
    if version is not None and request.if_match.contains(f"v{version}"):
        return
    raise PreconditionFailed("Someone changed this after you read it. Read it again and repeat your change.")
