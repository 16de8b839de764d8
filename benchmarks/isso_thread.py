"""Isso's answer to a page of threads among many; run by a Python that has Isso, and imports nothing of ours.

Prints the seconds of CPU of each answer as a list.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path
from time import process_time

import isso  # type: ignore[import-not-found]
from isso import config
from werkzeug.test import Client

FILL = """
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :count - 1)
INSERT INTO comments (tid, id, parent, created, mode, remote_addr, text, author, voters)
SELECT :thread, :base + i, CASE WHEN i % :each > 0 THEN :base + i - i % :each END, 1760000000 + i, 1,
       '127.0.0.0', 'Well put.', 'ada', x'00' FROM n
"""


def main(database: Path, here: int, elsewhere: int, each: int, page: int, rounds: int) -> None:
    """Fill the database, and ask for the page so often."""
    settings = database.with_suffix(".cfg")
    settings.write_text(
        f"[general]\ndbpath = {database}\nhost = http://localhost/\n[guard]\nenabled = false\n"
    )
    app = isso.make_app(config.load(config.default_file(), str(settings)), threading=True)
    with sqlite3.connect(database) as connection:
        for thread, (path, count, base) in enumerate(
            (("/other", elsewhere, 1), ("/hello", here, elsewhere + 1)), 1
        ):
            connection.execute("INSERT INTO threads (id, uri, title) VALUES (?, ?, ?)", (thread, path, path))
            connection.execute(FILL, {"thread": thread, "base": base, "count": count, "each": each})
    client = Client(app)
    found = []
    for _ in range(rounds):
        began = process_time()
        answer = client.get(f"/?uri=/hello&limit={page}&nested_limit=2&sort=newest")
        found.append(process_time() - began)
        if len(json.loads(answer.data)["replies"]) != page:
            raise RuntimeError(answer.status)
    print(json.dumps(found))


if __name__ == "__main__":
    path, *numbers = sys.argv[1:]
    main(Path(path), *map(int, numbers))
