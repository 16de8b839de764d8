"""Mail addresses as names of people: one person, one spelling."""

from __future__ import annotations

from portico.platform.errors import FieldError, Invalid
from portico.platform.mail.addresses import recipient_address


def subject_of(address: str) -> str:
    """What an address is known by: ASCII, all of it in lower case.

    Letters of other scripts that would fold into ASCII, such as the Kelvin sign, make no address. Raises
    Invalid.
    """
    try:
        return recipient_address(address).lower()
    except Invalid as error:
        raise Invalid(error.detail, errors=[FieldError("/body/email", "unfit", error.detail)]) from None


def hint(address: str) -> str:
    """An address so far covered that only who knows it knows it again: `a…@example.org`."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"
