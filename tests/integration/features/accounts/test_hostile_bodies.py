"""Bodies that no form sends: every operation that takes one, with every shape that is none of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select
from tests.support.accounts import House, Person, Reply, Straight

from portico.features.accounts.models import Verification
from portico.features.accounts.verifications import TRIES

WHOLE: dict[str, bytes] = {
    "nothing": b"",
    "null": b"null",
    "a list": b"[]",
    "a text": b'"x"',
    "a number": b"7",
    "an open brace": b"{",
    "no member": b"{}",
    "an unknown member": b'{"no": "such"}',
    "a member twice": b'{"code": "a", "code": "b", "email": "a", "email": "b"}',
    "nested 2,000 deep": b'{"a":' * 2000 + b"1" + b"}" * 2000,
    "lists 100,000 deep": b"[" * 100_000,
    "NUL": b'{"\\u0000": "\\u0000"}',
    "half a surrogate pair": b'{"a": "\\ud800"}',
    "no UTF-8": b'{"a": "\xff"}',
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "NaN": b'{"a": NaN}',
    "a number too large": b'{"a": 1e999}',
    "4,000 digits": b'{"a": ' + b"9" * 4000 + b"}",
    "a hundred thousand members": json.dumps({str(n): n for n in range(100_000)}).encode(),
}
"""Wrong for every operation."""
INSTEAD: dict[type, list[Any]] = {
    str: [7, True, {}, ["x"], "\0", "a\0b", "x" * 100_000],
    int: ["7", 1.5, True, [], {}, 10**30],
    bool: ["true", 1, [], {}],
    list: [7, "x", {}, [[]], [7], ["\0"], ["x" * 5000]],
    dict: [7, "x", []],
    type(None): [7, True, [[]], {}, "\0", "x" * 100_000],
}
"""By the type of what a member holds: what is put there instead."""


@pytest.fixture
def owner(small_house: House) -> Person:
    return small_house.let_in(small_house.make(role="owner"))


@pytest.mark.parametrize("shape", WHOLE)
def test_a_body_of_no_shape_at_all_is_refused_by_every_operation(
    small_house: House, owner: Person, shape: str
) -> None:
    for method, path, _ in _operations(small_house):
        reply = _send(small_house, owner, method, path, WHOLE[shape])
        if shape == "no member" and reply.status < 300:
            continue  # all of its members can be left out
        _check(reply, (method, path, shape))


def test_a_member_of_another_type_is_refused_by_every_operation(small_house: House, owner: Person) -> None:
    tried = 0
    for method, path, example in _operations(small_house):
        for name, value in example.items():
            for other in INSTEAD[type(value)]:
                body = json.dumps(example | {name: other}).encode()
                reply = _send(small_house, owner, method, path, body)
                _check(reply, (method, path, name, str(other)[:20]))
                tried += 1
    assert tried > 300


@pytest.mark.parametrize(
    "media_type", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_what_a_form_of_another_site_can_send_is_no_json(
    small_house: House, owner: Person, media_type: str
) -> None:
    for method, path, example in _operations(small_house):
        body = json.dumps(example).encode()
        reply = _send(small_house, owner, method, path, body, Content_Type=media_type or " ")
        assert reply.status == 415, (method, path, reply.status)


MISTYPED = [
    " ",
    "-",
    "1",
    "1234567",
    "123456789",
    "ZZZZ-ZZZZ-",
    "７KQ2-M9XD",
    "ＺＺＺＺ-ＺＺＺＺ",
    "ZZZZ\u200bZZZZ",
    "ZZZZ\nZZZZ",
    "UUUU-UUUU",
    "' OR 1=1 --",
    "../../../..",
    "*" * 64,
    "٧٧٧٧-٧٧٧٧",
    "null",
    "true",
    "[]",
    "\u202eDXZM",
]
NEVER_READ = ["", None, 7, 0.5, True, [], ["7KQ2-M9XD"], {"$ne": ""}, "\0", "Z" * 65, "Z" * 1_000_000]


@pytest.mark.parametrize("typed", MISTYPED)
def test_a_text_that_is_no_code_spends_a_try(small_house: House, typed: str) -> None:
    conversation = small_house.person().register()
    reply = _confirm(small_house, conversation, typed)
    assert (reply.status, reply.code) == (422, "wrong-code")
    assert _left(small_house, conversation) == TRIES - 1


def test_what_is_no_text_is_never_compared_with_a_code(small_house: House) -> None:
    ada = small_house.person()
    conversation = ada.register()
    for typed in NEVER_READ:
        _check(_confirm(small_house, conversation, typed), typed)
    # None of them could have been right, so that nobody can use up the tries of another with them.
    assert _left(small_house, conversation) == TRIES
    assert _confirm(small_house, conversation, small_house.code(ada.email)).status == 200


@pytest.mark.parametrize("name", ["%00", "x" * 33, "..%2f", "%F0%9F%92%A9", "' OR 1=1", "0" * 5000])
def test_a_conversation_that_cannot_be_is_none(house: House, name: str) -> None:
    for deed in ("resend", "confirm", "password"):
        body = {"confirm": {"code": "ZZZZ-ZZZZ"}, "password": {"code": "ZZZZ-ZZZZ", "password": "x" * 20}}
        reply = house.person(program=True).post(f"/auth/verifications/{name}/{deed}", body.get(deed))
        assert 400 <= reply.status < 500, (name, deed, reply.status)


def _confirm(house: House, conversation: str, code: Any) -> Reply:
    return house.person(program=True).post(
        f"/auth/verifications/{conversation}/confirm", {"code": code, "deliver": "body"}
    )


def _left(house: House, conversation: str) -> int:
    with house.database.reading() as session:
        left = select(Verification.attempts_left).where(Verification.id == conversation)
        return session.scalars(left).one()


def _operations(house: House) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation that takes JSON: its method, its path, and a body made of its examples."""
    assert isinstance(house.wire, Straight)
    document = house.wire.app.test_client().get("/api/v1/openapi.json").get_json()
    for path, operations in document["paths"].items():
        for method, told in operations.items():
            content = told.get("requestBody", {}).get("content", {}) if isinstance(told, dict) else {}
            if "application/json" in content:
                yield method.upper(), path, _example(document, content["application/json"]["schema"])


def _example(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    given = {name: told.get("examples") for name, told in schema.get("properties", {}).items()}
    return {name: examples[0] for name, examples in given.items() if examples}


def _send(house: House, owner: Person, method: str, path: str, body: bytes, **headers: str) -> Reply:
    filled = path.replace("{conversation}", "0" * 32).replace("{username}", "nobody").replace("{number}", "7")
    filled = filled.replace("{provider}", "github").replace("{token}", "x")
    sender = house.operator() if "/ops/" in path else owner
    return sender.send(method, filled, body, **headers)


def _check(reply: Reply, about: object) -> None:
    assert 400 <= reply.status < 500, (about, reply.status, reply.body[:200])
    assert reply.code not in ("signed-out", "operator-only", "proof-needed"), about
    assert reply.all("Content-Type") == ["application/problem+json"], about
    assert reply.json["status"] == reply.status
    assert reply.code
