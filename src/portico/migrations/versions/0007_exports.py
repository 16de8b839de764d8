"""Files of all that is kept of somebody, which they asked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "data_export",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("size", IDENTIFIER),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_data_export_account_id_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_data_export"),
        sa.UniqueConstraint("key", name="uq_data_export_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_data_export_account_id", "data_export", ["account_id"])
    op.create_index("ix_data_export_created_at", "data_export", ["created_at"])


def downgrade() -> None:
    """Back."""
    op.drop_table("data_export")
