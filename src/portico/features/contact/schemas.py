"""The shapes of letters to the owner, as the API and the page's form have them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from portico.features.contact import words
from portico.features.contact.models import Check, State
from portico.platform.shapes import Input, documented
from portico.web.paging import ListQuery

Words = Annotated[str, BeforeValidator(words.with_plain_lines)]


class LetterCreate(Input):
    """A letter to the owner."""

    topic: str = Field(min_length=1, max_length=60, examples=["A question"])
    """One of the topics of the form."""
    name: Annotated[str, AfterValidator(words.name)] = Field(
        min_length=1, max_length=words.LONGEST_NAME, examples=["Ada Lovelace"]
    )
    email: Annotated[str, AfterValidator(words.address)] = Field(
        min_length=3, max_length=254, examples=["ada@example.org"], json_schema_extra={"format": "email"}
    )
    """Where the answer goes."""
    text: Annotated[Words, AfterValidator(words.letter)] = Field(
        min_length=words.SHORTEST_TEXT,
        max_length=words.LONGEST_TEXT,
        examples=["How did you measure the echo of the arcade?"],
    )
    """Plain text; lines end with a line feed."""
    website: str = Field(default="", max_length=200, examples=[""])
    """Left empty by people, who do not see it. What is filled in goes to the spam."""
    stamp: str | None = Field(default=None, min_length=1, max_length=200, examples=["WyJhIiwxXQ.aQ.b"])
    """What the form gave, where it gives one."""
    token: str | None = Field(default=None, min_length=1, max_length=2048, examples=["0.Qx7c"])
    """What Turnstile gave, where the form names a key of it."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class ContactForm:
    """What a form needs before it can be sent."""

    topics: tuple[str, ...]
    site_key: str | None
    """The key to ask Turnstile with, where letters are checked by it."""
    stamp: str | None
    """To be sent with the letter, three seconds from now at the earliest; good once, for a day."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class LetterTaken:
    """The letter is with the owner."""

    taken_at: datetime


class LettersQuery(ListQuery):
    """Which letters to list."""

    state: State | None = None
    """Only letters in this state. Without it all but spam."""
    q: str | None = Field(default=None, min_length=1, max_length=100, examples=["echo"])
    """Only letters whose name, address, topic or text holds this."""


class LetterChange(Input):
    """What becomes of a letter."""

    state: State = Field(examples=["read"])


class AnswerCreate(Input):
    """An answer to a letter."""

    text: Annotated[Words, AfterValidator(words.readable)] = Field(
        min_length=1, max_length=20_000, pattern=r"\S", examples=["With a balloon, and a very long ruler."]
    )


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """What was answered."""

    id: int
    text: str
    created_at: datetime


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class LetterEntry:
    """A letter in the list of them."""

    id: int
    topic: str
    name: str
    email: str
    excerpt: str
    """How it begins."""
    state: State
    created_at: datetime


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """A whole letter, with what was answered."""

    id: int
    topic: str
    name: str
    email: str
    text: str
    state: State
    checked: Check
    """What told that a person wrote it: Turnstile, the stamp of the form, or its trap alone."""
    created_at: datetime
    answers: tuple[AnswerView, ...]
