"""The shapes of the accounts' API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import Field

from portico.features.accounts.models import Role, State
from portico.platform.shapes import Input, documented

Deliver = Literal["cookie", "body"]
Scope = Literal["read", "write"]
Way = Literal["passkey", "totp", "recovery"]


class Delivered(Input):
    """What lets somebody in says how the tokens travel."""

    deliver: Deliver = Field(default="cookie", examples=["cookie"])
    """`cookie` for pages of this site; `body` for clients elsewhere, which keep the tokens themselves."""


def email_field() -> str:
    """The field of a mail address."""
    email: str = Field(
        min_length=3, max_length=254, examples=["ada@example.org"], json_schema_extra={"format": "email"}
    )
    return email


def password_field() -> str:
    """The field of a password; whether it is fit to be one is asked later."""
    password: str = Field(
        min_length=1,
        max_length=256,
        examples=["a lighthouse in autumn"],
        json_schema_extra={"format": "password"},
    )
    return password


def _code() -> str:
    code: str = Field(min_length=1, max_length=64, examples=["7KQ2-M9XD"])
    return code


class RegistrationCreate(Input):
    """Somebody who wants to join."""

    email: str = email_field()
    username: str = Field(min_length=3, max_length=30, examples=["ada"])
    """3 to 30 of the letters a to z, digits, _ and -."""
    password: str = password_field()
    """12 to 256 characters."""
    invitation: str | None = Field(default=None, max_length=100, examples=[None])
    """Where joining takes one."""


class CodeCreate(Input):
    """Where to send a code."""

    email: str = email_field()


class CodeConfirm(Delivered):
    """The code that came by mail."""

    code: str = _code()
    """As it stands in the mail; capitals, the hyphen, and O for 0 do not matter."""
    username: str | None = Field(default=None, min_length=3, max_length=30, examples=[None])
    """Another name, where the one of the registration was taken in the meantime."""


class PasswordReset(Input):
    """The code that came by mail, and the new password."""

    code: str = _code()
    password: str = password_field()


class SignInCreate(Delivered):
    """Somebody who wants in."""

    login: str = Field(min_length=1, max_length=254, examples=["ada@example.org"])
    """The address or the username."""
    password: str = password_field()


class RefreshCreate(Input):
    """Somebody who goes on."""

    refresh_token: str | None = Field(default=None, max_length=200, examples=[None])
    """The refresh token, from clients that keep it themselves; a browser sends its cookie instead."""


class PasswordChange(Delivered):
    """A new password for whoever is signed in."""

    password: str = password_field()


class Proof(Input):
    """What shows once more who somebody is."""

    password: str = password_field()


class EmailConfirm(Input):
    """The code that came to the new address."""

    id: str = Field(min_length=1, max_length=32, examples=["5f0c2c6a1f7b4f0e9a3d8c7b6a594837"])
    """The conversation that it belongs to."""
    code: str = _code()


class UndoToken(Input):
    """The token of the link that went to the old address."""

    token: str = Field(min_length=1, max_length=100, examples=["gQ3vZk1t9XcS7mYp2LwR5bN8dHfJ4aEoUiTqVxWyKzM"])


class WelcomeCreate(Delivered):
    """The first owner of a site."""

    token: str = Field(min_length=1, max_length=100, examples=["gQ3vZk1t9XcS7mYp2LwR5bN8dHfJ4aEoUiTqVxWyKzM"])
    """From the link that `portico serve` prints on a site without an owner."""
    email: str = email_field()
    username: str = Field(min_length=3, max_length=30, examples=["ada"])
    password: str = password_field()


class TokenCreate(Input):
    """A token for a program."""

    name: str = Field(min_length=1, max_length=60, examples=["Editor on my laptop"])
    scopes: list[Scope] = Field(min_length=1, max_length=2, examples=[["read"]])
    """`read` for what changes nothing, `write` for the rest."""
    expires_in_days: int = Field(default=90, ge=1, le=365, examples=[90])


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSummary:
    """Who is signed in."""

    id: int
    username: str
    role: Role


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Whether somebody is in, or what is still to be shown."""

    state: Literal["signed-in", "second-factor"]
    account: AccountSummary | None = None
    ticket: str | None = None
    """Names the sign-in that waits for a second factor."""
    methods: tuple[Way, ...] = ()
    """What that may be."""
    access_token: str | None = None
    """Only where tokens travel in the body."""
    refresh_token: str | None = None
    expires_in: int | None = None
    """Seconds until the access token has to be refreshed."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationAnswer:
    """A conversation by mail that has begun."""

    id: str
    expires_at: datetime
    resend_at: datetime
    """When another code can be asked for."""
    resends_left: int


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """The second factors of an account."""

    totp: bool
    passkeys: int
    recovery_codes: int
    """How many are left."""
    required: bool
    """Whether the role asks for one."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """What only the holder of an account is told."""

    id: int
    username: str
    role: Role
    state: State
    email: str | None
    has_password: bool
    providers: list[str]
    """Where the account can be signed in by as well, such as `github`."""
    factors: Factors
    session: str | None
    """The session that asks; none for a program."""
    proved_until: datetime | None
    """Until when dangerous changes need no further proof."""
    created_at: datetime


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class SessionAnswer:
    """Somewhere that one is signed in."""

    id: str
    method: str
    device: str
    network: str
    created_at: datetime
    last_used_at: datetime
    current: bool
    """Whether it is the one that asks."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class SessionList:
    """Everywhere that one is signed in, the last used first."""

    items: list[SessionAnswer]


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class TokenAnswer:
    """A token for a program; what it is itself is told once, when it is made."""

    id: int
    name: str
    ending: str
    """Its last characters."""
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    token: str | None = None
    """The token, in the answer that made it and never again."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class TokenList:
    """The tokens for programs, the newest first."""

    items: list[TokenAnswer]


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class EventAnswer:
    """Something that happened to the account."""

    id: int
    kind: str
    title: str
    """What happened, in a few words."""
    detail: str
    device: str
    network: str
    at: datetime
