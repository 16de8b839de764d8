"""Work to be done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("done_at IS NULL AND parked_at IS NULL")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "job",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.String(100), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(200)),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("run_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("lease_until", MOMENT),
        sa.Column("done_at", MOMENT),
        sa.Column("parked_at", MOMENT),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
        sa.UniqueConstraint("key", name="uq_job_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_job_due", "job", ["priority", "run_at", "id"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index("ix_job_done_at", "job", ["done_at"])
    op.create_index("ix_job_parked_at", "job", ["parked_at"])
    op.create_index("ix_job_kind_id", "job", ["kind", "id"])


def downgrade() -> None:
    """Back."""
    op.drop_table("job")
