"""Finding and reading the files of a site, whatever state they are in."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portico.features.content.addresses import AUTHORS, PAGES, segment
from portico.features.content.compiler.layout import Layout
from portico.features.content.models import Problem

SUFFIXES = (".md", ".mdx", ".markdown")
LARGEST = 5 * 1024 * 1024
SKIPPED = frozenset(("node_modules", "__pycache__"))
UNDECODED = re.compile("[\udc80-\udcff]")
"""What Python puts in the place of bytes of a file name that are not UTF-8."""


class Unreadable(Exception):
    """A file that cannot become a page; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A content file as the walk found it."""

    path: Path
    name: str
    """The file, relative to the site folder, for reports and as its key."""
    collection: str
    stem: str
    """Its place below the collection without suffix, each segment fit for an address."""
    size: int
    mtime_ns: int

    @property
    def dialect(self) -> str:
        """`mdx` or `md`."""
        return "mdx" if self.path.suffix.lower() == ".mdx" else "md"


def find_sources(layout: Layout) -> tuple[list[SourceFile], list[Problem]]:
    """Every content file of the site in a fixed order, and what stood in the way of finding more."""
    problems: list[Problem] = []
    found: dict[str, SourceFile] = {}
    roots = _roots(layout)
    # A folder inside another that has a name of its own belongs to that name alone.
    other = {layout.media, layout.theme, *layout.public} if layout.bare else set()
    kept_out = {folder for _, folder in roots} | other
    for collection, folder in roots:
        for path, status in _walk(folder, kept_out, layout, problems):
            if path.suffix.lower() not in SUFFIXES:
                continue
            source = _source(layout, collection, folder, path, status)
            first = found.setdefault(source.name, source)
            if first.collection != collection:
                problems.append(_twice(source.name, first.collection, collection))
    return list(found.values()), problems


def read_text(file: SourceFile) -> str:
    """The text of a file, its line ends made `\\n` and its byte order mark dropped. Raises Unreadable."""
    if file.size > LARGEST:
        size = f"{file.size / 1024 / 1024:.0f} MB"
        hint = "Split it into several, or serve it from the public folder."
        raise _unreadable(file, "file-too-large", f"The file is {size} long; 5 MB is the most.", hint)
    try:
        raw = file.path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "error").lower()
        raise _unreadable(
            file, "file-unreadable", f"The file cannot be read: {reason}.", "Check its permissions."
        ) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        hint = "Save the file as UTF-8."
        raise _unreadable(file, "not-utf8", "The file is not UTF-8 text.", hint, line) from None
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")


def _roots(layout: Layout) -> list[tuple[str, Path]]:
    roots = [(folder.name, folder.path) for folder in layout.collections]
    if not layout.bare:
        roots += [(PAGES, layout.pages), (AUTHORS, layout.authors)]
    return roots


def _walk(
    root: Path, kept_out: set[Path], layout: Layout, problems: list[Problem]
) -> Iterator[tuple[Path, os.stat_result]]:
    seen: set[tuple[int, int]] = set()
    pending = [root]
    while pending:
        folder = pending.pop()
        subfolders = []
        for path, status in _listed(folder, seen, layout, problems):
            if stat.S_ISREG(status.st_mode):
                yield path, status
            elif stat.S_ISDIR(status.st_mode) and path not in kept_out:
                subfolders.append(path)
        pending.extend(reversed(subfolders))


def _listed(
    folder: Path, seen: set[tuple[int, int]], layout: Layout, problems: list[Problem]
) -> Iterator[tuple[Path, os.stat_result]]:
    """What lies in a folder, by name; nothing for one that has been seen, is gone or cannot be read."""
    try:
        mark = folder.stat()
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        problems.append(_closed(layout.name_of(folder), error))
        return
    if (mark.st_dev, mark.st_ino) in seen:
        problems.append(_loop(layout.name_of(folder)))
        return
    seen.add((mark.st_dev, mark.st_ino))
    for entry in entries:
        if not entry.name.startswith(".") and entry.name not in SKIPPED:
            status = _status(entry, layout.name_of(folder / entry.name), problems)
            if status:
                yield folder / entry.name, status


def _status(entry: os.DirEntry[str], name: str, problems: list[Problem]) -> os.stat_result | None:
    if UNDECODED.search(entry.name):
        problems.append(_undecoded(name))
        return None
    try:
        return entry.stat()
    except OSError:
        if entry.is_symlink():
            problems.append(_dangling(name))
        return None


def _source(layout: Layout, collection: str, root: Path, path: Path, status: os.stat_result) -> SourceFile:
    parts = [segment(part) or "untitled" for part in path.relative_to(root).with_suffix("").parts]
    return SourceFile(
        path=path,
        name=layout.name_of(path),
        collection=collection,
        stem="/".join(parts),
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
    )


def _unreadable(file: SourceFile, code: str, message: str, hint: str, line: int | None = None) -> Unreadable:
    return Unreadable(
        Problem(path=file.name, line=line, code=code, message=message, hint=hint, severity="error")
    )


def _loop(name: str) -> Problem:
    message = "This folder has been seen already; a symbolic link leads back to it."
    return Problem(path=name, code="link-loop", message=message, hint="Remove the link.")


def _dangling(name: str) -> Problem:
    message = "This symbolic link leads nowhere."
    return Problem(path=name, code="dangling-link", message=message, hint="Remove it or mend its target.")


def _closed(name: str, error: OSError) -> Problem:
    message = f"The folder cannot be read: {(error.strerror or 'error').lower()}."
    hint = "Check its permissions."
    return Problem(path=name, code="folder-unreadable", message=message, hint=hint, severity="error")


def _undecoded(name: str) -> Problem:
    message = "The name of this file is not UTF-8 text."
    return Problem(path=name, code="bad-name", message=message, hint="Rename it.", severity="error")


def _twice(name: str, first: str, second: str) -> Problem:
    message = f"This file lies in the collections “{first}” and “{second}”; it is shown in the first."
    return Problem(path=name, code="two-collections", message=message, hint="Give each its own folder.")
