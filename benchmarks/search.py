"""How long a search takes in the process, when its answer is not remembered."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from benchmarks.figures import Figure
from benchmarks.place import corpus
from portico.features.content import store
from portico.features.content.reading import Filter
from portico.features.content.search import search
from portico.features.content.snapshot import CompiledSite, Snapshot

QUERIES = 50
"""Queries of each kind."""
HITS = 10
ROUNDS = 3


def measure(scratch: Path) -> list[Figure]:
    """The 95th percentile over words that are common, rare, begun, paired and in phrases."""
    place = corpus(scratch)
    place.compile()
    snapshot = CompiledSite(place.compiled, lambda: datetime.now(UTC)).current()
    with closing(sqlite3.connect(place.compiled / store.DATABASE)) as connection:
        kinds = _queries(connection)
    times = {kind: _times(snapshot, queries) for kind, queries in kinds.items()}
    everything = [each for kind in times.values() for each in kind]
    parts = ", ".join(f"{kind} {_p95(seconds):.1f}" for kind, seconds in times.items())
    again = "python -m benchmarks search"
    note = f"{QUERIES} queries of each kind, {ROUNDS} rounds, first page of {HITS}; p95 by kind: {parts}"
    return [
        Figure(name="Search, p95", value=_p95(everything), unit="ms", limit=10, command=again, note=note),
        Figure(name="Search, median", value=median(everything) * 1000, unit="ms", command=again),
    ]


def _queries(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Queries made of the corpus's own words and titles, the same at every run."""
    connection.execute("CREATE VIRTUAL TABLE temp.word USING fts5vocab(main, search, row)")
    words = "SELECT term FROM temp.word WHERE length(term) > 2 AND term GLOB '[a-z]*'"
    common = _column(connection, f"{words} ORDER BY doc DESC, term LIMIT {QUERIES}")
    rare = _column(connection, f"{words} AND doc = 1 ORDER BY substr(term, 3), term LIMIT {QUERIES}")
    usual = _column(connection, f"{words} AND doc BETWEEN 20 AND 200 ORDER BY term LIMIT {QUERIES}")
    titles = _column(connection, "SELECT title FROM entry WHERE title LIKE '% % %' ORDER BY source")
    spread = titles[:: max(1, len(titles) // QUERIES)][:QUERIES]
    return {
        "common": common,
        "rare": rare,
        "begun": [word[:3] for word in usual],
        "paired": [f"{one} {other}" for one, other in zip(common, usual, strict=True)],
        "phrase": [f'"{" ".join(title.split()[:2])}"' for title in spread],
    }


def _column(connection: sqlite3.Connection, statement: str) -> list[str]:
    return [row[0] for row in connection.execute(statement)]


def _times(snapshot: Snapshot, queries: list[str]) -> list[float]:
    # Below the memory of answers that the decorator adds.
    ask = search.__wrapped__  # type: ignore[attr-defined]
    seconds = []
    for query in queries * ROUNDS:
        started = perf_counter()
        ask(snapshot, query, Filter(), limit=HITS)
        seconds.append(perf_counter() - started)
    return seconds


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1] * 1000
