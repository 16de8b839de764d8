"""Entries and their authors, as pages and the API ask the compiled site for them."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

import orjson

from portico.features.content.addresses import PAGES, quoted_path, tag_slug
from portico.features.content.models import (
    Author,
    Card,
    Comments,
    Entry,
    Heading,
    Link,
    Origins,
    Person,
    Picture,
    PictureSource,
    Problem,
    Tag,
    Video,
)
from portico.features.content.snapshot import Snapshot, remembered
from portico.platform.clock import from_seconds, to_seconds

CARD = (
    "e.id, e.collection, e.slug, e.url, e.title, e.summary, e.published, e.updated, e.lang, e.words,"
    " e.minutes, e.card"
)
PUBLISHED = "e.draft = 0 AND e.published <= :as_of AND e.slug != ''"
NEWEST_FIRST = "ORDER BY e.published DESC, e.collection, e.slug"
RELATED = 3
Key = tuple[int, str, str]
"""Where a card stands in a list: when it was published, its collection and its slug."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which entries a list shows; what is none does not restrict it."""

    collection: str | None = None
    tag: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An entry together with what only its own page needs."""

    entry: Entry
    origins: Origins
    draft: bool
    comments: Comments | None
    """None where the collection says it."""


def list_cards(
    snapshot: Snapshot, chosen: Filter, *, limit: int, offset: int = 0, after: Key | None = None
) -> tuple[Card, ...]:
    """The newest entries first, going on after a card of the list or from an offset."""
    condition, parameters = where(snapshot, chosen)
    if after:
        condition += (
            " AND (e.published < :after_time OR (e.published = :after_time"
            " AND (e.collection, e.slug) > (:after_collection, :after_slug)))"
        )
        parameters |= {"after_time": after[0], "after_collection": after[1], "after_slug": after[2]}
    parameters |= {"limit": limit, "offset": offset}
    found = snapshot.rows(
        f"SELECT {CARD} FROM entry e WHERE {condition} {NEWEST_FIRST} LIMIT :limit OFFSET :offset",  # noqa: S608
        parameters,
    )
    return tuple(_card(snapshot, row) for row in found)


def key_of(card: Card) -> Key:
    """Where a card stands in its list."""
    return (to_seconds(card.published) if card.published else 0, card.collection, card.slug)


@remembered
def count_entries(snapshot: Snapshot, chosen: Filter) -> int:
    """How many entries a list holds."""
    condition, parameters = where(snapshot, chosen)
    row = snapshot.row(f"SELECT count(*) FROM entry e WHERE {condition}", parameters)  # noqa: S608
    return int(row[0]) if row else 0


def find_entry(snapshot: Snapshot, collection: str, slug: str, *, preview: bool = False) -> Found | None:
    """A published entry, with `preview` also a draft or a scheduled one, and its neighbours."""
    visible = "1" if preview else "e.draft = 0 AND e.published <= :as_of"
    row = snapshot.row(
        f"SELECT {CARD}, e.draft, e.comments, b.html, b.headings, b.origins, b.canonical FROM entry e"  # noqa: S608
        " JOIN body b ON b.entry_id = e.id"
        f" WHERE e.collection = :collection AND e.slug = :slug AND {visible}",
        {"collection": collection, "slug": slug, "as_of": snapshot.as_of},
    )
    if row is None:
        return None
    card = _card(snapshot, row)
    entry = Entry(
        **{f.name: getattr(card, f.name) for f in fields(card)},
        html=row["html"],
        headings=tuple(Heading(**heading) for heading in orjson.loads(row["headings"])),
        canonical=row["canonical"],
        previous=_neighbour(snapshot, row, older=True),
        next=_neighbour(snapshot, row, older=False),
        related=_related(snapshot, row),
    )
    origins = Origins(**{kind: tuple(urls) for kind, urls in orjson.loads(row["origins"]).items()})
    return Found(entry=entry, origins=origins, draft=bool(row["draft"]), comments=row["comments"])


def find_alias(snapshot: Snapshot, path: str) -> str | None:
    """The address that an old path redirects to."""
    row = snapshot.row(
        "SELECT e.url FROM alias a JOIN entry e ON e.id = a.entry_id"
        " WHERE a.path = ? AND e.draft = 0 AND e.published <= ? ORDER BY e.published DESC, e.url LIMIT 1",
        (quoted_path(path), snapshot.as_of),
    )
    return row[0] if row else None


@remembered
def all_authors(snapshot: Snapshot) -> dict[str, Author]:
    """The authors that have a page, by slug."""
    found = {}
    for row in snapshot.rows("SELECT data FROM author ORDER BY slug"):
        data = orjson.loads(row[0])
        data |= {"avatar": picture(data["avatar"]), "links": tuple(Link(**link) for link in data["links"])}
        found[data["slug"]] = Author(**data, url=f"/authors/{quoted_path(data['slug'])}")
    return found


def cards_by_author(snapshot: Snapshot, author: Author, *, limit: int) -> tuple[Card, ...]:
    """The newest entries of an author: those that name them, and what nobody signed if that is theirs."""
    rows = snapshot.rows(
        f"SELECT {CARD} FROM entry e WHERE {PUBLISHED} AND e.collection != :pages"  # noqa: S608
        " AND (EXISTS (SELECT 1 FROM json_each(e.card, '$.authors') a WHERE a.value IN (:slug, :name))"
        " OR (:unsigned AND json_array_length(e.card, '$.authors') = 0))"
        f" {NEWEST_FIRST} LIMIT :limit",
        {
            "as_of": snapshot.as_of,
            "slug": author.slug,
            "name": author.name,
            "unsigned": any(person.url == author.url for person in _people(snapshot, ())),
            "limit": limit,
            "pages": PAGES,
        },
    )
    return tuple(_card(snapshot, row) for row in rows)


def all_problems(snapshot: Snapshot) -> tuple[Problem, ...]:
    """What the last sync had to report, by file and line."""
    rows = snapshot.rows(
        "SELECT path, line, code, message, hint, severity FROM problem ORDER BY path, line, code, message"
    )
    return tuple(Problem(**dict(row)) for row in rows)


def picture(data: dict[str, Any] | None) -> Picture | None:
    """A picture from the JSON that a column holds."""
    if data is None:
        return None
    return Picture(**data | {"sources": tuple(PictureSource(**source) for source in data["sources"])})


def tag_of(slug: str, name: str, count: int = 0) -> Tag:
    """A tag with its address, and how often it is used where that is known."""
    return Tag(slug=slug, name=name, url=f"/tags/{quoted_path(slug)}", count=count)


def where(snapshot: Snapshot, chosen: Filter) -> tuple[str, dict[str, Any]]:
    """The SQL condition of a filter over `entry e`, and its parameters."""
    condition, parameters = PUBLISHED, {k: v for k, v in asdict(chosen).items() if v is not None}
    parameters["as_of"] = snapshot.as_of
    if chosen.collection is not None:
        condition += " AND e.collection = :collection"
    else:
        condition += " AND e.collection != :pages"
        parameters["pages"] = PAGES
    if chosen.tag is not None:
        condition += " AND EXISTS (SELECT 1 FROM tag t WHERE t.slug = :tag AND t.entry_id = e.id)"
    if chosen.year is not None:
        condition += " AND e.published >= :year_start AND e.published < :year_end"
        parameters["year_start"], parameters["year_end"] = _year_bounds(snapshot, chosen.year)
    return condition, parameters


def _year_bounds(snapshot: Snapshot, year: int) -> tuple[int, int]:
    zone = snapshot.config.zone
    return (
        int(datetime(year, 1, 1, tzinfo=zone).timestamp()),
        int(datetime(year + 1, 1, 1, tzinfo=zone).timestamp()),
    )


def _card(snapshot: Snapshot, row: sqlite3.Row) -> Card:
    data = orjson.loads(row["card"])
    video = data["video"]
    return Card(
        collection=row["collection"],
        slug=row["slug"],
        url=row["url"],
        title=row["title"],
        summary=row["summary"],
        published=from_seconds(row["published"]),
        updated=from_seconds(row["updated"]) if row["updated"] is not None else None,
        lang=row["lang"],
        minutes=row["minutes"],
        words=row["words"],
        tags=tuple(tag_of(slug, name) for slug, name in data["tags"]),
        authors=_people(snapshot, tuple(data["authors"])),
        cover=picture(data["cover"]),
        video=Video(**video | {"poster": picture(video["poster"])}) if video else None,
        facts=data["facts"],
    )


def _people(snapshot: Snapshot, names: tuple[str, ...]) -> tuple[Person, ...]:
    authors = all_authors(snapshot)
    by_name = {author.name: author for author in authors.values()}
    people = []
    for name in names or (("default",) if "default" in authors else ()):
        known = authors.get(name) or by_name.get(name)
        people.append(
            Person(slug=known.slug, name=known.name, url=known.url, avatar=known.avatar)
            if known
            else Person(slug=tag_slug(name), name=name)
        )
    if people or not snapshot.config.owner.name:
        return tuple(people)
    owner = snapshot.config.owner.name
    known = by_name.get(owner)
    return (Person(slug=tag_slug(owner), name=owner, url=known.url if known else "/", avatar=None),)


def _neighbour(snapshot: Snapshot, row: sqlite3.Row, *, older: bool) -> Card | None:
    if row["collection"] == PAGES or not row["slug"]:
        return None
    sign, order = ("<", "DESC") if older else (">", "ASC")
    # Entries of one moment are listed by slug, so the next older one has the greater slug.
    slug_sign, slug_order = (">", "ASC") if older else ("<", "DESC")
    found = snapshot.row(
        f"SELECT {CARD} FROM entry e WHERE {PUBLISHED} AND e.collection = :collection"  # noqa: S608
        f" AND (e.published {sign} :published OR (e.published = :published AND e.slug {slug_sign} :slug))"
        f" ORDER BY e.published {order}, e.slug {slug_order} LIMIT 1",
        {
            "as_of": snapshot.as_of,
            "collection": row["collection"],
            "published": row["published"],
            "slug": row["slug"],
        },
    )
    return _card(snapshot, found) if found else None


def _related(snapshot: Snapshot, row: sqlite3.Row) -> tuple[Card, ...]:
    found = snapshot.rows(
        f"SELECT {CARD}, count(*) AS shared FROM tag mine JOIN tag t ON t.slug = mine.slug"  # noqa: S608
        " JOIN entry e ON e.id = t.entry_id"
        f" WHERE mine.entry_id = :id AND e.id != :id AND {PUBLISHED} AND e.collection != :pages"
        " GROUP BY e.id ORDER BY shared DESC, e.published DESC, e.slug LIMIT :limit",
        {"id": row["id"], "as_of": snapshot.as_of, "limit": RELATED, "pages": PAGES},
    )
    return tuple(_card(snapshot, other) for other in found)
