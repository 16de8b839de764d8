"""Watching the SQL that a snapshot runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from portico.features.content.snapshot import Snapshot


@contextmanager
def statements(snapshot: Snapshot) -> Iterator[list[str]]:
    """The statements that this thread runs on a snapshot inside the block."""
    told: list[str] = []
    connection = snapshot._connection()
    connection.set_trace_callback(told.append)
    try:
        yield told
    finally:
        connection.set_trace_callback(None)


def query_plan(snapshot: Snapshot, statement: str) -> str:
    """How SQLite goes about a statement that has been run."""
    return "; ".join(row["detail"] for row in snapshot.rows(f"EXPLAIN QUERY PLAN {statement}"))
