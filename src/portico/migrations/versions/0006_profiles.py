"""What people say of themselves, and the files that they sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "profile",
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("folder", sa.String(32), nullable=False),
        sa.Column("name", sa.String(256), nullable=False),
        sa.Column("bio", sa.Text(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("avatar", sa.String(200)),
        sa.Column("banner", sa.String(200)),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_profile_account_id_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name="pk_profile"),
        sa.UniqueConstraint("folder", name="uq_profile_folder"),
    )
    op.create_table(
        "upload",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("media_type", sa.String(30), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("picture", sa.String(200)),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_upload_account_id_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_upload"),
        sa.UniqueConstraint("key", name="uq_upload_key"),
        sa.UniqueConstraint("picture", name="uq_upload_picture"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_upload_account_id_created_at", "upload", ["account_id", "created_at"])
    op.create_index("ix_upload_state_created_at", "upload", ["state", "created_at"])


def downgrade() -> None:
    """Back."""
    op.drop_table("upload")
    op.drop_table("profile")
