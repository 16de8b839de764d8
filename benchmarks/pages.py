"""What a page costs the browser, and what serving pages costs the memory."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.place import Place, corpus
from benchmarks.servers import Server, portico
from benchmarks.weight import weigh
from portico.features.content import store

REQUESTS = 500


def measure(scratch: Path) -> list[Figure]:
    """The weight of an article page, and the worker's memory after 500 pages of the corpus."""
    place = corpus(scratch)
    place.compile()
    with portico(place) as server:
        return [*weigh(server, typical_article(place)), *_memory(server, place)]


def typical_article(place: Place) -> str:
    """The address of the post with the median length."""
    with closing(sqlite3.connect(place.compiled / store.DATABASE)) as connection:
        urls = [row[0] for row in connection.execute(
            "SELECT e.url FROM entry e JOIN body b ON b.entry_id = e.id WHERE e.slug != ''"
            " ORDER BY length(b.html), e.url"
        )]  # fmt: skip
    middle: str = urls[len(urls) // 2]
    return middle


def _memory(server: Server, place: Place) -> list[Figure]:
    with closing(sqlite3.connect(place.compiled / store.DATABASE)) as connection:
        rows = connection.execute("SELECT url FROM entry ORDER BY published DESC LIMIT ?", (REQUESTS,))
        urls = [row[0] for row in rows]
    for url in urls:
        server.get(url)
    return [
        Figure(name=f"Memory of the worker after {REQUESTS} different pages", value=server.worker_memory(),
               unit="MB", limit=150, command="python -m benchmarks pages", note="resident set"),
    ]  # fmt: skip
