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

REMEMBERED = 1024
"""Answers kept per snapshot; the least recently used go first."""

P = ParamSpec("P")
T = TypeVar("T")


class ContentMissing(Unavailable):
    """No site has been compiled yet, or its file is gone."""

    code = "content-missing"
    title = "The site is being prepared"


class Snapshot:
    """One compiled file as of one moment; entries of a later date do not exist in it yet."""

    def __init__(self, path: Path, as_of: int) -> None:
        self._path = path
        self._threads = threading.local()
        self._answers: OrderedDict[Any, Any] = OrderedDict()
        self._lock = threading.Lock()
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
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                kept: T = self._answers[key]
                return kept
        answer = make()
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > REMEMBERED:
                self._answers.popitem(last=False)
        return answer

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            connection = self._threads.connection = store.open_reading(self._path)
        return connection

    def _next_publication(self) -> int | None:
        row = self.row("SELECT min(published) FROM entry WHERE draft = 0 AND published > ?", (self.as_of,))
        return row[0] if row else None


def remembered(
    function: Callable[Concatenate[Snapshot, P], T],
) -> Callable[Concatenate[Snapshot, P], T]:
    """Ask a function of a snapshot and hashable arguments once per snapshot, which keeps the answer."""

    @functools.wraps(function)
    def ask(snapshot: Snapshot, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (function.__qualname__, args, tuple(sorted(kwargs.items())))
        return snapshot.remember(key, lambda: function(snapshot, *args, **kwargs))

    return ask


class CompiledSite:
    """The file that the sync swaps; `current` sees a swap at once, in every process that reads it."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._path = folder / store.DATABASE
        self._now = now
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._mark: tuple[int, int, int] | None = None

    def current(self) -> Snapshot:
        """The site as of now. Raises ContentMissing."""
        as_of = int(self._now().timestamp())
        try:
            status = self._path.stat()
        except OSError:
            return self._last_or_fail()
        mark = (status.st_dev, status.st_ino, status.st_mtime_ns)
        snapshot = self._snapshot
        if snapshot and mark == self._mark and (snapshot.horizon is None or as_of < snapshot.horizon):
            return snapshot
        with self._lock:
            try:
                self._snapshot, self._mark = Snapshot(self._path, as_of), mark
            except (sqlite3.Error, ValueError):
                return self._last_or_fail()
            return self._snapshot

    def _last_or_fail(self) -> Snapshot:
        # A file that is being deleted or cannot be read leaves the last good site in place.
        if self._snapshot is None:
            raise ContentMissing("The site has not been compiled yet. Try again in a moment.")
        return self._snapshot
