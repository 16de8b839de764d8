"""Keyset cursors: opaque, signed, and good only for the list that gave them."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import quote, urlencode

from flask import current_app, request
from pydantic import Field

from portico.platform.errors import BadRequest
from portico.platform.keys import derive
from portico.platform.shapes import Input, documented
from portico.web.contract import Reply

Item = TypeVar("Item")
CURSOR_LENGTH = 1024
_json = json.JSONEncoder(separators=(",", ":")).encode


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
    """Makes and reads the cursors of one application.

    A page of threads holds a hundred of them: each is one MAC under a key that is derived once.
    """

    def __init__(self, secret: str) -> None:
        self._key = derive(secret, "cursor")

    def make(self, key: Any, *, of: str | None = None) -> str:
        """A cursor that goes on after the item with this sort key.

        It belongs to the list at the path `of`, by default to that of the current request.
        """
        list_name = _list_name() if of is None else _marked(f"{of}?")
        said = _in_address(_json([list_name, key]).encode())
        return f"{said}.{self._mac(said)}"

    def read(self, cursor: str | None) -> Any:
        """The sort key inside a cursor, none for none. Raises InvalidCursor."""
        if cursor is None:
            return None
        try:
            list_name, key = self._said(cursor)
        except (ValueError, TypeError):
            raise InvalidCursor("The cursor is not one of this API. Start again without it.") from None
        if list_name != _list_name():
            raise InvalidCursor("The cursor belongs to another list. Start again without it.")
        return key

    def _said(self, cursor: str) -> Any:
        said, _, mac = cursor.partition(".")
        if not hmac.compare_digest(mac.encode(), self._mac(said).encode()):
            raise ValueError("signed by somebody else")
        return json.loads(urlsafe_b64decode(said + "=" * (-len(said) % 4)))

    def _mac(self, said: str) -> str:
        return _in_address(hmac.digest(self._key, said.encode(), hashlib.sha256))


def page_of(
    query: ListQuery, find: Callable[[Any, int], Sequence[Item]], key: Callable[[Item], Any]
) -> Reply:
    """The part of a list that a query asks for, with what leads to the next.

    `find` gives at most so many items after (or from the start, for none) a sort key, which `key` tells of
    an item. Raises InvalidCursor.
    """
    cursors: Cursors = current_app.extensions["portico.cursors"]
    found = find(cursors.read(query.cursor), query.limit + 1)
    shown = tuple(found[: query.limit])
    cursor = cursors.make(key(shown[-1])) if len(found) > len(shown) else None
    return Reply(Page(items=shown, next_cursor=cursor), link_to_next(cursor))


def link_to_next(cursor: str | None) -> dict[str, str]:
    """The `Link` header (RFC 8288) to the following page of the current request's list."""
    if cursor is None:
        return {}
    query = urlencode(
        [*((k, v) for k, v in request.args.items(multi=True) if k != "cursor"), ("cursor", cursor)]
    )
    return {"Link": f'<{request.root_url.rstrip("/")}{quote(request.path)}?{query}>; rel="next"'}


def _list_name() -> str:
    filters = sorted((k, v) for k, v in request.args.items(multi=True) if k not in ("cursor", "limit"))
    return _marked(f"{request.path}?{urlencode(filters)}")


def _marked(name: str) -> str:
    # A cursor names its list by a mark of fixed length; filters may be as long as an address.
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def _in_address(written: bytes) -> str:
    return urlsafe_b64encode(written).rstrip(b"=").decode()
