"""Accounts and everything that somebody proves to be their holder with."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portico.platform.database import Base, Identifier, Moment

Role = Literal["owner", "moderator", "member"]
State = Literal["active", "suspended", "deactivated", "anonymised"]
ExportState = Literal["waiting", "running", "ready", "failed"]
Purpose = Literal["registration", "code", "reset", "email-change"]

EMAIL = "email"
"""The provider of those identities that are an address."""


def _holder() -> Mapped[Any]:
    """The column that says whose row it is; rows go with their account."""
    return mapped_column(ForeignKey("account.id", ondelete="CASCADE"))


class Account(Base):
    """Somebody who has joined. What others see of them stands in their profile."""

    __tablename__ = "account"
    __table_args__ = (
        Index("ix_account_state_deletion_at", "state", "deletion_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    username: Mapped[str | None] = mapped_column(String(30), unique=True)
    """None once the account is anonymised, so that the name can be used anew."""
    username_key: Mapped[str | None] = mapped_column(String(30), unique=True)
    """What names that look alike have in common; see `names.skeleton`."""
    role: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(12))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    """Argon2id, in the format of its reference implementation; None where nobody ever chose a password."""
    session_version: Mapped[int] = mapped_column(Integer, default=1)
    """Stands in every access token; raising it ends them all."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    deactivated_at: Mapped[datetime | None] = mapped_column(Moment)
    deletion_at: Mapped[datetime | None] = mapped_column(Moment)
    """When a deactivated account is anonymised."""
    keep_comments: Mapped[bool] = mapped_column(default=True)
    """Whether comments stay, as a deleted user's, when the account is anonymised."""


