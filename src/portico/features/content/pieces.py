"""What readers can do something with, by collection and slug, as other features ask for it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from urllib.parse import unquote

from portico.features.content.addresses import PAGES, address_of
from portico.features.content.models import Comments
from portico.features.content.reading import PUBLISHED
from portico.features.content.snapshot import Snapshot
from portico.features.content.taxonomy import find_collection

COLUMNS = "e.id, e.collection, e.slug, e.url, e.title, e.comments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A published entry or page, as far as it concerns what readers do with it."""

    collection: str
    slug: str
    title: str
    path: str
    comments: Comments
    former: tuple[tuple[str, str], ...]
    """Collections and slugs that it had before, as its aliases tell."""


def find_piece(snapshot: Snapshot, collection: str, slug: str) -> Piece | None:
    """What is published under a collection and slug, or was before it was renamed."""
    known = {"collection": collection, "slug": slug, "as_of": snapshot.as_of}
    found = snapshot.row(
        f"SELECT {COLUMNS} FROM entry e WHERE {PUBLISHED}"  # noqa: S608
        " AND e.collection = :collection AND e.slug = :slug",
        known,
    ) or snapshot.row(
        f"SELECT {COLUMNS} FROM alias a JOIN entry e ON e.id = a.entry_id WHERE {PUBLISHED}"  # noqa: S608
        " AND a.path = :path ORDER BY e.published DESC, e.url LIMIT 1",
        known | {"path": address_of(collection, slug)},
    )
    return None if found is None else _piece(snapshot, found)


def find_piece_at(snapshot: Snapshot, path: str) -> Piece | None:
    """What is published at an address of the site, or was before it was renamed."""
    return find_piece(snapshot, *_named(snapshot, path))


def comments_of(snapshot: Snapshot, collection: str, said: Comments | None) -> Comments:
    """Whether an entry can be commented on: as it says, else as its collection does."""
    if said is not None:
        return said
    configured = snapshot.config.collections.get(collection)
    if configured is not None:
        return configured.comments
    return "hidden" if collection == PAGES else "open"


def _piece(snapshot: Snapshot, row: sqlite3.Row) -> Piece:
    aliases = snapshot.rows("SELECT path FROM alias WHERE entry_id = ? ORDER BY path", (row["id"],))
    return Piece(
        collection=row["collection"],
        slug=row["slug"],
        title=row["title"],
        path=row["url"],
        comments=comments_of(snapshot, row["collection"], row["comments"]),
        former=tuple(_named(snapshot, alias["path"]) for alias in aliases),
    )


def _named(snapshot: Snapshot, path: str) -> tuple[str, str]:
    """The collection and slug that had this address."""
    first, _, rest = unquote(path).strip("/").partition("/")
    return (first, rest) if rest and find_collection(snapshot, first) else (PAGES, unquote(path).strip("/"))
