"""Who a request is from, and by which address it came, when proxies stand before this server."""

from __future__ import annotations

import functools
import ipaddress
import re
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

Network = IPv4Network | IPv6Network

HOST = re.compile(r"(?:[A-Za-z0-9_.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?P<port>:[0-9]{1,5})?")
PREFIX = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")
USUAL_PORTS = {"http": "80", "https": "443"}


class Proxies:
    """The proxies before this server, and the path of their site that it is mounted under.

    `count` proxies are believed, each of which adds to `X-Forwarded-For` whom it was asked by, provided the
    nearest connects from one of `networks`, if any are given. `mount` is a path such as `/me`, empty for the
    root of a site; None when nobody has said, and a proxy may.
    `Forwarded` (RFC 7239) and `X-Real-IP` are never read: one way to say a thing is enough to get right.
    """

    def __init__(self, count: int, networks: Sequence[Network], *, mount: str | None = None) -> None:
        self._count = count
        self._networks = tuple(networks)
        self._mount = None if mount is None else mount.rstrip("/")

    @property
    def has_work(self) -> bool:
        """Whether any request could be changed."""
        return bool(self._count or self._mount)

    def apply(self, environ: WSGIEnvironment) -> None:
        """Put the visitor's address, scheme, host and path in the place of the nearest proxy's.

        What is missing or malformed changes nothing.
        """
        stripped = False
        if self._count and self._is_proxy(environ["REMOTE_ADDR"]):
            stripped = self._believe(environ)
        if self._mount and not stripped:
            _mount(environ, self._mount)

    def _is_proxy(self, peer: str) -> bool:
        return not self._networks or _within(peer, self._networks)

    def _believe(self, environ: WSGIEnvironment) -> bool:
        """Apply the headers of the proxies; whether one of them has taken the mount path off."""
        told = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
        visitor = address_of(told[-self._count]) if len(told) >= self._count else None
        if visitor is None:
            return False
        environ["REMOTE_ADDR"] = visitor
        scheme = self._told(environ, "HTTP_X_FORWARDED_PROTO").lower()
        if scheme in USUAL_PORTS:
            environ["wsgi.url_scheme"] = scheme
        self._believe_host(environ)
        return self._believe_prefix(environ)

    def _believe_host(self, environ: WSGIEnvironment) -> None:
        match = HOST.fullmatch(self._told(environ, "HTTP_X_FORWARDED_HOST") or environ.get("HTTP_HOST", ""))
        if match is None:
            return
        port = self._told(environ, "HTTP_X_FORWARDED_PORT")
        usual = USUAL_PORTS.get(environ["wsgi.url_scheme"])
        told = bool(
            port.isascii() and port.isdigit() and len(port) <= 5 and not match["port"] and port != usual
        )
        environ["HTTP_HOST"] = f"{match[0]}:{port}" if told else match[0]

    def _believe_prefix(self, environ: WSGIEnvironment) -> bool:
        prefix = self._told(environ, "HTTP_X_FORWARDED_PREFIX").rstrip("/")
        if not PREFIX.fullmatch(prefix) or (self._mount is not None and prefix != self._mount):
            return False
        environ["SCRIPT_NAME"] = prefix
        return True

    def _told(self, environ: WSGIEnvironment, header: str) -> str:
        """What the outermost believed proxy said; a single value may have been handed on by the others."""
        values = environ.get(header, "").split(",")
        if len(values) < self._count and len(values) > 1:
            return ""
        return str(values[-self._count] if len(values) >= self._count else values[0]).strip()


def _mount(environ: WSGIEnvironment, mount: str) -> None:
    # A proxy that has taken the path off without saying so leaves nothing to take off here.
    path = environ["PATH_INFO"]
    if path == mount or path.startswith(mount + "/"):
        environ["PATH_INFO"] = path[len(mount) :] or "/"
    environ["SCRIPT_NAME"] = mount


@functools.lru_cache(maxsize=4096)
def address_of(text: str) -> str | None:
    """An entry of `X-Forwarded-For` as a plain IP address, its port left out; none for anything else."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return None
        address = address.ipv4_mapped or address
    return str(address)


@functools.lru_cache(maxsize=4096)
def _within(peer: str, networks: tuple[Network, ...]) -> bool:
    plain = address_of(peer)
    return plain is not None and any(ipaddress.ip_address(plain) in network for network in networks)
