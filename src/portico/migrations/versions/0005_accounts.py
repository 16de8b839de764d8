"""Accounts, and everything that somebody proves to be their holder with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "email_undo",
    "security_event",
    "oauth_exchange",
    "oauth_state",
    "recovery_code",
    "totp",
    "ceremony",
    "passkey",
    "api_token",
    "login_session",
    "budget",
    "verification",
    "identity",
    "invitation",
    "account",
)


def upgrade() -> None:
    """Forward."""
    _accounts()
    _verifications()
    _budgets()
    _logins()
    _factors()
    _codes()
    _visits()
    _exchanges()
    _events()


def downgrade() -> None:
    """Back."""
    for table in TABLES:
        op.drop_table(table)


def _accounts() -> None:
    op.create_table(
        "account",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("username", sa.String(30)),
        sa.Column("username_key", sa.String(30)),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("password_hash", sa.String(200)),
        sa.Column("session_version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("deactivated_at", MOMENT),
        sa.Column("deletion_at", MOMENT),
        sa.Column("keep_comments", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("username", name="uq_account_username"),
        sa.UniqueConstraint("username_key", name="uq_account_username_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_account_state_deletion_at", "account", ["state", "deletion_at"])
    op.create_table(
        "invitation",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("email", sa.String(254)),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.UniqueConstraint("digest", name="uq_invitation_digest"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "identity",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("provider", sa.String(30), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("email", sa.String(254)),
        sa.Column("email_verified", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_identity_account_id_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_identity"),
        sa.UniqueConstraint("provider", "subject", name="uq_identity_provider_subject"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_identity_account_id", "identity", ["account_id"])


def _verifications() -> None:
    op.create_table(
        "verification",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("account_id", IDENTIFIER),
        sa.Column("username", sa.String(30)),
        sa.Column("password_hash", sa.String(200)),
        sa.Column("invitation_id", IDENTIFIER),
        sa.Column("code_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("hopeless", sa.Boolean(), nullable=False),
        sa.Column("attempts_left", sa.Integer(), nullable=False),
        sa.Column("resends_left", sa.Integer(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_verification_account_id_account", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name="fk_verification_invitation_id_invitation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_verification"),
    )
    op.create_index("ix_verification_account_id", "verification", ["account_id"])
    op.create_index("ix_verification_expires_at", "verification", ["expires_at"])


def _budgets() -> None:
    op.create_table(
        "budget",
        sa.Column("name", sa.String(30), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("spent", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", "key", name="pk_budget"),
    )
    op.create_index("ix_budget_started_at", "budget", ["started_at"])


def _logins() -> None:
    op.create_table(
        "login_session",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("method", sa.String(30), nullable=False),
        sa.Column("device", sa.String(100), nullable=False),
        sa.Column("network", sa.String(64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("rotated_at", MOMENT, nullable=False),
        sa.Column("proved_at", MOMENT, nullable=False),
        sa.Column("factor_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_login_session_account_id_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_login_session"),
    )
    op.create_index("ix_login_session_account_id", "login_session", ["account_id"])
    op.create_index("ix_login_session_expires_at", "login_session", ["expires_at"])
    op.create_table(
        "api_token",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("ending", sa.String(10), nullable=False),
        sa.Column("scopes", sa.String(100), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_api_token_account_id_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("digest", name="uq_api_token_digest"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_api_token_account_id", "api_token", ["account_id"])


def _factors() -> None:
    op.create_table(
        "passkey",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("user_handle", sa.LargeBinary(64), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(1023), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", IDENTIFIER, nullable=False),
        sa.Column("transports", sa.String(100), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("backed_up", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_passkey_account_id_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_passkey"),
        sa.UniqueConstraint("credential_id", name="uq_passkey_credential_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_passkey_account_id", "passkey", ["account_id"])
    op.create_table(
        "ceremony",
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("account_id", IDENTIFIER),
        sa.Column("method", sa.String(30)),
        sa.Column("challenge", sa.LargeBinary(64)),
        sa.Column("user_handle", sa.LargeBinary(64)),
        sa.Column("attempts_left", sa.Integer(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_ceremony_account_id_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name="pk_ceremony"),
    )
    op.create_index("ix_ceremony_account_id", "ceremony", ["account_id"])
    op.create_index("ix_ceremony_expires_at", "ceremony", ["expires_at"])


def _codes() -> None:
    op.create_table(
        "totp",
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_at", MOMENT),
        sa.Column("last_step", IDENTIFIER, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_totp_account_id_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name="pk_totp"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("used_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_recovery_code_account_id_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_recovery_code_account_id", "recovery_code", ["account_id"])


def _visits() -> None:
    op.create_table(
        "oauth_state",
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("browser", sa.LargeBinary(32), nullable=False),
        sa.Column("provider", sa.String(30), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("account_id", IDENTIFIER),
        sa.Column("session_id", sa.String(32)),
        sa.Column("verifier", sa.String(128), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("return_to", sa.String(1000), nullable=False),
        sa.Column("popup", sa.Boolean(), nullable=False),
        sa.Column("invitation_id", IDENTIFIER),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_oauth_state_account_id_account", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name="fk_oauth_state_invitation_id_invitation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("digest", name="pk_oauth_state"),
    )
    op.create_index("ix_oauth_state_account_id", "oauth_state", ["account_id"])
    op.create_index("ix_oauth_state_expires_at", "oauth_state", ["expires_at"])


def _exchanges() -> None:
    op.create_table(
        "oauth_exchange",
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("browser", sa.LargeBinary(32), nullable=False),
        sa.Column("provider", sa.String(30), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("email", sa.String(254)),
        sa.Column("email_verified", sa.Boolean(), nullable=False),
        sa.Column("suggestion", sa.String(100)),
        sa.Column("account_id", IDENTIFIER),
        sa.Column("invitation_id", IDENTIFIER),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.Column("session_id", sa.String(32)),
        sa.Column("ticket", sa.LargeBinary(32)),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_oauth_exchange_account_id_account", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name="fk_oauth_exchange_invitation_id_invitation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("digest", name="pk_oauth_exchange"),
    )
    op.create_index("ix_oauth_exchange_account_id", "oauth_exchange", ["account_id"])
    op.create_index("ix_oauth_exchange_expires_at", "oauth_exchange", ["expires_at"])


def _events() -> None:
    op.create_table(
        "security_event",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("detail", sa.String(100), nullable=False),
        sa.Column("device", sa.String(100), nullable=False),
        sa.Column("network", sa.String(64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_security_event_account_id_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_security_event"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_security_event_account_id_id", "security_event", ["account_id", "id"])
    op.create_table(
        "email_undo",
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_email_undo_account_id_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name="pk_email_undo"),
    )
    op.create_index("ix_email_undo_account_id", "email_undo", ["account_id"])
