"""Where a request comes from: its network and its device, as far as they are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
"""Words of a User-Agent, the more telling first: most name themselves after several others."""
PROGRAM = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,40}")
PREFIXES = {4: 24, 6: 64}
"""How much of an address is kept, and counts as one neighbourhood."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Where a request comes from."""

    network: str = ""
    """The neighbourhood of its address: `192.0.2.0/24`, `2001:db8::/64`."""
    device: str = "Unknown device"
    """`Firefox on Linux`."""
    known: frozenset[int] = frozenset()
    """The accounts that have been signed in to from this browser before."""


NOBODY = Visitor()


def network(address: str | None) -> str:
    """The neighbourhood of an address; what is no address is one of its own."""
    try:
        found = ip_address((address or "").partition("%")[0])
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    return str(ip_network((found, PREFIXES[found.version]), strict=False))


def device(agent: str) -> str:
    """What somebody uses, in words that they know it by."""
    browser = next((name for word, name in BROWSERS if word in agent), "")
    system = next((name for word, name in SYSTEMS if word in agent), "")
    if browser:
        return f"{browser} on {system}" if system else browser
    program = PROGRAM.match(agent)
    return program[0] if program else "Unknown device"
