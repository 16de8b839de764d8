"""Mail that is to leave."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "mail",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("key", sa.String(200)),
        sa.Column("kind", sa.String(100), nullable=False),
        sa.Column("message_id", sa.String(200), nullable=False),
        sa.Column("sender", sa.String(320), nullable=False),
        sa.Column("recipient", sa.String(320), nullable=False),
        sa.Column("subject", sa.String(998), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("job_id", IDENTIFIER),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name="fk_mail_job_id_job", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_mail"),
        sa.UniqueConstraint("key", name="uq_mail_key"),
        sa.UniqueConstraint("message_id", name="uq_mail_message_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mail_sent_at", "mail", ["sent_at"])
    op.create_index("ix_mail_job_id", "mail", ["job_id"])


def downgrade() -> None:
    """Back."""
    op.drop_table("mail")
