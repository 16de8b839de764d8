"""What an address may be; what a body may be stands in `bodies.py`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from flask import Flask, request

from portico.platform.errors import BadRequest, NotFound, PorticoError
from portico.web.edge import REFUSAL, ROUTE
from portico.web.json_reader import LARGEST_INTEGER

LONGEST_ADDRESS = 8 * 1024


class AddressTooLong(PorticoError):
    """The path and query are longer than any address of this site."""

    status = 414
    code = "address-too-long"
    title = "The address is too long"


class MalformedAddress(BadRequest):
    """The path or query holds what no text can."""

    code = "malformed-address"
    title = "The address cannot be read"


def install(app: Flask) -> None:
    """Refuse what is longer than any address of this site, and what is no text."""
    app.before_request(_check_address)


def _check_address() -> None:
    asked = request._get_current_object()  # type: ignore[attr-defined]
    environ, rule = asked.environ, asked.url_rule
    if rule is not None:
        environ[ROUTE] = rule.rule
    if refused := environ.get(REFUSAL):
        raise refused
    path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
    if len(query) + len(path) > LONGEST_ADDRESS:
        raise AddressTooLong(f"An address may have {LONGEST_ADDRESS} characters. Leave something out.")
    if not _is_text(path, query):
        raise MalformedAddress("The address holds NUL, or bytes that are not UTF-8. Write it anew.")
    if parts := asked.view_args:
        _check_numbers(parts.values())


def _check_numbers(parts: Iterable[object]) -> None:
    if any(isinstance(part, int) and part > LARGEST_INTEGER for part in parts):
        raise NotFound("Nothing here has a number as large as that.")


@lru_cache(maxsize=512)
def _is_text(path: str, query: str) -> bool:
    # WSGI hands over the bytes of both, those of the path decoded, as Latin-1 (PEP 3333).
    sent = path.encode("latin-1"), unquote_to_bytes(query.encode("latin-1"))
    try:
        return all("\0" not in part.decode() for part in sent)
    except UnicodeDecodeError:
        return False
