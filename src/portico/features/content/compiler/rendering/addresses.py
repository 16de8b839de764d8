"""Addresses as they may stand in `href` and `src`."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_ALLOWED = "/?#@!$&'()*+,;=:%~-._"
_PLAIN = re.compile(r"https?://[a-z0-9]+(?:[.-][a-z0-9]+)*(?:[/?#][A-Za-z0-9/?&=._~:@!$()*+,;-]*)?\Z")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_BROKEN_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"(?:[\w%~!$&'()*+,;=.-]+|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_LINK_SCHEMES = {"http", "https", "mailto", "tel", "ftp", "irc", "ircs", "matrix", "sms", "xmpp"}


def link_address(address: str) -> str | None:
    """The address percent-encoded where it must be, or none if it cannot be one."""
    if _PLAIN.match(address):
        return address
    # Browsers read an address without its control characters, so nothing may hide between them.
    address = _CONTROLS.sub("", address).strip()
    scheme = _SCHEME.match(address)
    if scheme and scheme[1].lower() not in _LINK_SCHEMES:
        return None
    if is_remote(address):
        return _web_address(address)
    return _encoded(address)


def image_address(address: str) -> str | None:
    """As `link_address`, for what is loaded: only by HTTP."""
    scheme = _SCHEME.match(_CONTROLS.sub("", address).strip())
    return None if scheme and scheme[1].lower() not in {"http", "https"} else link_address(address)


def is_remote(address: str) -> bool:
    """Whether the address names another host."""
    return address.startswith(("//", "\\\\")) or address[:8].lower().startswith(("http:", "https:"))


def is_local(address: str) -> bool:
    """Whether the address names something of this site other than a part of the same page."""
    return bool(address) and address[0] not in "#?" and not is_remote(address) and not _SCHEME.match(address)


def _web_address(address: str) -> str | None:
    address = address.replace("\\", "/")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    host = parts.netloc.rpartition("@")[2]
    if not _HOST.fullmatch(host) or (port is not None and port > 65_535):
        return None
    try:
        host = parts.hostname.encode("idna").decode() if parts.hostname and not host.isascii() else host
    except UnicodeError:
        return None
    scheme = f"{parts.scheme.lower()}:" if parts.scheme else ""
    rest = address.partition("//")[2][len(parts.netloc) :]
    port_part = f":{port}" if port is not None and ":" not in host else ""
    return f"{scheme}//{host}{port_part}{_encoded(rest)}"


def _encoded(address: str) -> str:
    before, mark, fragment = address.partition("#")
    encoded = quote(_BROKEN_PERCENT.sub("%25", before), safe=_ALLOWED)
    return encoded + mark + quote(_BROKEN_PERCENT.sub("%25", fragment), safe=_ALLOWED).replace("#", "%23")
