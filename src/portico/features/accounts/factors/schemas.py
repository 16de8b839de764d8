"""The shapes of the factors' API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import Field

from portico.features.accounts.factors.credentials import MADE, SIGNED, MadeCredential, SignedCredential
from portico.features.accounts.schemas import Delivered
from portico.platform.shapes import Input, documented


def _ticket() -> str:
    ticket: str = Field(
        min_length=1, max_length=100, examples=["gQ3vZk1t9XcS7mYp2LwR5bN8dHfJ4aEoUiTqVxWyKzM"]
    )
    return ticket


def _code() -> str:
    code: str = Field(min_length=1, max_length=64, examples=["287082"])
    return code


class Ticket(Input):
    """A sign-in that waits for a second factor."""

    ticket: str = _ticket()


class FactorCode(Delivered):
    """A code for a sign-in that waits for a second factor."""

    ticket: str = _ticket()
    code: str = _code()
    """Six digits of the app, or one of the recovery codes."""


class PasskeyAnswer(Input):
    """What a passkey answered to a question."""

    ticket: str = _ticket()
    """The one that came with the question."""
    credential: SignedCredential = Field(examples=[SIGNED])


class PasskeySignIn(PasskeyAnswer, Delivered):
    """What a passkey answered, to come in."""


class PasskeyCreate(Input):
    """A passkey that a browser has made."""

    ticket: str = _ticket()
    credential: MadeCredential = Field(examples=[MADE])
    name: str | None = Field(default=None, min_length=1, max_length=60, examples=["Laptop"])
    """By which its holder knows it; by default the browser that made it."""


class AppConfirm(Input):
    """A code that shows that the app is set up."""

    code: str = _code()


class CodeProof(Input):
    """A code that somebody who is signed in shows as a second factor."""

    code: str = _code()
    """Six digits of the app, or one of the recovery codes."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyQuestion:
    """What a browser is to ask a passkey."""

    options: dict[str, Any]
    """For `PublicKeyCredential.parseRequestOptionsFromJSON`, or `parseCreationOptionsFromJSON`."""
    ticket: str
    """To be sent back with the answer, once, within five minutes."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeySummary:
    """A passkey of the account."""

    id: int
    name: str
    backed_up: bool
    """Whether it is kept in more than one place."""
    created_at: datetime
    last_used_at: datetime | None


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyList:
    """The passkeys of the account, the newest first."""

    items: list[PasskeySummary]


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyMade:
    """A passkey that was added."""

    passkey: PasskeySummary
    recovery_codes: list[str]
    """For the day it is lost; empty where the account has some. They are told here and never again."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class AppEnrolment:
    """What an authenticator app is set up with."""

    secret: str
    """In base 32, to be typed into the app."""
    uri: str
    """The same for apps that are opened by an address."""
    qr_svg: str
    """The same for apps that read a picture."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCodes:
    """Codes that let one in, once each; told here and never again."""

    recovery_codes: list[str]
