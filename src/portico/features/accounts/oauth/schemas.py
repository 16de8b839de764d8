"""The shapes of the API of providers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import Field

from portico.features.accounts.oauth.return_paths import LONGEST
from portico.features.accounts.oauth.visits import Purpose
from portico.features.accounts.schemas import Delivered
from portico.features.accounts.working import Registration
from portico.platform.shapes import Input, documented

KnownWay = Literal["password", "code", "passkey"]


class VisitCreate(Input):
    """Somebody who is to be sent to a provider."""

    purpose: Purpose = Field(default="sign-in", examples=["sign-in"])
    """To come in, or to link the account that one is signed in to."""
    return_to: str = Field(default="/", max_length=LONGEST, examples=["/settings"])
    """Where to go on afterwards; a path of this site."""
    popup: bool = False
    """Whether all of it happens in a window of its own."""
    invitation: str | None = Field(default=None, max_length=100, examples=[None])
    """Where joining takes one."""


class ExchangeCreate(Delivered):
    """What one came back from a provider with."""

    code: str = Field(min_length=1, max_length=100, examples=["p8TfVxWyKzMgQ3vZk1t9XcS7mYp2LwR5bN8dHfJ4aEo"])
    """From the fragment of `/auth/callback`."""
    reactivate: bool = False
    """Whether to open the account again, where one has closed it."""


class LinkCreate(Input):
    """An identity that waited for a proof of whose it is."""

    ticket: str = Field(min_length=1, max_length=100, examples=["gQ3vZk1t9XcS7mYp2LwR5bN8dHfJ4aEoUiTqVxWyKz"])


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class VisitAnswer:
    """Where to send the person."""

    url: str


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class ProofNeededAnswer:
    """Somebody has an account with this address, and signs in to it before it is linked."""

    state: Literal["proof-needed"]
    ticket: str
    """Links the identity, once that somebody has signed in."""
    email: str
    """The address, as the provider told it."""
    email_hint: str
    """The address, so far covered that it can be shown."""
    ways: list[KnownWay]
    """How that account can be signed in to."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderAnswer:
    """A provider that one can come in by."""

    name: str
    label: str


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How one can join and come in."""

    registration: Registration
    """Whether everybody may join, whoever was invited, or nobody."""
    providers: list[ProviderAnswer]
    passkeys: bool


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityAnswer:
    """Somebody at a provider who can come in."""

    id: int
    provider: str
    label: str
    email: str | None
    """The address that the provider told of last."""
    email_verified: bool
    created_at: datetime
    last_used_at: datetime | None


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityList:
    """The identities that an account can be signed in to by, the oldest first."""

    items: list[IdentityAnswer]
