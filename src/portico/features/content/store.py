"""The compiled site: one derived SQLite file, written beside the old one and swapped in by rename."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import orjson

DATABASE = "content.db"
SCHEMA_VERSION = 4

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (
    name TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, digest TEXT NOT NULL,
    collection TEXT NOT NULL, slug TEXT NOT NULL, dependencies TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE entry (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL UNIQUE, collection TEXT NOT NULL, slug TEXT NOT NULL,
    url TEXT NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL, published INTEGER NOT NULL,
    updated INTEGER, draft INTEGER NOT NULL, lang TEXT NOT NULL, words INTEGER NOT NULL,
    minutes INTEGER NOT NULL, card TEXT NOT NULL, comments TEXT, UNIQUE (collection, slug)
);
CREATE INDEX entry_by_date ON entry (collection, draft, published DESC, slug);
CREATE TABLE body (
    entry_id INTEGER PRIMARY KEY, html TEXT NOT NULL, headings TEXT NOT NULL, origins TEXT NOT NULL,
    canonical TEXT
);
CREATE TABLE tag (
    entry_id INTEGER NOT NULL, slug TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (slug, entry_id)
) WITHOUT ROWID;
CREATE INDEX tag_by_entry ON tag (entry_id);
CREATE TABLE alias (path TEXT NOT NULL, entry_id INTEGER NOT NULL, PRIMARY KEY (path, entry_id))
    WITHOUT ROWID;
CREATE INDEX alias_by_entry ON alias (entry_id);
CREATE TABLE author (slug TEXT PRIMARY KEY, source TEXT NOT NULL, data TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE media (url TEXT PRIMARY KEY, path TEXT NOT NULL, media_type TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE asset (
    route TEXT NOT NULL, page TEXT NOT NULL, role TEXT NOT NULL, published INTEGER NOT NULL, picture TEXT,
    video TEXT
);
CREATE INDEX asset_by_route ON asset (route, published DESC);
CREATE TABLE theme (name TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE problem (
    origin TEXT NOT NULL, path TEXT NOT NULL, line INTEGER, code TEXT NOT NULL, message TEXT NOT NULL,
    hint TEXT NOT NULL, severity TEXT NOT NULL
);
CREATE INDEX problem_by_origin ON problem (origin);
CREATE VIRTUAL TABLE search USING fts5 (
    title, tags, summary, body, tokenize = "unicode61 remove_diacritics 2", prefix = '1 2 3'
);
"""


def open_reading(path: Path) -> sqlite3.Connection:
    """A connection to a finished file. It takes no locks: a swapped-in file never changes again."""
    uri = f"file:{_quoted(path)}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, check_same_thread=False, cached_statements=256)
    connection.execute("PRAGMA cache_size = -4096")
    connection.row_factory = sqlite3.Row
    return connection


@contextmanager
def replacing(path: Path, *, keep: bool) -> Iterator[sqlite3.Connection]:
    """A connection to the file that will replace `path` when the block ends well.

    It starts as a copy of the old file with `keep`, else empty. Whatever happens before the rename, the
    old file stays as it was; leftovers of a process that was killed are removed first.
    """
    for leftover in path.parent.glob(f"{path.name}.*.new"):
        leftover.unlink(missing_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    if keep:
        shutil.copyfile(path, fresh)
    try:
        with closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
            # The file is thrown away when anything fails, so it needs no journal and no early sync.
            connection.executescript(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;"
            )
            if not keep:
                connection.executescript(SCHEMA)
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")
        _flush(fresh)
        fresh.replace(path)
        _flush(path.parent)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def is_sound(path: Path, build_key: str) -> bool:
    """Whether the file is a compiled site of this very build and can be read."""
    if not path.is_file():
        return False
    try:
        with closing(open_reading(path)) as connection:
            row = connection.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
            whole = row.fetchone()[0] == path.stat().st_size
            return bool(whole and read_meta(connection, "build") == build_key)
    except (sqlite3.Error, ValueError):
        return False


def read_meta(connection: sqlite3.Connection, key: str) -> Any:
    """A value kept about the site as a whole, none when it is not there."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return orjson.loads(row[0]) if row else None


def write_meta(connection: sqlite3.Connection, **values: Any) -> None:
    """Keep values about the site as a whole."""
    rows = [(key, dump(value)) for key, value in values.items()]
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)


def write_theme(connection: sqlite3.Connection, files: Mapping[str, bytes]) -> None:
    """Keep the files of the theme, and no others."""
    connection.execute("DELETE FROM theme")
    connection.executemany("INSERT INTO theme VALUES (?, ?)", files.items())


def dump(value: Any) -> str:
    """A value as the JSON text that columns hold."""
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _quoted(path: Path) -> str:
    return str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
