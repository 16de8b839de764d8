"""Search over the compiled site: ranked by bm25, with prefixes, phrases, accents folded, and snippets.

FTS5: sqlite.org/fts5.html.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from portico.features.content.models import Hit
from portico.features.content.reading import Filter, where
from portico.features.content.snapshot import Snapshot, remembered
from portico.platform.clock import from_seconds

MOST_TERMS = 16
LONGEST_QUERY = 200
SNIPPET_TOKENS = 32
# Private-use characters mark a match until the text around it has been escaped.
START, END = "\ue000", "\ue001"
MARKED = re.compile(f"{START}([^{START}{END}]*){END}")
TERM = re.compile(r'"([^"]*)"|(\S+)')
WORD = re.compile(r"\w", re.UNICODE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """One page of what a search found."""

    hits: tuple[Hit, ...]
    total: int


@remembered
def search(snapshot: Snapshot, query: str, chosen: Filter, *, limit: int, offset: int = 0) -> Results:
    """The entries that hold every word of the query, the most relevant first.

    Words match from their start (`port` finds “portico”), "quoted words" as a phrase; case and accents
    do not matter. A query without any word finds nothing.
    """
    match = match_expression(query)
    if not match:
        return Results(hits=(), total=0)
    condition, parameters = where(snapshot, chosen)
    parameters |= {"match": match, "limit": limit, "offset": offset, "start": START, "end": END}
    # CROSS JOIN keeps this order: the matches are gone through once, not once more for every result.
    found = snapshot.rows(
        "SELECT e.collection, e.slug, e.url, e.title, e.published, found.score,"  # noqa: S608
        " highlight(search, 0, :start, :end) AS marked,"
        f" snippet(search, 3, :start, :end, '…', {SNIPPET_TOKENS}) AS passage, e.summary"
        " FROM search CROSS JOIN"
        " (SELECT s.rowid AS id, bm25(search, 12.0, 6.0, 4.0, 1.0) AS score FROM search s"
        f" JOIN entry e ON e.id = s.rowid WHERE search MATCH :match AND {condition}"
        " ORDER BY score, e.published DESC, e.url LIMIT :limit OFFSET :offset) found"
        " CROSS JOIN entry e ON e.id = found.id"
        " WHERE search MATCH :match AND search.rowid = found.id"
        " ORDER BY found.score, e.published DESC, e.url",
        parameters,
    )
    total = snapshot.row(
        "SELECT count(*) FROM search s JOIN entry e ON e.id = s.rowid"  # noqa: S608
        f" WHERE search MATCH :match AND {condition}",
        parameters,
    )
    return Results(hits=tuple(_hit(row) for row in found), total=int(total[0]) if total else 0)


def match_expression(query: str) -> str:
    """A reader's words as an FTS5 expression in which nothing they typed has a meaning of its own."""
    terms = []
    for phrase, word in TERM.findall(query[:LONGEST_QUERY].replace("\x00", " ")):
        text = (phrase or word).replace('"', " ").strip()
        if WORD.search(text):
            terms.append(f'"{text}"' if phrase else f'"{text}"*')
    return " ".join(terms[:MOST_TERMS])


def _hit(row: Any) -> Hit:
    passage = row["passage"] if START in row["passage"] else row["summary"]
    return Hit(
        collection=row["collection"],
        slug=row["slug"],
        url=row["url"],
        title=row["title"],
        title_html=_marked(row["marked"]),
        snippet_html=_marked(passage),
        published=from_seconds(row["published"]),
        score=round(-row["score"], 4),
    )


def _marked(text: str) -> str:
    # The author's text may hold the same characters; what is no pair of them marks nothing.
    marked = MARKED.sub(r"<mark>\1</mark>", html.escape(text))
    return marked.replace(START, "").replace(END, "")
