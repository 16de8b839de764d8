"""Keyset cursors: opaque, signed, and good only for the list that gave them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import quote, urlencode

from flask import current_app, request
from pydantic import Field

from portico.platform.errors import BadRequest
from portico.platform.shapes import Input, documented
from portico.platform.signing import Signer, TokenInvalid
from portico.web.contract import Reply
from portico.web.location import root_url

EXTENSION = "portico.cursors"
Item = TypeVar("Item")
CURSOR_LENGTH = 1024


class InvalidCursor(BadRequest):
    """The cursor was not given out for this list."""

    code = "invalid-cursor"
    title = "This cursor is not valid here"


class ListQuery(Input):
    """What every list takes."""

    limit: int = Field(default=20, ge=1, le=100)
    """How many items to return at most."""
    cursor: str | None = Field(default=None, min_length=1, max_length=CURSOR_LENGTH)
    """Where to go on: the `next_cursor` of the page before."""


@documented
@dataclass(frozen=True, kw_only=True)
class Page(Generic[Item]):
    """A bounded part of a list."""

    items: tuple[Item, ...]
    next_cursor: str | None = None
    """Give it as `cursor` to get the items that follow; none on the last page."""


class Cursors:
    """Makes and reads the cursors of one application."""

    def __init__(self, secret: str) -> None:
        self._signer = Signer(secret, "cursor")

    def make(self, key: Any, *, of: str | None = None) -> str:
        """A cursor that goes on after the item with this sort key.

        It belongs to the list at the path `of`, by default to that of the current request.
        """
        return self._signer.sign([_list_name() if of is None else _marked(f"{of}?"), key])

    def read(self, cursor: str | None) -> Any:
        """The sort key inside a cursor, none for none. Raises InvalidCursor."""
        if cursor is None:
            return None
        try:
            list_name, key = self._signer.read(cursor)
        except (TokenInvalid, ValueError, TypeError):
            raise InvalidCursor("The cursor is not one of this API. Start again without it.") from None
        if list_name != _list_name():
            raise InvalidCursor("The cursor belongs to another list. Start again without it.")
        return key


def cursors() -> Cursors:
    """What makes and reads the cursors of the current application."""
    found: Cursors = current_app.extensions[EXTENSION]
    return found


def page_of(
    query: ListQuery, find: Callable[[Any, int], Sequence[Item]], key: Callable[[Item], Any]
) -> Reply:
    """The part of a list that a query asks for, with what leads to the next.

    `find` gives at most so many items after (or from the start, for none) a sort key, which `key` tells of
    an item. Raises InvalidCursor.
    """
    ours = cursors()
    found = find(ours.read(query.cursor), query.limit + 1)
    shown = tuple(found[: query.limit])
    cursor = ours.make(key(shown[-1])) if len(found) > len(shown) else None
    return Reply(Page(items=shown, next_cursor=cursor), link_to_next(cursor))


def link_to_next(cursor: str | None) -> dict[str, str]:
    """The `Link` header (RFC 8288) to the following page of the current request's list."""
    if cursor is None:
        return {}
    query = urlencode(
        [*((k, v) for k, v in request.args.items(multi=True) if k != "cursor"), ("cursor", cursor)]
    )
    return {"Link": f'<{root_url()}{quote(request.path)}?{query}>; rel="next"'}


def _list_name() -> str:
    filters = sorted((k, v) for k, v in request.args.items(multi=True) if k not in ("cursor", "limit"))
    return _marked(f"{request.path}?{urlencode(filters)}")


def _marked(name: str) -> str:
    # A cursor names its list by a mark of fixed length; filters may be as long as an address.
    return hashlib.sha256(name.encode()).hexdigest()[:16]
