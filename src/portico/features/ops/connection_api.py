"""How the operator's own request looks from within, which tells what the proxies hand on."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, request

from portico.platform.shapes import documented
from portico.web.access import operator
from portico.web.contract import operation

bp = Blueprint("ops_connection", __name__, url_prefix="/api/v1/ops/connection")


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A request as it arrived, after the proxies."""

    url: str
    """The address of the site as the request named it, with the scheme and path that proxies told."""
    address: str
    """Where the request came from."""


@bp.get("")
@operator
@operation(
    tag="operations",
    returns=Connection,
    example={"url": "https://example.org/", "address": "203.0.113.7"},
)
def read_connection() -> Connection:
    """This very request, as Portico sees it."""
    return Connection(url=request.root_url, address=request.remote_addr or "")
