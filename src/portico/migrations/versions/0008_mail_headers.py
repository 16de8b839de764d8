"""Headers that some mails have beyond those that all have."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Forward."""
    op.add_column("mail", sa.Column("headers", sa.JSON()))


def downgrade() -> None:
    """Back."""
    op.drop_column("mail", "headers")
