"""The SQLite database of Isso, whose comments are Markdown."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from portico.features.discussion.importing.line import Line, NotReadable
from portico.features.discussion.importing.moments import of_seconds
from portico.features.discussion.importing.pages import page_of
from portico.features.discussion.models import State

STATES: Final[dict[int, State]] = {1: "shown", 2: "held", 4: "deleted"}
SELECTED = (
    "SELECT c.id, c.parent, c.created, c.modified, c.mode, c.author, c.text, t.uri, t.title"
    " FROM comments c JOIN threads t ON t.id = c.tid ORDER BY c.id"
)


def read_isso(path: Path) -> Iterator[Line]:
    """The comments of a database, which is only read. Raises NotReadable."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA trusted_schema = OFF")
            for row in connection.execute(SELECTED):
                yield _line(row)
    except sqlite3.Error as error:
        raise NotReadable(f"This is no database of Isso: {error}.") from None


def _line(row: sqlite3.Row) -> Line:
    return Line(
        origin=f"isso:{row['id']}",
        parent=None if row["parent"] is None else f"isso:{row['parent']}",
        page=page_of(row["uri"]),
        title=row["title"] or "",
        name=row["author"] or "Anonymous",
        text=row["text"] or "",
        state=STATES.get(row["mode"], "held"),
        created_at=of_seconds(row["created"]),
        edited_at=None if row["modified"] is None else of_seconds(row["modified"]),
    )