class Identity(Base):
    """One way in which the world outside names a person: an address, or a subject of a provider."""

    __tablename__ = "identity"
    __table_args__ = (
        UniqueConstraint("provider", "subject"),
        Index("ix_identity_account_id", "account_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_id: Mapped[int] = _holder()
    provider: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(255))
    """What the provider calls the person, for good; of `email` the address in lower case."""
    email: Mapped[str | None] = mapped_column(String(254))
    """The address as it was written, or as the provider states it."""
    email_verified: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_used_at: Mapped[datetime | None] = mapped_column(Moment)


class Verification(Base):
    """A code that was mailed, and what it proves; its row is the server's half of the conversation."""

    __tablename__ = "verification"
    __table_args__ = (
        Index("ix_verification_expires_at", "expires_at"),
        Index("ix_verification_account_id", "account_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    """Random and told to whoever began; it proves nothing by itself."""
    purpose: Mapped[str] = mapped_column(String(20))
    email: Mapped[str] = mapped_column(String(254))
    account_id: Mapped[int | None] = _holder()
    """Whom the code lets in; none for a registration, and where nobody has the address."""
    username: Mapped[str | None] = mapped_column(String(30))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    hopeless: Mapped[bool] = mapped_column(default=False)
    """Whether no code can succeed, which nobody but the holder of the address is told."""
    attempts_left: Mapped[int] = mapped_column(Integer)
    resends_left: Mapped[int] = mapped_column(Integer)
    sent_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class Budget(Base):
    """How often something was done in a span that began with its first time; see `budgets`."""

    __tablename__ = "budget"
    __table_args__ = (Index("ix_budget_started_at", "started_at"),)

    name: Mapped[str] = mapped_column(String(30), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """A digest of whose budget it is: an address, a network, an account."""
    started_at: Mapped[datetime] = mapped_column(Moment)
    spent: Mapped[int] = mapped_column(Integer)


class LoginSession(Base):
    """One browser or program that is signed in. Its refresh tokens are the family of this row."""

    __tablename__ = "login_session"
    __table_args__ = (
        Index("ix_login_session_account_id", "account_id"),
        Index("ix_login_session_expires_at", "expires_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    """Random; refresh tokens are derived from it, so only its holder is told."""
    account_id: Mapped[int] = _holder()
    method: Mapped[str] = mapped_column(String(30))
    """What it was begun with: `password`, `code`, `passkey`, or the name of a provider."""
    device: Mapped[str] = mapped_column(String(100))
    network: Mapped[str] = mapped_column(String(64))
    """Where it was last used from, as far as is kept: the network, not the address."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_used_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    """When it ends whatever happens."""
    generation: Mapped[int] = mapped_column(Integer)
    """How many refresh tokens came before the one that is good now."""
    rotated_at: Mapped[datetime] = mapped_column(Moment)
    proved_at: Mapped[datetime] = mapped_column(Moment)
    """When its holder last proved who they are."""
    factor_at: Mapped[datetime | None] = mapped_column(Moment)
    """When a second factor was last part of that."""


class ApiToken(Base):
    """A key for a program that acts for its maker, within its scopes."""

    __tablename__ = "api_token"
    __table_args__ = (Index("ix_api_token_account_id", "account_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_id: Mapped[int] = _holder()
    name: Mapped[str] = mapped_column(String(60))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    """SHA-256 of the token, which is 256 random bits."""
    ending: Mapped[str] = mapped_column(String(10))
    """Its last characters, by which its maker tells it from others."""
    scopes: Mapped[str] = mapped_column(String(100))
    """With spaces between them, as in OAuth (RFC 6749, 3.3)."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    last_used_at: Mapped[datetime | None] = mapped_column(Moment)


class Passkey(Base):
    """A credential of WebAuthn, level 3."""

    __tablename__ = "passkey"
    __table_args__ = (Index("ix_passkey_account_id", "account_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_id: Mapped[int] = _holder()
    user_handle: Mapped[bytes] = mapped_column(LargeBinary(64))
    """Random, and the same for all passkeys of an account: what they call its holder."""
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(Identifier)
    transports: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(60))
    backed_up: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_used_at: Mapped[datetime | None] = mapped_column(Moment)


class Ceremony(Base):
    """A challenge that a passkey, or a second factor, has yet to answer."""

    __tablename__ = "ceremony"
    __table_args__ = (
        Index("ix_ceremony_expires_at", "expires_at"),
        Index("ix_ceremony_account_id", "account_id"),
    )

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    """SHA-256 of the ticket that its caller holds."""
    purpose: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[int | None] = _holder()
    method: Mapped[str | None] = mapped_column(String(30))
    """What the first factor was, where this is about the second."""
    challenge: Mapped[bytes | None] = mapped_column(LargeBinary(64))
    user_handle: Mapped[bytes | None] = mapped_column(LargeBinary(64))
    """What a passkey that is to be made will call its holder."""
    attempts_left: Mapped[int] = mapped_column(Integer)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class Totp(Base):
    """The secret of an authenticator app (RFC 6238)."""

    __tablename__ = "totp"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    """Sealed for this account; see `platform.sealing`."""
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    last_step: Mapped[int] = mapped_column(Identifier, default=0)
    """The step of the last code that was taken; no code is taken twice (RFC 6238, 5.2)."""


class RecoveryCode(Base):
    """What lets one in when the second factor is lost, once."""

    __tablename__ = "recovery_code"
    __table_args__ = (Index("ix_recovery_code_account_id", "account_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_id: Mapped[int] = _holder()
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class OAuthState(Base):
    """A visit to a provider that has begun."""

    __tablename__ = "oauth_state"
    __table_args__ = (
        Index("ix_oauth_state_expires_at", "expires_at"),
        Index("ix_oauth_state_account_id", "account_id"),
    )

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    browser: Mapped[bytes] = mapped_column(LargeBinary(32))
    """SHA-256 of the cookie of the browser that began it."""
    provider: Mapped[str] = mapped_column(String(30))
    purpose: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[int | None] = _holder()
    session_id: Mapped[str | None] = mapped_column(String(32))
    verifier: Mapped[str] = mapped_column(String(128))
    nonce: Mapped[str] = mapped_column(String(64))
    return_to: Mapped[str] = mapped_column(String(1000))
    popup: Mapped[bool] = mapped_column(default=False)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime] = mapped_column(Moment)


class OAuthExchange(Base):
    """A visit that came back well, waiting for its browser to take what it earned."""

    __tablename__ = "oauth_exchange"
    __table_args__ = (
        Index("ix_oauth_exchange_expires_at", "expires_at"),
        Index("ix_oauth_exchange_account_id", "account_id"),
    )

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    """What its code or ticket is good for."""
    browser: Mapped[bytes] = mapped_column(LargeBinary(32))
    provider: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(255))
    email: Mapped[str | None] = mapped_column(String(254))
    email_verified: Mapped[bool] = mapped_column(default=False)
    suggestion: Mapped[str | None] = mapped_column(String(100))
    """What the provider calls the person, to make a username of."""
    account_id: Mapped[int | None] = _holder()
    """Who has to be proved, to be linked with the identity."""
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    session_id: Mapped[str | None] = mapped_column(String(32))
    """The session that it made, which a second use ends."""
    ticket: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    """Or the digest of the ticket, where a second factor was asked for first."""


class SecurityEvent(Base):
    """Something that its holder should be able to look up: who came in, what was changed."""

    __tablename__ = "security_event"
    __table_args__ = (
        Index("ix_security_event_account_id_id", "account_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_id: Mapped[int] = _holder()
    kind: Mapped[str] = mapped_column(String(40))
    detail: Mapped[str] = mapped_column(String(100))
    device: Mapped[str] = mapped_column(String(100))
    network: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)


class EmailUndo(Base):
    """The way back from a changed address, known to the old one."""

    __tablename__ = "email_undo"
    __table_args__ = (Index("ix_email_undo_account_id", "account_id"),)

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[int] = _holder()
    email: Mapped[str] = mapped_column(String(254))
    """The old address."""
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class DataExport(Base):
    """A file of all that is kept of somebody, which they asked for."""

    __tablename__ = "data_export"
    __table_args__ = (
        Index("ix_data_export_account_id", "account_id"),
        Index("ix_data_export_created_at", "created_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_id: Mapped[int] = _holder()
    key: Mapped[str] = mapped_column(String(60), unique=True)
    """What the file is called in the storage; random."""
    state: Mapped[ExportState] = mapped_column(String(10))
    progress: Mapped[int] = mapped_column(Integer, default=0)
    """In hundredths."""
    size: Mapped[int | None] = mapped_column(Identifier)
    """Bytes of the file, once it is there."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the file goes."""


class Invitation(Base):
    """Leave to register where registration is by invitation."""

    __tablename__ = "invitation"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    email: Mapped[str | None] = mapped_column(String(254))
    """The only address that it is good for; none for any."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class Block(Base):
    """Somebody wants nothing of somebody else."""

    __tablename__ = "block"
    __table_args__ = (Index("ix_block_blocked_id", "blocked_id"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    blocked_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
