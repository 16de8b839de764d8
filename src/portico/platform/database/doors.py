"""The ways into the main database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

import structlog
from sqlalchemy import Select, make_url, text
from sqlalchemy.orm import Session

from portico.platform.database.engines import postgresql_engine, sqlite_engine
from portico.platform.database.errors import DatabaseDamaged, translated
from portico.platform.database.lean import PooledReader, SqliteReader
from portico.platform.database.sqlite_file import SqliteFile

AFTER_COMMIT = "portico.after_commit"
log = structlog.get_logger("portico.database")


class Database:
    """The main database of one process. Opens no connection before it is first used."""

    def __init__(self, url: str, *, pool: int = 8, seconds: float = 3, echo: bool = False) -> None:
        """`pool` bounds the connections; `seconds` each wait for a connection, a lock, an answer."""
        self.url = make_url(url)
        self.dialect = self.url.get_backend_name()
        self._lean: SqliteReader | PooledReader
        if self.dialect == "sqlite":
            file = SqliteFile(self.url.database or "")
            self.writer = sqlite_engine(self.url, file, seconds, pool=1, echo=echo, writes=True)
            self.reader = sqlite_engine(self.url, file, seconds, pool=pool, echo=echo, writes=False)
            self._lean = SqliteReader(file, seconds)
        else:
            self.writer = postgresql_engine(self.url, seconds, pool=pool, echo=echo)
            self.reader = self.writer.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            self._lean = PooledReader(self.writer)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that commits at the end of the block and rolls back on any error.

        What `after_commit` was told runs when the commit is certain. Raises DatabaseUnavailable.
        """
        with translated(writes=True), Session(self.writer, expire_on_commit=False) as session:
            with session.begin():
                yield session
            told = session.info.pop(AFTER_COMMIT, ())
        for tell in told:
            _run(tell)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the data and cannot change it. Raises DatabaseUnavailable."""
        with translated(writes=False), Session(self.reader, expire_on_commit=False) as session:
            yield session

    def rows(
        self, statement: Select[Any], parameters: Mapping[str, Any] | None = None
    ) -> list[tuple[Any, ...]]:
        """What a statement selects, by the shortest way there is; for pages that are read all the time.

        The statement is made once, at the top of a module, with `bindparam` for what differs: it is
        prepared at its first use. Raises DatabaseUnavailable.
        """
        return self._lean.rows(statement, parameters or {})

    def row(
        self, statement: Select[Any], parameters: Mapping[str, Any] | None = None
    ) -> tuple[Any, ...] | None:
        """The first of what `rows` gives, none when there is none."""
        found = self._lean.rows(statement, parameters or {})
        return found[0] if found else None

    def ping(self) -> None:
        """Ask the database for a sign of life. Raises DatabaseUnavailable."""
        statement = "SELECT 1 FROM sqlite_schema" if self.dialect == "sqlite" else "SELECT 1"
        with self.reading() as session:
            session.execute(text(statement))

    def check(self) -> None:
        """Look whether the whole file of an SQLite database is sound; takes as long as reading it.

        PostgreSQL looks after itself and is only asked for a sign of life. Raises DatabaseUnavailable,
        DatabaseDamaged.
        """
        self.ping()
        if self.dialect == "sqlite":
            with self.reading() as session:
                found = session.scalars(text("PRAGMA quick_check(1)")).one()
            if found != "ok":
                raise DatabaseDamaged(f"{self.url.database} is damaged: {found}. Restore a backup.")

    def scrub(self) -> bool:
        """Have nothing left on the disk of what was deleted; whether that was possible just now.

        SQLite leaves it in pages that are free or half full, and in its log: the file is written anew and the
        log emptied, which no reader of an older state may hinder. Writers wait meanwhile, less than a second
        for 100 MB. PostgreSQL does the like by itself (see its VACUUM). Raises DatabaseUnavailable.
        """
        if self.dialect != "sqlite":
            return True
        with translated(writes=True), closing(self.writer.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            is_busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not is_busy

    def dispose(self) -> None:
        """Close every connection; the next use opens new ones.

        The writer goes last: whoever closes an SQLite file last empties the write-ahead log into it.
        """
        self._lean.dispose()
        self.reader.dispose()
        self.writer.dispose()


def after_commit(session: Session, tell: Callable[[], None]) -> None:
    """Have `tell` called once the transaction of this session is committed, and never if it is not.

    What is committed stays so: a failure of `tell` is logged and hinders nothing.
    """
    session.info.setdefault(AFTER_COMMIT, []).append(tell)


def _run(tell: Callable[[], None]) -> None:
    try:
        tell()
    except Exception:
        log.exception("after_commit_failed")
