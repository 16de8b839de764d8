"""What readers say, react to and save, and what keepers of the site do about it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "moderation_rules",
    "moderation_act",
    "ban",
    "report",
    "saved_feed",
    "saved",
    "subject_reaction",
    "reaction",
    "comment_edit",
    "comment",
    "subject",
)


def upgrade() -> None:
    """Forward."""
    _subjects()
    _comments()
    _indexes_of_comments()
    _edits()
    _reactions()
    _saved()
    _moderation()
    _acts()


def downgrade() -> None:
    """Back."""
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change")


def _subjects() -> None:
    op.create_table(
        "subject",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("collection", sa.String(120), nullable=False),
        sa.Column("slug", sa.String(400), nullable=False),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("path", sa.String(1000), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subject"),
        sa.UniqueConstraint("collection", "slug", name="uq_subject_collection_slug"),
        sqlite_autoincrement=True,
    )


def _comments() -> None:
    op.create_table(
        "comment",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("subject_id", IDENTIFIER, nullable=False),
        sa.Column("parent_id", IDENTIFIER),
        sa.Column("root_id", IDENTIFIER),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("account_id", IDENTIFIER),
        sa.Column("guest_name", sa.String(80)),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("replies", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("edited_at", MOMENT),
        sa.Column("held_for", sa.String(30)),
        sa.Column("network", sa.LargeBinary(32)),
        sa.Column("origin", sa.String(200)),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_comment_account_id_account", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["comment.id"], name="fk_comment_parent_id_comment"),
        sa.ForeignKeyConstraint(["root_id"], ["comment.id"], name="fk_comment_root_id_comment"),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name="fk_comment_subject_id_subject", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_comment"),
        sa.UniqueConstraint("origin", name="uq_comment_origin"),
        sqlite_autoincrement=True,
    )


def _indexes_of_comments() -> None:
    op.create_index("ix_comment_account_id_id", "comment", ["account_id", "id"])
    op.create_index("ix_comment_parent_id", "comment", ["parent_id"])
    op.create_index("ix_comment_root_id_listed_id", "comment", ["root_id", "listed", "id"])
    op.create_index("ix_comment_state_id", "comment", ["state", "id"])
    op.create_index(
        "ix_comment_network",
        "comment",
        ["network"],
        sqlite_where=sa.text("network IS NOT NULL"),
        postgresql_where=sa.text("network IS NOT NULL"),
    )
    op.create_index(
        "ix_comment_unlisted",
        "comment",
        ["subject_id", "account_id", "id"],
        sqlite_where=sa.text("listed = 0"),
        postgresql_where=sa.text("NOT listed"),
    )
    op.create_index(
        "ix_comment_top_id",
        "comment",
        ["subject_id", "id"],
        sqlite_where=sa.text("listed = 1 AND parent_id IS NULL"),
        postgresql_where=sa.text("listed AND parent_id IS NULL"),
    )
    op.create_index(
        "ix_comment_top_score_id",
        "comment",
        ["subject_id", "score", "id"],
        sqlite_where=sa.text("listed = 1 AND parent_id IS NULL"),
        postgresql_where=sa.text("listed AND parent_id IS NULL"),
    )


def _edits() -> None:
    op.create_table(
        "comment_edit",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("comment_id", IDENTIFIER, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("replaced_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name="fk_comment_edit_comment_id_comment", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_comment_edit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_comment_edit_comment_id", "comment_edit", ["comment_id"])


def _reactions() -> None:
    op.create_table(
        "reaction",
        sa.Column("comment_id", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_reaction_account_id_account", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name="fk_reaction_comment_id_comment", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("comment_id", "kind", "account_id", name="pk_reaction"),
    )
    op.create_index("ix_reaction_account_id", "reaction", ["account_id"])
    op.create_table(
        "subject_reaction",
        sa.Column("subject_id", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_subject_reaction_account_id_account", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name="fk_subject_reaction_subject_id_subject", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("subject_id", "kind", "account_id", name="pk_subject_reaction"),
    )
    op.create_index("ix_subject_reaction_account_id", "subject_reaction", ["account_id"])


def _saved() -> None:
    op.create_table(
        "saved",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("subject_id", IDENTIFIER, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_saved_account_id_account", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name="fk_saved_subject_id_subject", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_saved"),
        sa.UniqueConstraint("account_id", "subject_id", name="uq_saved_account_id_subject_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_saved_account_id_id", "saved", ["account_id", "id"])
    op.create_table(
        "saved_feed",
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_saved_feed_account_id_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name="pk_saved_feed"),
        sa.UniqueConstraint("digest", name="uq_saved_feed_digest"),
    )


def _moderation() -> None:
    op.create_table(
        "report",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("comment_id", IDENTIFIER, nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_report_account_id_account", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name="fk_report_comment_id_comment", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        sa.UniqueConstraint("comment_id", "account_id", name="uq_report_comment_id_account_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_report_account_id", "report", ["account_id"])
    op.create_index("ix_report_settled_at_id", "report", ["settled_at", "id"])
    op.create_table(
        "ban",
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_ban_account_id_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name="pk_ban"),
    )


def _acts() -> None:
    op.create_table(
        "moderation_act",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("actor_id", IDENTIFIER),
        sa.Column("act", sa.String(20), nullable=False),
        sa.Column("comment_id", IDENTIFIER),
        sa.Column("account_id", IDENTIFIER),
        sa.Column("before", sa.String(20)),
        sa.Column("undoes", IDENTIFIER),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_moderation_act"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_moderation_act_comment_id", "moderation_act", ["comment_id"])
    op.create_table(
        "moderation_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_moderation_rules"),
    )
    _refuse_changes("moderation_act")


def _refuse_changes(table: str) -> None:
    """Have the database itself take rows that are added and nothing else."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} takes no changes'); END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '% takes no changes', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
