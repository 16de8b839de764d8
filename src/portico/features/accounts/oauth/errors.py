"""What can go wrong on the way to a provider and back.

PorticoError
├── NoSuchProvider         404
├── VisitOver              403   expired, used, changed, or begun in another browser
├── ProviderDenied         403
├── ExchangeOver           403
├── IdentityTaken          409
├── AnotherPerson          409
└── UpstreamUnavailable    503
    ├── ProviderFailed     503
    └── ProvidersBusy      503
"""

from __future__ import annotations

from portico.platform.errors import Conflict, Forbidden, NotFound
from portico.platform.http import UpstreamUnavailable


class NoSuchProvider(NotFound):
    """The site lets nobody in by way of such a provider."""

    code = "no-such-provider"
    title = "There is no such way to sign in"


class VisitOver(Forbidden):
    """The answer of a provider belongs to no visit that this browser has begun and not yet finished."""

    code = "visit-over"
    title = "This visit is over"


class ProviderDenied(Forbidden):
    """The person, or the provider, refused."""

    code = "provider-denied"
    title = "The provider did not let you through"


class ExchangeOver(Forbidden):
    """The code is not one of ours, is over, was used, or belongs to another browser."""

    code = "exchange-over"
    title = "This sign-in is over"


class IdentityTaken(Conflict):
    """The identity lets somebody else in."""

    code = "identity-taken"
    title = "This belongs to another account"


class AnotherPerson(Conflict):
    """The account that was proved is not the one that the identity waits for."""

    code = "another-account"
    title = "That is another account"


class ProviderFailed(UpstreamUnavailable):
    """The provider answered with something that cannot be believed."""

    code = "provider-failed"
    title = "The provider does not answer as it should"


class ProvidersBusy(UpstreamUnavailable):
    """Too many visits wait for their providers already."""

    code = "providers-busy"
    title = "Too many people are signing in this way at the moment"
