"""How a view says that its answers are the same for everyone, so that they are made once."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection
from typing import NamedTuple, ParamSpec

from flask import request
from werkzeug.wrappers import Response

MARK = "portico.cacheable"
ANEW = "portico.made_anew"
TAGS = "portico.tags"
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")

P = ParamSpec("P")


class Cacheable(NamedTuple):
    """What a view said about an answer."""

    tags: frozenset[str]
    """What the answer was made from; it is dropped when one of them changes."""
    parameters: frozenset[str]
    """The query parameters that the view reads. An address with others is answered, and not kept."""


def cacheable(
    *tags: str, parameters: Collection[str] = ()
) -> Callable[[Callable[P, Response]], Callable[P, Response]]:
    """Have the plain successes of a view kept above Flask until one of the tags is dropped.

    For views whose answer depends on their address, on these query parameters and on what the tags name,
    and on nothing else: not on who asks, nor on any header.
    """
    mark = Cacheable(frozenset(tags), frozenset(parameters))

    def decorate(view: Callable[P, Response]) -> Callable[P, Response]:
        @functools.wraps(view)
        def answer(*args: P.args, **kwargs: P.kwargs) -> Response:
            environ = request.environ
            # The edge compares ETags itself, with those of every form, and needs the whole answer.
            conditions = {name: environ.pop(name) for name in CONDITIONS if name in environ}
            response = view(*args, **kwargs)
            if response.status_code == 200 and ANEW not in environ:
                environ[MARK] = mark._replace(tags=mark.tags | environ.get(TAGS, frozenset()))
                return response
            environ.update(conditions)
            return response.make_conditional(request) if ANEW in environ else response

        return answer

    return decorate


def made_of(*tags: str) -> None:
    """Add tags to those of the answer to this request, for what its view found out only now."""
    request.environ[TAGS] = request.environ.get(TAGS, frozenset()).union(tags)


def made_anew() -> None:
    """Exempt the answer to this request: its source may change without anybody being told."""
    request.environ[ANEW] = True
