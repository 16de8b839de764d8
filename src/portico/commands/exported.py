"""An export: a folder of files in open formats, and the page that explains them."""

from __future__ import annotations

import inspect
import shutil
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Dialect, Table
from sqlalchemy.dialects.postgresql.base import PGDialect

from portico.migrations.tables import metadata
from portico.platform.backup.archive import Manifest
from portico.platform.database import Base

POSTGRESQL: Dialect = PGDialect()  # type: ignore[no-untyped-call]
"""Whose names of types are the best known."""
README = """# Everything that Portico kept

Written by Portico {portico} on {made_at}. Nothing here needs Portico to be read.

- `site/` is the site as its author wrote it: Markdown with front matter, pictures, data, `site.toml`.
- `media/` are the pictures that people sent, as WebP; `profile` and `upload` say whose they are.
- `tables/` is the database, a file for each table in JSON Lines (https://jsonlines.org): UTF-8, one line a
  row, each a JSON object with the columns by their names.
- `settings.env` holds the settings that were made, without secrets, as `NAME=value`.

Moments are written as `2026-11-21T15:04:05+00:00` (RFC 3339), always in UTC; days as `2026-11-21`; bytes in
base64 (RFC 4648). What has no value is `null`.
"""


class FolderSink:
    """A folder that files are gathered in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, name: str, file: BinaryIO) -> None:
        """Take what a file holds, from its beginning."""
        file.seek(0)
        with self._place(name).open("wb") as written:
            shutil.copyfileobj(file, written)

    def add_text(self, name: str, text: str) -> None:
        """Take a text."""
        self._place(name).write_text(text, encoding="utf-8")

    def _place(self, name: str) -> Path:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


def readme(manifest: Manifest) -> str:
    """What is in an export, and what each table and column holds."""
    told = README.format(portico=manifest.portico, made_at=manifest.made_at)
    parts = [
        _described(metadata.tables[name], rows)
        for name, rows in manifest.tables.items()
        if name in metadata.tables
    ]
    return "\n".join([told, *parts])


def _described(table: Table, rows: int) -> str:
    columns = [f"| `{each.name}` | {each.type.compile(POSTGRESQL)} |" for each in table.columns]
    head = ["| column | type |", "|---|---|"]
    return "\n".join([f"## {table.name} ({rows} rows)", "", _meaning(table), "", *head, *columns, ""])


def _meaning(table: Table) -> str:
    models = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    return inspect.cleandoc(models[table].__doc__ or "")
