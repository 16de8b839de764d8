"""The API contract: a view declares what it reads and returns, and both are checked and documented.

Built on pydantic 2; the OpenAPI document is made from the same declarations in `openapi.py`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Response as FlaskResponse
from flask import request
from pydantic import BaseModel, TypeAdapter
from werkzeug.wrappers import Response

from portico.platform.errors import PorticoError
from portico.web import idempotency
from portico.web.finished import Finished
from portico.web.preconditions import compared
from portico.web.security import POLICY_OF_DATA
from portico.web.validation import read_body, read_query

CONTRACT = "__operation__"
CACHED = "public, max-age=60, stale-while-revalidate=600"
NO_STORE = "no-store"
SAFE = ("GET", "HEAD")


@dataclass(frozen=True, kw_only=True)
class Operation:
    """What one API route reads and returns.

    What pydantic makes of the types is made when it is first asked for: most never are in a process.
    """

    tag: str
    answer_type: Any
    query: type[BaseModel] | None
    body_type: Any
    problems: tuple[type[PorticoError], ...]
    status: int
    cache: str
    idempotent: bool
    secret: bool
    if_match: bool
    beforehand: Callable[[Any], Any] | None
    example: Any

    @functools.cached_property
    def returns(self) -> TypeAdapter[Any]:
        """Writes what the view gives back."""
        return TypeAdapter(self.answer_type)

    @functools.cached_property
    def body(self) -> TypeAdapter[Any] | None:
        """Reads the body of a request; none when the route takes none."""
        return None if self.body_type is None else TypeAdapter(self.body_type)

    @property
    def may_be_kept(self) -> bool:
        """Whether a client may keep its answer, and then ask whether it is still the same."""
        return self.cache != NO_STORE


@dataclass(frozen=True, slots=True)
class Reply:
    """A value to return together with headers of its own."""

    value: Any
    headers: Mapping[str, str | list[str]] = field(default_factory=dict)
    """Several values of one name are several headers."""


def operation(  # noqa: PLR0913 - a declaration has as many words as it needs
    *,
    tag: str,
    returns: Any,
    query: type[BaseModel] | None = None,
    body: Any = None,
    problems: Sequence[type[PorticoError]] = (),
    status: int = 200,
    cache: str = CACHED,
    idempotent: bool = False,
    secret: bool = False,
    if_match: bool = False,
    beforehand: Callable[[Any], Any] | None = None,
    example: Any = None,
) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
    """Make a view an API operation.

    The view gets the checked query string as `query` and the checked JSON body as `body`, where it
    declares them, and gives back a value of the type `returns`, or a Reply around one; None with 204.
    `problems` are the errors it may raise beyond those that every operation may; `cache` is the
    Cache-Control of its success, which is `no-store` for whatever changes something. With `idempotent`
    it accepts an Idempotency-Key; its answer is not kept when it carries a `secret`. With `if_match`
    the document says that the view asks `preconditions.check`. `beforehand` is called with the body while
    no transaction is open, for what may take long, and the view gets what it gave. `example` is one of
    `returns`, as JSON has it, for the document.
    """
    declared = Operation(
        tag=tag,
        answer_type=returns,
        query=query,
        body_type=body,
        problems=tuple(problems),
        status=status,
        cache=cache,
        idempotent=idempotent,
        secret=secret,
        if_match=if_match,
        beforehand=beforehand,
        example=example,
    )

    return functools.partial(_declared, declared)


def _declared(declared: Operation, view: Callable[..., Any]) -> Callable[..., Response]:
    @functools.wraps(view)
    def answer(**arguments: Any) -> Response:
        arguments |= _read(declared)
        if not declared.idempotent:
            return _respond(declared, view(**arguments))
        return idempotency.once(lambda: _respond(declared, view(**arguments)), secret=declared.secret)

    setattr(answer, CONTRACT, declared)
    return answer


def operation_of(view: Callable[..., Any]) -> Operation | None:
    """What a view declared, none for views outside the API."""
    return getattr(view, CONTRACT, None)


def _read(declared: Operation) -> dict[str, Any]:
    query = read_query(request, declared.query)
    read = {} if query is None else {"query": query}
    if declared.body is None:
        return read
    body = read_body(request, declared.body)
    found = {"beforehand": declared.beforehand(body)} if declared.beforehand else {}
    return read | {"body": body} | found


def _respond(declared: Operation, result: Any) -> Response:
    value, own = (result.value, result.headers) if isinstance(result, Reply) else (result, {})
    reads = request.method in SAFE
    is_compared = reads and (declared.may_be_kept or "ETag" in own)
    body = b"" if declared.status == 204 else declared.returns.dump_json(value, by_alias=True)
    if reads and not is_compared and declared.status == 200:
        finished = Finished(body, declared.cache)
        if own:
            finished.headers.update(own)
        return finished
    response = FlaskResponse(body, declared.status, content_type="application/json")
    response.headers.add("Cache-Control", declared.cache if reads else NO_STORE)
    response.headers.add("Content-Security-Policy", POLICY_OF_DATA)
    if own:
        response.headers.update(own)
    if declared.status == 204:
        del response.headers["Content-Type"]
    if is_compared:
        response.add_etag()
        return compared(response)
    return response
