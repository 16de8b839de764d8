"""The rows of the compiled site: what a sync found, written into its tables."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from portico.features.content.addresses import AUTHORS, address_of, quoted_path, tag_slug
from portico.features.content.compiler.entries import Compiled, author_fields, card_fields, published_at
from portico.features.content.compiler.media import MediaFile
from portico.features.content.compiler.sources import SourceFile
from portico.features.content.models import Problem
from portico.features.content.store import dump
from portico.platform.clock import to_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is different from the site compiled before."""

    compiled: list[Compiled]
    removed: set[str]
    touched: list[SourceFile]
    files: dict[str, MediaFile]
    problems: list[Problem]
    """Those that belong to no compiled file; the others come with theirs."""
    dates: dict[Path, int]


def write_changes(connection: sqlite3.Connection, changes: Changes, now: datetime) -> None:
    """Apply the changes inside the transaction that is open."""
    for name in (*changes.removed, *(c.parsed.file.name for c in changes.compiled)):
        _forget(connection, name)
    for file in changes.touched:
        connection.execute(
            "UPDATE source SET size = ?, mtime_ns = ? WHERE name = ?", (file.size, file.mtime_ns, file.name)
        )
    for compiled in changes.compiled:
        _write_source(connection, compiled)
        if compiled.parsed.file.collection == AUTHORS:
            _write_author(connection, compiled)
        else:
            _write_entry(connection, compiled, published_at(compiled.parsed, changes.dates, now))
    connection.executemany(
        "INSERT OR REPLACE INTO media VALUES (?, ?, ?)",
        [(url, str(file.path), file.media_type) for url, file in changes.files.items()],
    )
    connection.execute("DELETE FROM problem WHERE origin = ''")
    _write_problems(connection, "", changes.problems)


def _forget(connection: sqlite3.Connection, source: str) -> None:
    found = connection.execute("SELECT id FROM entry WHERE source = ?", (source,)).fetchone()
    if found:
        for statement in (
            "DELETE FROM entry WHERE id = ?",
            "DELETE FROM body WHERE entry_id = ?",
            "DELETE FROM tag WHERE entry_id = ?",
            "DELETE FROM alias WHERE entry_id = ?",
            "DELETE FROM search WHERE rowid = ?",
        ):
            connection.execute(statement, found)
    connection.execute("DELETE FROM author WHERE source = ?", (source,))
    connection.execute("DELETE FROM problem WHERE origin = ?", (source,))
    connection.execute("DELETE FROM source WHERE name = ?", (source,))


def _write_source(connection: sqlite3.Connection, compiled: Compiled) -> None:
    parsed = compiled.parsed
    file = parsed.file
    connection.execute(
        "INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            file.name,
            file.size,
            file.mtime_ns,
            parsed.digest,
            file.collection,
            parsed.slug,
            dump(compiled.dependencies),
        ),
    )
    _write_problems(connection, file.name, list(compiled.problems))


def _write_author(connection: sqlite3.Connection, compiled: Compiled) -> None:
    row = (compiled.parsed.slug, compiled.parsed.file.name, dump(author_fields(compiled)))
    connection.execute("INSERT OR REPLACE INTO author VALUES (?, ?, ?)", row)


def _write_entry(connection: sqlite3.Connection, compiled: Compiled, published: int) -> None:
    parsed, document = compiled.parsed, compiled.document
    matter = parsed.matter
    summary = matter.summary or document.summary
    row = {
        "source": parsed.file.name,
        "collection": parsed.file.collection,
        "slug": parsed.slug,
        "url": address_of(parsed.file.collection, parsed.slug),
        "title": compiled.title,
        "summary": summary,
        "published": published,
        "updated": to_seconds(matter.updated) if matter.updated else None,
        "draft": int(matter.draft),
        "lang": compiled.lang,
        "words": document.words,
        "minutes": compiled.minutes,
        "card": dump(card_fields(compiled)),
        "comments": matter.comments,
    }
    columns = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    cursor = connection.execute(f"INSERT INTO entry ({columns}) VALUES ({marks})", row)  # noqa: S608
    entry_id = cursor.lastrowid
    connection.execute(
        "INSERT INTO body VALUES (?, ?, ?, ?, ?)",
        (
            entry_id,
            document.html,
            dump([asdict(heading) for heading in document.headings]),
            dump(asdict(document.origins)),
            matter.canonical,
        ),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO tag VALUES (?, ?, ?)",
        [(entry_id, tag_slug(name), name) for name in matter.tags],
    )
    aliases = [(quoted_path("/" + unquote(alias).strip("/")), entry_id) for alias in matter.aliases]
    connection.executemany("INSERT OR IGNORE INTO alias VALUES (?, ?)", aliases)
    connection.execute(
        "INSERT INTO search (rowid, title, tags, summary, body) VALUES (?, ?, ?, ?, ?)",
        (entry_id, compiled.title, " ".join(matter.tags), summary, document.text),
    )


def _write_problems(connection: sqlite3.Connection, origin: str, problems: list[Problem]) -> None:
    connection.executemany(
        "INSERT INTO problem VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(origin, p.path, p.line, p.code, p.message, p.hint, p.severity) for p in problems],
    )
