"""A small feature that writes, for tests of the web edge: `python -m tests.support.shelf serve …`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import Blueprint, Flask, request
from pydantic import BaseModel, ConfigDict, Field, SecretStr
from sqlalchemy import JSON, BigInteger, Float, String
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from portico import wsgi
from portico.main import create_app
from portico.platform.database import Identifier
from portico.platform.errors import Conflict, NotFound
from portico.settings import Settings, load_settings
from portico.web import preconditions
from portico.web.access import operator, public
from portico.web.contract import Reply, operation
from portico.web.database import database, reading, transaction
from portico.web.rate_limits import limited

SHELF = "tests.support.shelf"
"""The program to run for a server with the shelf."""

shelf = Blueprint("shelf", __name__, url_prefix="/api/v1")


class ShelfBase(DeclarativeBase):
    """Tables of the tests, which no migration knows."""


class Book(ShelfBase):
    """What clients put on the shelf."""

    __tablename__ = "test_book"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    pages: Mapped[int] = mapped_column(BigInteger)
    weight: Mapped[float] = mapped_column(Float(53))
    notes: Mapped[Any] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1)


class BookWrite(BaseModel):
    """What a client says of a book."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    title: str = Field(min_length=1, max_length=200, examples=["On Growth and Form"])
    """What stands on its spine."""
    pages: int = Field(default=0, ge=-(2**53) + 1, le=2**53 - 1)
    """How many there are."""
    weight: float = 0
    """In kilograms."""
    notes: Any = None
    """Whatever else there is to say."""


@dataclass(frozen=True)
class BookPublic:
    """A book on the shelf."""

    id: int
    title: str
    pages: int
    weight: float
    notes: Any


EXAMPLE = {"id": 1, "title": "On Growth and Form", "pages": 793, "weight": 1.2, "notes": None}


class Torn(Conflict):
    """The book fell apart after it was counted."""

    code = "torn"


@shelf.post("/books")
@public
@operation(tag="shelf", body=BookWrite, returns=BookPublic, status=201, idempotent=True, example=EXAMPLE)
def add(body: BookWrite) -> Reply:
    """Put a book on the shelf."""
    with transaction() as session:
        book = _put(session, body)
    return Reply(_public(book), {"Location": f"/api/v1/books/{book.id}"})


@shelf.post("/books/torn")
@public
@operation(
    tag="shelf",
    body=BookWrite,
    returns=BookPublic,
    status=201,
    idempotent=True,
    problems=[Torn],
    example=EXAMPLE,
)
def add_torn(body: BookWrite) -> Reply:
    """Keep a book, then refuse: a refusal that leaves a mark."""
    with transaction() as session:
        _put(session, body)
    raise Torn("It is on the shelf, but it is torn.")


@shelf.post("/books/secret")
@operator
@operation(
    tag="shelf",
    body=BookWrite,
    returns=BookPublic,
    status=201,
    idempotent=True,
    secret=True,
    example=EXAMPLE,
)
def add_secret(body: BookWrite) -> BookPublic:
    """Put a book on the shelf, and tell of it once only."""
    with transaction() as session:
        return _public(_put(session, body))


@shelf.get("/books/<int:number>")
@public
@operation(tag="shelf", returns=BookPublic, problems=[NotFound], cache="no-store", example=EXAMPLE)
def read(number: int) -> Reply:
    """One book."""
    with reading() as session:
        book = session.get(Book, number)
    if book is None:
        raise NotFound("There is no such book.")
    return Reply(_public(book), {"ETag": preconditions.tag_of(book.version)})


@shelf.put("/books/<int:number>")
@public
@operation(
    tag="shelf", body=BookWrite, returns=BookPublic, problems=[NotFound], if_match=True, example=EXAMPLE
)
def replace(number: int, body: BookWrite) -> Reply:
    """Say something else of a book."""
    with transaction() as session:
        book = session.get(Book, number, with_for_update=True)
        if book is None:
            raise NotFound("There is no such book.")
        preconditions.check(request, book.version)
        for name, value in body.model_dump().items():
            setattr(book, name, value)
        book.version += 1
    return Reply(_public(book), {"ETag": preconditions.tag_of(book.version)})


@shelf.get("/lamp")
@public
@limited("5/hour")
@operation(tag="shelf", returns=str, cache="no-store", example="on")
def lamp() -> str:
    """Light, five times an hour."""
    return "on"


def with_shelf(settings: Settings, *, tables: bool = True) -> Flask:
    """The application with the shelf, and its table if there is a database to hold it."""
    app = create_app(settings)
    app.register_blueprint(shelf)
    if tables:
        with app.app_context():
            ShelfBase.metadata.create_all(database().writer)
    return app


@contextmanager
def shelf_at(
    settings: Settings, database_url: str, *, tables: bool = True, **changes: Any
) -> Iterator[Flask]:
    """The application with the shelf on a database, whose connections are closed at the end."""
    url = SecretStr(database_url)
    app = with_shelf(settings.model_copy(update={"database_url": url, **changes}), tables=tables)
    try:
        yield app
    finally:
        with app.app_context():
            database().dispose()


def application() -> Flask:
    """The application of a worker process, with the shelf."""
    return wsgi.begin(with_shelf(load_settings()))


def _put(session: Session, new: BookWrite) -> Book:
    book = Book(**new.model_dump())
    session.add(book)
    session.flush()
    return book


def _public(book: Book) -> BookPublic:
    return BookPublic(id=book.id, title=book.title, pages=book.pages, weight=book.weight, notes=book.notes)


if __name__ == "__main__":
    from portico.cli import main
    from portico.commands import workers

    workers.APPLICATION = "tests.support.shelf:application"
    main(prog_name="portico")
