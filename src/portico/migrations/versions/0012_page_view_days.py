"""What was read long ago is found by its day, to be forgotten."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Forward."""
    op.create_index("ix_page_view_day", "page_view", ["day"])


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_page_view_day", "page_view")
