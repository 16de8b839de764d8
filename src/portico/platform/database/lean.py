"""Reading without a session: a statement, its parameters, and the rows as tuples."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Engine, Select
from sqlalchemy.dialects.sqlite.pysqlite import dialect as sqlite_dialect
from sqlalchemy.exc import DBAPIError

from portico.platform.database.engines import prepare_sqlite
from portico.platform.database.errors import UNFIT, result_code, translated
from portico.platform.database.sqlite_file import SqliteFile

Row = tuple[Any, ...]
Process = Callable[[Any], Any]
STATEMENTS = 256
"""How many statements are kept prepared."""
DIALECT = sqlite_dialect(paramstyle="named")


class SqliteReader:
    """Read-only connections of the driver itself, lent to one thread at a time."""

    def __init__(self, file: SqliteFile, seconds: float) -> None:
        self._file = file
        self._seconds = seconds
        self._idle: deque[tuple[int, sqlite3.Connection]] = deque()

    def rows(self, statement: Select[Any], given: Mapping[str, Any]) -> list[Row]:
        """What a statement selects. Raises DatabaseUnavailable."""
        prepared = _prepared(statement)
        arguments = prepared.arguments(given)
        try:
            found = self._ask(prepared.text, arguments)
        except sqlite3.Error as error:
            with translated(writes=False):
                if result_code(error) not in UNFIT:
                    raise
                found = self._ask(prepared.text, arguments)
        return prepared.read(found)

    def dispose(self) -> None:
        """Close every connection; those on loan close when they come back."""
        idle, self._idle = self._idle, deque()
        while idle:
            idle.pop()[1].close()

    def _ask(self, text: str, arguments: Mapping[str, Any]) -> list[Row]:
        idle = self._idle
        inode, connection = self._borrow(idle)
        try:
            found: list[Row] = connection.execute(text, arguments).fetchall()
        except BaseException:
            connection.close()
            raise
        if idle is self._idle:
            idle.append((inode, connection))
        else:
            connection.close()
        return found

    def _borrow(self, idle: deque[tuple[int, sqlite3.Connection]]) -> tuple[int, sqlite3.Connection]:
        """A connection to the file that is there now."""
        current = self._file.inode()
        while idle:
            try:
                inode, connection = idle.pop()
            except IndexError:
                break
            if inode == current:
                return inode, connection
            connection.close()
        return self._open()

    def _open(self) -> tuple[int, sqlite3.Connection]:
        self._file.claim()
        connection = sqlite3.connect(
            self._file.path, timeout=self._seconds, check_same_thread=False, cached_statements=STATEMENTS
        )
        try:
            prepare_sqlite(connection, writes=False)
        except BaseException:
            connection.close()
            raise
        return self._file.inode(), connection


class PooledReader:
    """Connections of a pool, each statement a transaction of its own; the driver prepares what recurs."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")

    def rows(self, statement: Select[Any], given: Mapping[str, Any]) -> list[Row]:
        """What a statement selects. Raises DatabaseUnavailable."""
        with translated(writes=False):
            try:
                return self._ask(statement, given)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                return self._ask(statement, given)

    def dispose(self) -> None:
        """Nothing: the pool is another's."""

    def _ask(self, statement: Select[Any], given: Mapping[str, Any]) -> list[Row]:
        with self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(statement, given)]


class _Prepared:
    """A statement in SQLite's words, and what turns values into its own and back."""

    def __init__(self, statement: Select[Any]) -> None:
        compiled: Any = statement.compile(dialect=DIALECT)
        self.text = str(compiled)
        self._known = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        self._binders = {
            name: process
            for name, bind in compiled.binds.items()
            if (process := bind.type.dialect_impl(DIALECT).bind_processor(DIALECT))
        }
        self._readers: dict[int, Process] = {
            number: process
            for number, column in enumerate(statement.selected_columns)
            if (process := column.type.dialect_impl(DIALECT).result_processor(DIALECT, None))
        }

    def arguments(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """The parameters as SQLite takes them."""
        values = {**self._known, **given}
        for name, process in self._binders.items():
            values[name] = process(values[name])
        return values

    def read(self, found: list[Row]) -> list[Row]:
        """The rows as Python takes them."""
        return [self._read_one(row) for row in found] if self._readers else found

    def _read_one(self, row: Row) -> Row:
        values = list(row)
        for number, process in self._readers.items():
            values[number] = process(values[number])
        return tuple(values)


_prepared = lru_cache(STATEMENTS)(_Prepared)
