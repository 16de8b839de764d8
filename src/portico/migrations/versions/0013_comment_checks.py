"""What a judge of spam said of comments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "comment_check",
        sa.Column("comment_id", IDENTIFIER, nullable=False),
        sa.Column("spam", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.LargeBinary(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("comment_id", name="pk_comment_check"),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name="fk_comment_check_comment_id_comment", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_comment_check_checked_at", "comment_check", ["checked_at"])


def downgrade() -> None:
    """Back."""
    op.drop_table("comment_check")
