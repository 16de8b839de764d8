"""What may stand in the header of a mail."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.utils import getaddresses, parseaddr

from portico.platform.errors import Invalid

LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
"""A dot-atom (RFC 5322, 3.2.3); quoted local parts are not in use."""
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
LONGEST_LOCAL_PART = 64
LONGEST_ADDRESS = 254
"""RFC 5321, 4.5.3.1, and its erratum 1690."""


def recipient_address(address: str) -> str:
    """A bare address in the form that mail servers read, its domain in ASCII. Raises Invalid."""
    local, at, domain = address.rpartition("@")
    ascii_domain = _ascii_domain(domain)
    whole = f"{local}@{ascii_domain}"
    if (
        not at
        or "=?" in local  # would be read as an encoded word (RFC 2047), which addresses hold none of
        or not LOCAL_PART.fullmatch(local)
        or len(local) > LONGEST_LOCAL_PART
        or len(whole) > LONGEST_ADDRESS
        or ascii_domain is None
    ):
        raise Invalid("That is not a mail address; write it like ada@example.org.")
    return whole


def sender_address(sender: str) -> str:
    """A sender, with or without a name, such as `Ada <ada@example.org>`. Raises Invalid."""
    named = getaddresses([one_line("sender", sender, 320)])
    if len(named) != 1:
        raise Invalid("A mail has one sender; write it like Ada <ada@example.org>.")
    name, address = named[0]
    return str(Address(name, addr_spec=recipient_address(address)))


def domain_of(sender: str) -> str:
    """The domain of a sender's address."""
    return parseaddr(sender)[1].rpartition("@")[2]


def one_line(name: str, text: str, longest: int) -> str:
    """The text of a header that is one line and stays one. Raises Invalid."""
    if not text.isprintable():
        raise Invalid(f"The {name} of a mail is one line of plain text.")
    if len(text) > longest:
        raise Invalid(f"The {name} of a mail has at most {longest} characters.")
    return text


def _ascii_domain(domain: str) -> str | None:
    try:
        labels = domain.encode("idna").decode("ascii").lower().split(".")
    except UnicodeError:
        return None
    return ".".join(labels) if all(map(LABEL.fullmatch, labels)) else None
