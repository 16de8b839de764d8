"""The operator's token: whoever can read it in the var folder may run this site."""

from __future__ import annotations

import functools
import hmac
import secrets
from pathlib import Path

from flask import Flask, current_app, request

from portico.platform.errors import Unauthorized, Unavailable
from portico.platform.files import write_once
from portico.platform.lifecycle import Lifecycle

EXTENSION = "portico.operator"
FILE = "operator-token"
SHORTEST = 32
"""Characters; 32 of them hold 192 bits."""


class NotTheOperator(Unauthorized):
    """The request does not carry the operator's token."""

    code = "operator-only"
    title = "This is for the operator of the site"


def install(app: Flask, lifecycle: Lifecycle, var: Path) -> None:
    """Take the token from this var folder, where starting makes one."""
    app.extensions[EXTENSION] = read = functools.cache(lambda: token(var))
    lifecycle.add("operator token", start=read)


def token(var: Path) -> str:
    """The token of a var folder, made when there is none; only the owner of the file can read it.

    Raises Unavailable when the file cannot be used or others can read it.
    """
    path = var / FILE
    try:
        if not path.exists():
            write_once(path, secrets.token_urlsafe(32))
        if path.stat().st_mode & 0o077:
            raise Unavailable(f"Others can read {FILE}. Delete it; a new one is made.")
        found = path.read_text().strip()
    except OSError as error:
        raise Unavailable(f"The file {FILE} cannot be used: {error.strerror}.") from error
    if len(found) < SHORTEST:
        raise Unavailable(f"{FILE} is too short to be a secret. Delete it; a new one is made.")
    return found


def check_operator() -> None:
    """Let the operator's requests pass. Raises NotTheOperator for all others."""
    if not is_operator():
        raise NotTheOperator("Send the token of the operator, from the var folder, as a bearer token.")


def is_operator() -> bool:
    """Whether the current request carries the operator's token."""
    given = request.authorization
    if given is None or given.type != "bearer" or not given.token:
        return False
    expected: str = current_app.extensions[EXTENSION]()
    return hmac.compare_digest(given.token.encode(), expected.encode())
