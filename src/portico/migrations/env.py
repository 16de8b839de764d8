"""Alembic's way in: runs the steps within the transaction of the connection that `history` hands over."""

from __future__ import annotations

from alembic import context

from portico.migrations.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True
)
context.run_migrations()
