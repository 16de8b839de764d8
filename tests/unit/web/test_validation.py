"""Whatever does not fit is named in plain words, under codes that stay."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any, ClassVar, Literal
from uuid import UUID

import pytest
from flask import Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, HttpUrl, TypeAdapter, field_validator
from werkzeug.test import EnvironBuilder

from portico.platform.errors import FieldError, Invalid
from portico.web.validation import read_body, read_query


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Inner(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    name: str


class Everything(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    text: str = Field(default="abc", min_length=2, max_length=4, pattern="^[a-z]+$")
    number: int = Field(default=5, ge=1, le=9, multiple_of=1)
    share: float = Field(default=0.5, gt=0, lt=1)
    yes: bool = True
    choice: Literal["a", "b"] = "a"
    colour: Colour = Colour.RED
    day: date = date(2026, 1, 1)
    moment: AwareDatetime | None = None
    name: UUID | None = None
    link: HttpUrl | None = None
    items: list[int] = Field(default=[1], min_length=1, max_length=2)
    inner: Inner | None = None
    own: str = ""

    @field_validator("own")
    @classmethod
    def _own(cls, value: str) -> str:
        if value == "wrong":
            raise ValueError("Say something else.")
        return value


def slips(body: str) -> list[FieldError]:
    sent = EnvironBuilder(method="POST", data=body.encode(), content_type="application/json")
    with pytest.raises(Invalid) as raised:
        read_body(Request(sent.get_environ()), TypeAdapter(Everything))
    return list(raised.value.errors)


@pytest.mark.parametrize(
    ("body", "pointer", "code", "sentence"),
    [
        ('{"text": "a"}', "/body/text", "too-short", "Give 2 or more characters."),
        ('{"text": "abcde"}', "/body/text", "too-long", "Give 4 or fewer characters."),
        ('{"text": "ABC"}', "/body/text", "wrong-format", "This is not written as it must be: ^[a-z]+$."),
        ('{"text": 3}', "/body/text", "wrong-type", "Give a text."),
        ('{"text": null}', "/body/text", "wrong-type", "Give a text."),
        ('{"text": {"$ne": 1}}', "/body/text", "wrong-type", "Give a text."),
        ('{"number": 0}', "/body/number", "out-of-range", "Give a number of at least 1."),
        ('{"number": 10}', "/body/number", "out-of-range", "Give a number of at most 9."),
        ('{"number": "5"}', "/body/number", "wrong-type", "Give a whole number."),
        ('{"number": true}', "/body/number", "wrong-type", "Give a whole number."),
        ('{"number": 1.5}', "/body/number", "wrong-type", "Give a whole number."),
        ('{"share": 0}', "/body/share", "out-of-range", "Give a number above 0.0."),
        ('{"share": 1}', "/body/share", "out-of-range", "Give a number below 1.0."),
        ('{"share": "x"}', "/body/share", "wrong-type", "Give a number."),
        ('{"yes": "yes"}', "/body/yes", "wrong-type", "Give true or false."),
        ('{"choice": "c"}', "/body/choice", "not-one-of", "Give one of 'a' or 'b'."),
        ('{"colour": "green"}', "/body/colour", "not-one-of", "Give one of 'red' or 'blue'."),
        ('{"day": "14.3.2026"}', "/body/day", "wrong-format", "Give a date such as 2026-03-14."),
        (
            '{"moment": "2026-01-01T00:00:00"}',
            "/body/moment",
            "wrong-format",
            "Give a date and time such as 2026-03-14T09:30:00Z.",
        ),
        (
            '{"moment": "soon"}',
            "/body/moment",
            "wrong-format",
            "Give a date and time such as 2026-03-14T09:30:00Z.",
        ),
        ('{"name": "x"}', "/body/name", "wrong-format", "Give a UUID."),
        (
            '{"link": "x"}',
            "/body/link",
            "wrong-format",
            "Give a whole web address, such as https://example.org/.",
        ),
        ('{"items": []}', "/body/items", "too-short", "Give 1 or more items."),
        ('{"items": [1, 2, 3]}', "/body/items", "too-long", "Give 2 or fewer items."),
        ('{"items": {"0": 1}}', "/body/items", "wrong-type", "Give a list."),
        ('{"items": [1, "2"]}', "/body/items/1", "wrong-type", "Give a whole number."),
        ('{"inner": {}}', "/body/inner/name", "missing", "This is required."),
        ('{"inner": []}', "/body/inner", "wrong-type", "Give an object."),
        ('{"a/b~c": 1}', "/body/a~1b~0c", "unknown", "There is no such field."),
        ('{"own": "wrong"}', "/body/own", "wrong-format", "Say something else."),
        ("[]", "/body", "wrong-type", "Give an object."),
    ],
)
def test_a_slip_is_named(body: str, pointer: str, code: str, sentence: str) -> None:
    assert slips(body) == [FieldError(pointer, code, sentence)]


def test_every_slip_is_named_at_once() -> None:
    found = slips('{"text": "", "number": 0, "lamp": 1}')
    assert {slip.pointer for slip in found} == {"/body/text", "/body/number", "/body/lamp"}


def test_what_fits_is_read() -> None:
    body = b'{"text": "abc", "number": 5, "share": 0.5, "colour": "blue", "day": "2026-03-14", "items": [1]}'
    sent = EnvironBuilder(method="POST", data=body, content_type="application/json")
    read: Any = read_body(Request(sent.get_environ()), TypeAdapter(Everything))
    assert (read.colour, read.day) == (Colour.BLUE, date(2026, 3, 14))


class Query(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    limit: int = Field(default=5, le=9)
    since: datetime | None = None


@pytest.mark.parametrize(
    ("query", "slip"),
    [
        ("limit=x", FieldError("/query/limit", "wrong-type", "Give a whole number.")),
        ("limit=10", FieldError("/query/limit", "out-of-range", "Give a number of at most 9.")),
        ("limit=1&limit=1", FieldError("/query/limit", "repeated", "Give this parameter once.")),
        ("lamp=1", FieldError("/query/lamp", "unknown", "There is no such parameter.")),
    ],
)
def test_a_query_is_text_that_is_read_as_what_it_means(query: str, slip: FieldError) -> None:
    with pytest.raises(Invalid) as raised:
        read_query(Request(EnvironBuilder(query_string=query).get_environ()), Query)
    assert raised.value.errors == (slip,)
