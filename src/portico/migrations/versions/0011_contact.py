"""Letters from visitors, and what they are answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TABLES = ("contact_proof", "contact_answer", "contact_message")


def upgrade() -> None:
    """Forward."""
    _messages()
    _proofs()


def downgrade() -> None:
    """Back."""
    for table in TABLES:
        op.drop_table(table)


def _messages() -> None:
    op.create_table(
        "contact_message",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("topic", sa.String(60), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("checked", sa.String(12), nullable=False),
        sa.Column("network", sa.LargeBinary(32)),
        sa.Column("network_until", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_contact_message"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_contact_message_network_created_at", "contact_message", ["network", "created_at"])
    op.create_index("ix_contact_message_network_until", "contact_message", ["network_until"])
    op.create_index("ix_contact_message_state_id", "contact_message", ["state", "id"])
    op.create_table(
        "contact_answer",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("message_id", IDENTIFIER, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["contact_message.id"],
            name="fk_contact_answer_message_id_contact_message",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contact_answer"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_contact_answer_message_id", "contact_answer", ["message_id"])


def _proofs() -> None:
    op.create_table(
        "contact_proof",
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("used_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_contact_proof"),
    )
    op.create_index("ix_contact_proof_used_at", "contact_proof", ["used_at"])
