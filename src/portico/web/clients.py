"""Who sends a request and what they can read, as far as addresses tell."""

from __future__ import annotations

import functools
import hmac
from ipaddress import AddressValueError, IPv6Address


@functools.lru_cache(maxsize=4096)
def network_of(address: str | None) -> str:
    """What counts as one client: an IPv4 address, or the /64 that an IPv6 address lies in.

    A home or a server is given at least a /64 of IPv6 (RFC 6177) and can change within it at will.
    """
    if not address or ":" not in address:
        return address or ""
    try:
        parsed = IPv6Address(address.partition("%")[0])
    except AddressValueError:
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"


def network_digest(address: str | None, key: bytes) -> bytes:
    """What the network of a client is remembered by; nobody without the key can tell or make it."""
    return hmac.digest(key, network_of(address).encode(), "sha256")


def for_programs(path: str) -> bool:
    """Whether an address belongs to the API, which answers in JSON whatever happens."""
    return path == "/api" or path.startswith("/api/")
