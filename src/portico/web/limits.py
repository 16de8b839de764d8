"""What a request may carry."""

from __future__ import annotations

from flask import Flask, request

from portico.platform.errors import PorticoError
from portico.web.edge import ROUTE

LONGEST_ADDRESS = 8 * 1024
LARGEST_BODY = 64 * 1024


class AddressTooLong(PorticoError):
    """The path and query are longer than any address of this site."""

    status = 414
    code = "address-too-long"
    title = "The address is too long"


def install(app: Flask) -> None:
    """Refuse what is larger than any honest request."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.before_request(_check_address)


def _check_address() -> None:
    if request.url_rule is not None:
        request.environ[ROUTE] = request.url_rule.rule
    if len(request.query_string) + len(request.path) > LONGEST_ADDRESS:
        raise AddressTooLong(f"An address may have {LONGEST_ADDRESS} characters. Leave something out.")
