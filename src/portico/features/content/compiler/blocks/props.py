"""The kinds of values that props of several blocks share."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

_LINK_SCHEMES = {"", "http", "https", "mailto", "tel"}
_FILE_SCHEMES = {"", "http", "https"}


def is_remote(address: str) -> bool:
    """Whether an address names another host, so that nothing is known of what lies there."""
    return address.startswith("//") or urlsplit(address).scheme in {"http", "https"}


def absolute(address: str) -> str:
    """A remote address with its scheme."""
    return f"https:{address}" if address.startswith("//") else address


def _flag(value: object) -> object:
    # HTML writes a boolean attribute also as `open=""`.
    return True if value == "" else value


def _checked(address: str, schemes: set[str]) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        raise ValueError("this is not an address") from None
    if parts.scheme.lower() not in schemes:
        raise ValueError(f"an address cannot start with “{parts.scheme}:” here")
    if any(ord(character) <= ord(" ") for character in address):
        raise ValueError("an address holds no spaces; write %20")
    if is_remote(address) and not parts.hostname:
        raise ValueError("this address names no host")
    return address


def _link(address: str) -> str:
    return _checked(address, _LINK_SCHEMES)


def _file(address: str) -> str:
    return _checked(address.replace(" ", "%20"), _FILE_SCHEMES)


def _https(address: str) -> str:
    address = absolute(_checked(address, _FILE_SCHEMES))
    if not address.startswith("https://"):
        raise ValueError("this must be an address that starts with https://")
    return address


Flag = Annotated[bool, BeforeValidator(_flag)]
"""`flag`, `flag={true}` or `flag="true"`."""
Address = Annotated[str, Field(min_length=1), AfterValidator(_link)]
"""Where a link leads: a page of the site, another site, a mail address."""
FileAddress = Annotated[str, Field(min_length=1), AfterValidator(_file)]
"""A file as the content file writes it, or its address elsewhere."""
SecureAddress = Annotated[str, Field(min_length=1), AfterValidator(_https)]
"""An address on another site, by HTTPS."""
Pixels = Annotated[int, Field(ge=1, le=20_000)]
