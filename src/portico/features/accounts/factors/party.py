"""Who asks for passkeys: the site, by the name and the origin that its visitors know."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Party:
    """A relying party (W3C WebAuthn, 4)."""

    id: str
    """The host; passkeys made for it are good for nobody else."""
    origin: str


def party_of(address: str) -> Party:
    """The relying party of the site at this address.

    Browsers make no passkeys for the bare number of a machine; whoever tries a site out calls it localhost.
    """
    parts = urlsplit(address)
    host = parts.hostname or "localhost"
    host = "localhost" if _is_number(host) else host
    port = "" if parts.port in (None, PORTS.get(parts.scheme)) else f":{parts.port}"
    return Party(host, f"{parts.scheme}://{host}{port}")


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
