"""Files of comments, told apart by how they begin."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, cast

from portico.features.discussion.importing.disqus import read_disqus
from portico.features.discussion.importing.isso import read_isso
from portico.features.discussion.importing.line import Line, NotReadable
from portico.features.discussion.importing.own import HEAD, read_own
from portico.features.discussion.importing.remark42 import read_remark42
from portico.features.discussion.importing.wordpress import read_wordpress

SQLITE = b"SQLite format 3\0"
GZIP = b"\x1f\x8b"
BEGINNING = 4_096
"""Bytes within which a file shows what it is."""
UNKNOWN = (
    "This is not a file of comments that Portico knows: the XML of Disqus or WordPress, the database of "
    "Isso, the backup of Remark42, or an export of Portico."
)
Json = Mapping[str, Any]


def read_file(path: Path) -> Iterator[Line]:
    """The comments of a file, be it compressed by gzip or not. Raises NotReadable and OSError."""
    with path.open("rb") as file:
        begins = file.read(BEGINNING)
    if begins.startswith(SQLITE):
        yield from read_isso(path)
        return
    opener = gzip.open if begins.startswith(GZIP) else open
    try:
        with cast("BinaryIO", opener(path, "rb")) as file:
            yield from _read(file)
    except (gzip.BadGzipFile, zlib.error, EOFError):
        raise NotReadable("The file is compressed, and damaged.") from None


def _read(file: BinaryIO) -> Iterator[Line]:
    begins = file.read(BEGINNING)
    file.seek(0)
    if b"<disqus" in begins:
        return read_disqus(file)
    if b"<rss" in begins:
        return read_wordpress(file)
    return _of_lines(file)


def _of_lines(file: BinaryIO) -> Iterator[Line]:
    lines = _json(file)
    head = next(lines, {})
    if HEAD.items() <= head.items():
        return _checked(read_own, lines)
    if "version" in head and "users" in head:
        return _checked(read_remark42, lines)
    if "locator" in head:
        return _checked(read_remark42, chain([head], lines))
    raise NotReadable(UNKNOWN)


def _checked(read: Callable[[Iterator[Json]], Iterator[Line]], lines: Iterator[Json]) -> Iterator[Line]:
    try:
        yield from read(lines)
    except (KeyError, TypeError, AttributeError) as error:
        raise NotReadable(f"A comment lacks something, or has it in another shape: {error}.") from None


def _json(file: BinaryIO) -> Iterator[Json]:
    for number, text in enumerate(file, 1):
        try:
            line = json.loads(text)
        except ValueError:
            raise NotReadable(UNKNOWN if number == 1 else f"Line {number} is no JSON.") from None
        if not isinstance(line, dict):
            raise NotReadable(f"Line {number} is no JSON object.")
        yield line
