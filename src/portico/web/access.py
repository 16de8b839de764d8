"""Access marks: every route says who may use it; a test refuses silent ones."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from flask import request
from werkzeug.wrappers import Response

from portico.web.clients import network_of
from portico.web.operator import check_operator, is_operator

View = TypeVar("View", bound=Callable[..., Any])
MARK = "__access__"


def public(view: View) -> View:
    """Anyone may use this route, signed in or not."""
    setattr(view, MARK, "public")
    return view


def operator(view: Callable[..., Response]) -> Callable[..., Response]:
    """Only who can read the operator's token in the var folder; nothing on the way keeps the answer."""

    @functools.wraps(view)
    def answer(**arguments: Any) -> Response:
        check_operator()
        response = view(**arguments)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    setattr(answer, MARK, "operator")
    return answer


def caller() -> str:
    """Who sends the current request, as far as that is known: the operator, else an address."""
    return "operator" if is_operator() else f"address:{network_of(request.remote_addr)}"


def access_of(view: Callable[..., Any]) -> str | None:
    """Who may use a route: the name of its mark, none when it has none."""
    return getattr(view, MARK, None)
