"""What is left of a person: rows that hold them in every column, and a search of every place there is.

Which tables are theirs is read from the tables themselves, so that a new one is filled and searched unasked.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Date, DateTime, LargeBinary, String, Table, func, insert, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from portico.migrations import tables
from portico.platform.database import Database
from portico.platform.jobs.tables import Job
from portico.platform.mail.outbox import KIND, post
from portico.web.tables import IdempotencyKey
from tests.support import postgres

CANARY = "canary-of-one-person"
"""Stands in every text that is theirs; shorter columns hold its beginning."""
SHORTEST = 8
"""Letters of a canary by which it is known again."""
_numbers = count(1)


def personal_tables() -> list[Table]:
    """Every table whose rows belong to an account."""
    account = tables.metadata.tables["account"]
    return [
        table
        for table in tables.metadata.sorted_tables
        if any(key.column.table is account for column in table.columns for key in column.foreign_keys)
    ]


def fill(session: Session, account_id: int, email: str, now: datetime) -> None:
    """Give an account a row in each table that can hold one, with canaries wherever there is room."""
    for table in personal_tables():
        if not rows_of(session, table, account_id):
            session.execute(insert(table).values(_row(session, table, account_id, now)))
    _fill_what_names_nobody(session, account_id, email, now)


def rows_of(session: Session, table: Table, account_id: int) -> int:
    """How many rows of a table belong to an account."""
    return session.scalar(select(func.count()).where(table.c.account_id == account_id)) or 0


def found_in(database: Database, folder: Path) -> dict[str, int]:
    """How often canaries stand in the database and below a folder, by place; places without any left out."""
    places = dict(_files(folder)) | dict(_database(database))
    needle = CANARY[:SHORTEST].encode()
    # PostgreSQL's dump shows bytes as hexadecimal digits; names are also kept without their hyphens.
    forms = needle, needle.hex().encode(), CANARY.replace("-", "")[:SHORTEST].encode()
    hits = {name: sum(data.lower().count(form) for form in forms) for name, data in places.items()}
    return {name: number for name, number in hits.items() if number}


def _row(session: Session, table: Table, account_id: int, now: datetime) -> dict[str, Any]:
    """A row with a canary in every text, without what the database counts up and what it need not name."""
    columns = [column for column in table.columns if column is not table.autoincrement_column]
    rows = {column.name: _named(session, column, account_id) for column in columns if column.foreign_keys}
    texts = {column.name: _value(column, now) for column in columns if not column.foreign_keys}
    return texts | {name: number for name, number in rows.items() if number is not None}


def _named(session: Session, column: Column[Any], account_id: int) -> int | None:
    """The row that a column names: their account, or any one of another table, which is not theirs."""
    (key,) = column.foreign_keys
    if key.column.table.name == "account":
        return account_id
    if column.nullable:
        return None
    found: int | None = session.scalar(select(key.column).limit(1))
    return found if found is not None else session.scalar(_anybodys(key.column.table))


def _anybodys(table: Table) -> ReturningInsert[Any]:
    columns = [column for column in table.columns if column is not table.autoincrement_column]
    values = {column.name: "x" if isinstance(column.type, String) else 0 for column in columns}
    return insert(table).values(values).returning(*table.primary_key)


def _value(column: Column[Any], now: datetime) -> Any:
    kind = column.type
    unique = f"{CANARY}-{next(_numbers)}"
    if isinstance(kind, String):
        return unique[: kind.length] if not kind.length or kind.length >= len(unique) else _short(kind.length)
    if isinstance(kind, LargeBinary):
        return unique.encode().ljust(32, b".")[:32]
    if isinstance(kind, JSON):
        return [{"label": unique, "url": f"https://{CANARY}.example"}]
    later = now + timedelta(days=300)
    if isinstance(kind, Date):
        return later.date()
    return later if isinstance(getattr(kind, "impl", kind), DateTime) else 1


def _short(length: int) -> str:
    number = str(next(_numbers))
    return CANARY[: length - len(number)] + number if length > SHORTEST + len(number) else CANARY[:length]


def _fill_what_names_nobody(session: Session, account_id: int, email: str, now: datetime) -> None:
    """What is about somebody without a column that says so."""
    answer = {"caller": f"account:{account_id}", "key": CANARY, "fingerprint": CANARY, "status": 200}
    made = {"headers": {"Location": CANARY}, "body": CANARY.encode(), "created_at": now}
    session.execute(insert(IdempotencyKey).values(answer | made))
    mail = post(
        session, kind="x", sender="a@b.example", recipient=email.title(), subject=CANARY, text=CANARY, now=now
    )
    refused = {"kind": KIND, "payload": {"mail": mail}, "created_at": now, "run_at": now}
    session.execute(insert(Job).values(refused | {"error": f"550 {email} is nobody", "parked_at": now}))


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), path.name.encode() + path.read_bytes()


def _database(database: Database) -> Iterator[tuple[str, bytes]]:
    if database.dialect == "sqlite":
        file = Path(database.url.database or "")
        for path in (file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-journal")):
            if path.exists():
                yield path.name, path.read_bytes()
    else:
        url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        dump = [str(postgres.program("pg_dump")), "--inserts", "--no-owner", url]
        yield "pg_dump", subprocess.run(dump, check=True, capture_output=True, timeout=60).stdout
