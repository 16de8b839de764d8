"""The host names that a request may name; any other is a mistake or an attempt to have links forged."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

ANY_HOST = "/health"
"""Load balancers ask these addresses by number."""


class Hosts:
    """The names of this site, such as `example.org`, or `*.example.org` for every name below it."""

    def __init__(self, allowed: Sequence[str]) -> None:
        names = [name.lower() for name in allowed]
        self._names = frozenset(name for name in names if not name.startswith("*."))
        self._endings = tuple(name[1:] for name in names if name.startswith("*."))
        self._remembers = functools.lru_cache(maxsize=256)(self._is_known)

    def refuses(self, environ: WSGIEnvironment) -> bool:
        """Whether a request names no host or one that is not of this site; its port may be any."""
        host = environ.get("HTTP_HOST", "")
        if self._remembers(host):
            return False
        path = environ.get("PATH_INFO", "")
        return not (path == ANY_HOST or path.startswith(ANY_HOST + "/"))

    def _is_known(self, host: str) -> bool:
        name = without_port(host).lower()
        return name in self._names or (name.endswith(self._endings) and name[0] != "." and _is_name(name))


def without_port(host: str) -> str:
    """A host without its port; as it is when what follows the colon is no port."""
    name, colon, port = host.rpartition(":")
    return name if colon and port.isascii() and port.isdigit() else host


def _is_name(name: str) -> bool:
    return all(label and label.replace("-", "").isalnum() and label.isascii() for label in name.split("."))
