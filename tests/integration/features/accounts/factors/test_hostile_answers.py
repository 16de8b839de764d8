"""Answers of passkeys that no passkey gives: every shape is refused, and none is an error of ours."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import cbor2
import pytest
from tests.support.authenticator import ATTESTED, PRESENT, VERIFIED, Authenticator, based, unbased
from tests.support.factors import Holder

# What is refused before anything is stored is so over any database.
pytestmark = pytest.mark.parametrize("house", ["sqlite"], indirect=True)

SITE = "https://site.test"
ROUNDS = 40
VALUES: list[Any] = [None, "", "A", "é", "A" * 20_000, "=", "a b", 7, True, [], {}, ["A"], {"A": "B"}, -1]
KEY = {1: 2, 3: -7, -1: 1, -2: bytes(32), -3: bytes(32)}
"""A public key whose point lies on no curve."""
KEYS: dict[str, Any] = {
    "on no curve": KEY,
    "without x": {name: value for name, value in KEY.items() if name != -2},
    "empty": {},
    "a list": [1, 2],
    "a text": "key",
    "a number": 7,
    "nothing": None,
    "of another algorithm": KEY | {3: -65535},
    "of a curve that is none": KEY | {-1: 99},
    "RSA of nothing": {1: 3, 3: -257, -1: b"\x00", -2: b"\x01\x00\x01"},
    "RSA of texts": {1: 3, 3: -257, -1: "n", -2: "e"},
    "Ed25519 cut short": {1: 1, 3: -8, -1: 6, -2: bytes(3)},
    "with a list for a kind": KEY | {1: [2]},
    "with a map for x": KEY | {-2: {}},
}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands in a credential."""
    for name, member in value.items():
        yield (*path, name)
        if isinstance(member, dict):
            yield from places(member, (*path, name))


def put(whole: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(whole)
    at = changed
    for name in path[:-1]:
        at = at[name]
    if value is ...:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return changed


@pytest.mark.parametrize("path", ["/auth/passkeys", "/me/proof/passkey", "/me/passkeys"])
def test_no_shape_of_a_credential_is_an_error_of_ours(ada: Holder, path: str) -> None:
    ada.add_passkey()
    asked = ada.person.post(f"{path}/options").json["options"]
    good = ada.device.make(asked) if path == "/me/passkeys" else ada.device.sign(asked)
    shapes: list[Any] = [*VALUES]
    for place in places(good):
        shapes += [put(good, place, value) for value in [*VALUES, ...]]
    statuses = {ada.person.post(path, {"ticket": "A", "credential": shape}).status for shape in shapes}
    # What only adds to the answer, or leaves out what need not be there, is read as far as the ticket.
    assert statuses == {409, 422}


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature"])
def test_no_byte_of_an_answer_can_be_another(ada: Holder, part: str) -> None:
    ada.add_passkey()
    chance = random.Random(part)
    for _ in range(ROUNDS):
        asked = ada.person.post("/auth/passkeys/options").json
        credential = ada.device.sign(asked["options"])
        raw = bytearray(unbased(credential["response"][part]))
        at = chance.randrange(len(raw))
        raw[at] ^= 1 << chance.randrange(8)
        credential["response"][part] = based(bytes(raw))
        answer = ada.person.post("/auth/passkeys", {"ticket": asked["ticket"], "credential": credential})
        assert (answer.status, answer.code) == (422, "passkey-refused"), (part, at)


@pytest.mark.parametrize("client", [b"", b"{", b"[]", b"7", b"null", b"\xff\xfe", b"{}", b'{"type": 1}'])
def test_no_client_data_is_an_error_of_ours(ada: Holder, client: bytes) -> None:
    ada.add_passkey()
    for path in ("/auth/passkeys", "/me/proof/passkey"):
        asked = ada.person.post(f"{path}/options").json
        credential = ada.device.sign(asked["options"])
        credential["response"]["clientDataJSON"] = based(client)
        answer = ada.person.post(path, {"ticket": asked["ticket"], "credential": credential})
        assert answer.status == 422


@pytest.mark.parametrize("member", ["type", "challenge", "origin", "crossOrigin", "tokenBinding"])
@pytest.mark.parametrize("value", [None, 7, [], {}, "é", "=", True, {"status": "present"}], ids=repr)
def test_no_member_of_client_data_is_an_error_of_ours(ada: Holder, member: str, value: Any) -> None:
    ada.add_passkey()
    status = ada.sign_in(**{member: value}).status
    harmless = (member == "crossOrigin" and not value) or member == "tokenBinding"
    assert status in ((200, 422) if harmless else (422,))


@pytest.mark.parametrize("key", KEYS.values(), ids=list(KEYS))
def test_a_key_that_is_none_is_not_added(ada: Holder, key: Any) -> None:
    assert add_with(ada, cbor2.dumps(key)) == 422
    assert ada.person.get("/me/passkeys").json["items"] == []


@pytest.mark.parametrize("raw", [b"", b"\x04", b"\xa1", b"\xff" * 40, bytes(400)], ids=repr)
def test_bytes_that_are_no_key_are_not_added(ada: Holder, raw: bytes) -> None:
    assert add_with(ada, raw) == 422


@pytest.mark.parametrize(
    "statement",
    [
        7,
        [],
        {},
        {"fmt": "none"},
        {"fmt": "none", "attStmt": {}, "authData": "text"},
        {"fmt": "none", "attStmt": [], "authData": bytes(37)},
        {"fmt": "none", "attStmt": {"sig": b"x"}, "authData": bytes(37)},
        {"fmt": "unheard-of", "attStmt": {}, "authData": bytes(37)},
        {"fmt": 7, "attStmt": {}, "authData": bytes(37)},
        {"fmt": "packed", "attStmt": {"alg": -7, "sig": b"x"}, "authData": bytes(37)},
        {"fmt": "packed", "attStmt": {"alg": -7, "sig": b"x", "x5c": [b"x"]}, "authData": bytes(37)},
    ],
    ids=str,
)
def test_a_statement_that_is_none_is_not_added(ada: Holder, statement: Any) -> None:
    asked = ada.person.post("/me/passkeys/options").json
    credential = ada.device.make(asked["options"])
    credential["response"]["attestationObject"] = based(cbor2.dumps(statement))
    answer = ada.person.post("/me/passkeys", {"ticket": asked["ticket"], "credential": credential})
    assert answer.status == 422


def add_with(holder: Holder, key: bytes) -> int:
    """Add a passkey whose public key is written like this."""
    asked = holder.person.post("/me/passkeys/options").json
    device = Authenticator(SITE)
    credential = device.make(asked["options"])
    statement = cbor2.loads(unbased(credential["response"]["attestationObject"]))
    data = statement["authData"][:32] + bytes([PRESENT | VERIFIED | ATTESTED]) + bytes(4)
    named = bytes(16) + (32).to_bytes(2, "big") + device.keys[0].id
    raw = cbor2.dumps(statement | {"authData": data + named + key})
    credential["response"]["attestationObject"] = based(raw)
    body = {"ticket": asked["ticket"], "credential": json.loads(json.dumps(credential))}
    return holder.person.post("/me/passkeys", body).status
