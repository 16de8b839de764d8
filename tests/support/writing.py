"""A process that writes to a database through `Database` and says of each row when it is certain.

    python -m tests.support.writing FOLDER ROWS [PRAGMA ...]

With each line on its standard input it goes on for another so many rows; it ends with the input.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, event, insert, select

from portico.platform.database import Database, DatabaseUnavailable

CERTAIN = "acknowledged"
ROWS = Table(
    "written",
    MetaData(),
    Column("number", Integer, primary_key=True),
    Column("twin", Integer, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
)
COUNT = select(ROWS.c.number).order_by(ROWS.c.number.desc()).limit(1)


def open_database(folder: Path, *pragmas: str) -> Database:
    """The database of a folder; the writer runs these pragmas when it connects."""
    database = Database(f"sqlite:///{folder / 'portico.db'}", seconds=1)

    @event.listens_for(database.writer, "connect")
    def prepare(connection: Any, _record: object) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    return database


def write(database: Database, number: int) -> None:
    """Write two rows in one transaction, the second of which refers to the first."""
    with database.transaction() as session:
        session.execute(insert(ROWS).values(number=2 * number, twin=2 * number + 1, bytes=bytes(2500)))
        session.execute(insert(ROWS).values(number=2 * number + 1, twin=2 * number, bytes=bytes(1200)))


def main() -> None:
    """Write as long as lines come, and answer each with what became of its rows."""
    folder, rows = Path(sys.argv[1]), int(sys.argv[2])
    database = open_database(folder, *sys.argv[3:])
    opened: list[Any] = []
    event.listen(database.writer, "connect", lambda connection, _record: opened.append(connection))
    certain = os.open(folder / CERTAIN, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    number = 0
    for _ in sys.stdin:
        refused = 0
        for _ in range(rows):
            try:
                write(database, number)
            except DatabaseUnavailable:
                refused += 1
            else:
                os.write(certain, b"%d\n" % number)
            number += 1
        sys.stdout.write(json.dumps({"refused": refused, "last": _last(database), "opened": len(opened)}))
        sys.stdout.write("\n")
        sys.stdout.flush()


def _last(database: Database) -> int | None:
    found = database.row(COUNT)
    return found[0] if found else None


if __name__ == "__main__":
    main()
