"""The compiled site as readers see it: one file at one moment."""

from __future__ import annotations

import functools
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from portico.features.content import store
from portico.features.content.configuration import SiteConfig
from portico.platform.errors import Unavailable

ROOM = 8 * 1024 * 1024
"""Bytes of answers kept per snapshot."""
USUAL_SIZE = 32 * 1024
"""What an answer counts for that does not say how large it is."""

UNKNOWN = object()
"""Stands for the answer to what was not asked before; an answer may be none."""

Mark = tuple[int, int, int]
"""What tells one file from the one swapped in after it."""

P = ParamSpec("P")
T = TypeVar("T")


class ContentMissing(Unavailable):
    """No site has been compiled yet, or its file is gone."""

    code = "content-missing"
    title = "The site is being prepared"


class Memory:
    """Answers kept while there is room for them; the least recently used go first."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._used = 0
        self._answers: OrderedDict[Any, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Any, default: Any = None) -> Any:
        """The answer kept under `key`."""
        with self._lock:
            if key not in self._answers:
                return default
            self._answers.move_to_end(key)
            return self._answers[key][0]

    def put(self, key: Any, answer: Any, size: int = USUAL_SIZE) -> None:
        """Keep an answer of about so many bytes."""
        with self._lock:
            self._used += size - self._answers.pop(key, (None, 0))[1]
            self._answers[key] = (answer, size)
            while self._used > self._room:
                self._used -= self._answers.popitem(last=False)[1][1]


class Snapshot:
    """One compiled file as of one moment; entries of a later date do not exist in it yet."""

    def __init__(self, path: Path, as_of: int) -> None:
        self._path = path
        self._threads = threading.local()
        self._first = self._threads.connection = store.open_reading(path)
        self.memory = Memory(ROOM)
        self.as_of = as_of
        self.version: str = self.meta("version")
        self.config = SiteConfig.model_validate(self.meta("config"))
        self.horizon = self._next_publication()

    def rows(self, statement: str, parameters: Any = ()) -> list[sqlite3.Row]:
        """All rows of a query; one connection per thread."""
        return self._connection().execute(statement, parameters).fetchall()

    def row(self, statement: str, parameters: Any = ()) -> sqlite3.Row | None:
        """The first row of a query, none when there is none."""
        found: sqlite3.Row | None = self._connection().execute(statement, parameters).fetchone()
        return found

    def meta(self, key: str) -> Any:
        """A value kept about the site as a whole."""
        return store.read_meta(self._connection(), key)

    def remember(self, key: Any, make: Callable[[], T]) -> T:
        """The answer kept under `key`, made at the first question."""
        answer: T = self.memory.get(key, UNKNOWN)
        if answer is UNKNOWN:
            answer = make()
            self.memory.put(key, answer)
        return answer

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            connection = self._threads.connection = self._open_again() or self._first
        return connection

    def _open_again(self) -> sqlite3.Connection | None:
        """A further connection to the same file; none when another file has its name by now, or none."""
        try:
            connection = store.open_reading(self._path)
            if store.read_meta(connection, "version") == self.version:
                return connection
            connection.close()
        except sqlite3.Error:
            pass
        # SQLite lets threads take turns on one connection, which is slower but shows the right site.
        return None

    def _next_publication(self) -> int | None:
        row = self.row("SELECT min(published) FROM entry WHERE draft = 0 AND published > ?", (self.as_of,))
        return row[0] if row else None


def remembered(
    function: Callable[Concatenate[Snapshot, P], T],
) -> Callable[Concatenate[Snapshot, P], T]:
    """Ask a function of a snapshot and hashable arguments once per snapshot, which keeps the answer."""

    @functools.wraps(function)
    def ask(snapshot: Snapshot, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (function, args, tuple(sorted(kwargs.items())))
        return snapshot.remember(key, lambda: function(snapshot, *args, **kwargs))

    return ask


class CompiledSite:
    """The file that the sync swaps; `current` sees a swap at once, in every process that reads it."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._path = folder / store.DATABASE
        self._now = now
        self._lock = threading.Lock()
        self._held: tuple[Snapshot, Mark] | None = None

    def current(self) -> Snapshot:
        """The site as of now. Raises ContentMissing."""
        as_of = int(self._now().timestamp())
        try:
            status = self._path.stat()
        except OSError:
            return self._last_or_fail()
        mark = (status.st_dev, status.st_ino, status.st_mtime_ns)
        if snapshot := self._fresh(mark, as_of):
            return snapshot
        with self._lock:
            if snapshot := self._fresh(mark, as_of):
                return snapshot
            try:
                self._held = (Snapshot(self._path, as_of), mark)
            except (sqlite3.Error, ValueError):
                return self._last_or_fail()
            return self._held[0]

    def _fresh(self, mark: Mark, as_of: int) -> Snapshot | None:
        if self._held is None or self._held[1] != mark:
            return None
        snapshot = self._held[0]
        return snapshot if snapshot.horizon is None or as_of < snapshot.horizon else None

    def _last_or_fail(self) -> Snapshot:
        # A file that is being deleted or cannot be read leaves the last good site in place.
        if self._held is None:
            raise ContentMissing("The site has not been compiled yet. Try again in a moment.")
        return self._held[0]
