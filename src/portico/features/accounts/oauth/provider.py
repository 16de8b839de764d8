"""What a provider is to the rest of us: somewhere to send a person, and what it says of them afterwards."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Protocol

from portico.platform.errors import Invalid
from portico.platform.mail.addresses import recipient_address

LONGEST_SUBJECT = 255
LONGEST_SUGGESTION = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a provider says of the person who came back from it."""

    provider: str
    subject: str
    """Its name for the person, together with its own; see `subject_of`."""
    email: str | None = None
    email_verified: bool = False
    """Whether the provider says, in so many words, that the address is the person's."""
    suggestion: str | None = None
    """What to call the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What the provider is told of a visit, and must keep to."""

    redirect_uri: str
    state: str
    nonce: str
    verifier: str
    """The secret of PKCE (RFC 7636), of which the provider is first told the digest only."""


def claims_of(
    provider: str, subject: str, *, email: object, email_verified: object, suggestion: object
) -> Claims:
    """What a provider says, as far as it can be used.

    Verified is an address only when the provider says exactly `true`; what is no address is none.
    """
    try:
        address = recipient_address(email) if isinstance(email, str) else None
    except Invalid:
        address = None
    words = suggestion if isinstance(suggestion, str) else ""
    return Claims(
        provider=provider,
        subject=subject,
        email=address,
        email_verified=address is not None and email_verified is True,
        suggestion="".join(filter(str.isprintable, words))[:LONGEST_SUGGESTION] or None,
    )


class Provider(Protocol):
    """One way to come in."""

    @property
    def name(self) -> str:
        """What it is called in addresses and rows."""
        ...

    @property
    def label(self) -> str:
        """What people call it."""
        ...

    def address(self, visit: Visit) -> str:
        """Where to send the person. Raises UpstreamUnavailable."""
        ...

    def speaks(self, issuer: str | None) -> bool:
        """Whether an answer that names this issuer, or none, can be its own (RFC 9207).

        Raises UpstreamUnavailable.
        """
        ...

    def claims(self, visit: Visit, code: str) -> Claims:
        """What it says of the person who brought this code back. Raises UpstreamUnavailable."""
        ...


def subject_of(issuer: str, subject: str) -> str:
    """The one name that nobody else has: what an issuer calls somebody, with the issuer's own name.

    A site that changes its provider would else take strangers for the people of the former one.
    """
    whole = f"{issuer}#{subject}"
    return whole if len(whole) <= LONGEST_SUBJECT else hashlib.sha256(whole.encode()).hexdigest()
