"""What people are to hear of, and of whom they want nothing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TABLES = ("block", "notification_choice", "notification")


def upgrade() -> None:
    """Forward."""
    _notifications()
    _blocks()


def downgrade() -> None:
    """Back."""
    for table in TABLES:
        op.drop_table(table)


def _notifications() -> None:
    op.create_table(
        "notification",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("actor_id", IDENTIFIER),
        sa.Column("about", sa.String(60), nullable=False),
        sa.Column("path", sa.String(1000), nullable=False),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("excerpt", sa.String(300), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT),
        sa.Column("folded", sa.Boolean(), nullable=False),
        sa.Column("mail", sa.String(10), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_notification_account_id_account", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["account.id"], name="fk_notification_actor_id_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_notification"),
        sa.UniqueConstraint(
            "account_id", "kind", "about", "actor_id", name="uq_notification_account_id_kind_about_actor_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notification_about", "notification", ["about"])
    op.create_index("ix_notification_actor_id", "notification", ["actor_id"])
    op.create_index("ix_notification_created_at", "notification", ["created_at"])
    _index("shown", ["account_id", "id"], "NOT folded")
    _index("unread", ["account_id", "id"], "NOT folded AND read_at IS NULL")
    _index("waiting", ["account_id"], "mail = 'daily'")
    op.create_table(
        "notification_choice",
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("mail", sa.JSON(), nullable=False),
        sa.Column("timezone", sa.String(60)),
        sa.Column("digest_on", sa.Date()),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name="fk_notification_choice_account_id_account",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", name="pk_notification_choice"),
    )


def _index(name: str, columns: list[str], condition: str) -> None:
    """An index of those notifications alone of which this is true."""
    on_sqlite = sa.text(condition.replace("NOT folded", "folded = 0"))
    op.create_index(
        f"ix_notification_{name}",
        "notification",
        columns,
        sqlite_where=on_sqlite,
        postgresql_where=sa.text(condition),
    )


def _blocks() -> None:
    op.create_table(
        "block",
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("blocked_id", IDENTIFIER, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_block_account_id_account", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["blocked_id"], ["account.id"], name="fk_block_blocked_id_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "blocked_id", name="pk_block"),
    )
    op.create_index("ix_block_blocked_id", "block", ["blocked_id"])
