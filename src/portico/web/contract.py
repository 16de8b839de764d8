"""The API contract: a view declares what it reads and returns, and both are checked and documented.

Built on pydantic 2; the OpenAPI document is made from the same declarations in `openapi.py`.
"""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request
from pydantic import BaseModel, TypeAdapter, ValidationError
from werkzeug.wrappers import Response

from portico.platform.errors import FieldError, Invalid, PorticoError

CONTRACT = "__operation__"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What one API route reads and returns."""

    tag: str
    returns: TypeAdapter[Any]
    query: type[BaseModel] | None
    problems: tuple[type[PorticoError], ...]
    status: int
    cache: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A value to return together with headers of its own."""

    value: Any
    headers: Mapping[str, str] = field(default_factory=dict)


def operation(
    *,
    tag: str,
    returns: Any,
    query: type[BaseModel] | None = None,
    problems: Sequence[type[PorticoError]] = (),
    status: int = 200,
    cache: str = "public, max-age=60, stale-while-revalidate=600",
) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
    """Make a view an API operation.

    The view gets the checked query as its keyword argument `query` and gives back a value of the type
    `returns`, or a Reply around one. `problems` are the errors it may raise beyond an invalid query;
    `cache` is the Cache-Control of its success. Raises Invalid when the query does not fit.
    """
    declared = Operation(
        tag=tag,
        returns=TypeAdapter(returns),
        query=query,
        problems=tuple(problems),
        status=status,
        cache=cache,
    )

    def decorate(view: Callable[..., Any]) -> Callable[..., Response]:
        @functools.wraps(view)
        def answer(**arguments: Any) -> Response:
            if query is not None:
                arguments["query"] = read_query(query)
            elif request.args:
                raise Invalid("This address takes no parameters.", errors=_unknown(request.args.keys()))
            return _respond(declared, view(**arguments))

        setattr(answer, CONTRACT, declared)
        return answer

    return decorate


def operation_of(view: Callable[..., Any]) -> Operation | None:
    """What a view declared, none for views outside the API."""
    return getattr(view, CONTRACT, None)


def read_query(model: type[BaseModel]) -> BaseModel:
    """The query string of the current request as `model`; raises Invalid naming every wrong parameter."""
    many = _list_parameters(model)
    repeated = [name for name, values in request.args.lists() if len(values) > 1 and name not in many]
    if repeated:
        raise Invalid(
            "A parameter is given more than once.",
            errors=[
                FieldError(f"/query/{_escaped(n)}", "repeated", "Give this parameter once.") for n in repeated
            ],
        )
    raw = {name: request.args.getlist(name) if name in many else request.args[name] for name in request.args}
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise Invalid("Some parameters are not valid.", errors=_field_errors("query", error)) from None


def _respond(declared: Operation, result: Any) -> Response:
    value, headers = (result.value, result.headers) if isinstance(result, Reply) else (result, {})
    body = declared.returns.dump_json(value, by_alias=True)
    response = Response(body, declared.status, mimetype="application/json")
    response.headers["Cache-Control"] = declared.cache
    response.headers.update(headers)
    response.add_etag()
    return response.make_conditional(request)


def _field_errors(where: str, error: ValidationError) -> list[FieldError]:
    return [
        FieldError("/".join(("", where, *map(_escaped, problem["loc"]))), problem["type"], problem["msg"])
        for problem in error.errors(include_url=False, include_context=False, include_input=False)
    ]


def _unknown(names: typing.Iterable[str]) -> list[FieldError]:
    return [FieldError(f"/query/{_escaped(n)}", "unknown", "There is no such parameter.") for n in names]


def _escaped(segment: str | int) -> str:
    return str(segment).replace("~", "~0").replace("/", "~1")


@functools.cache
def _list_parameters(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(f.alias or name for name, f in model.model_fields.items() if _is_list(f.annotation))


def _is_list(annotation: Any) -> bool:
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        return any(_is_list(part) for part in typing.get_args(annotation))
    return origin in (list, tuple, set, frozenset)
