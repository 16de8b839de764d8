"""Access tokens that somebody else wrote: none is believed, and none makes the server fail."""

from __future__ import annotations

import hmac
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256, sha512
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.accounts import House, Person, Straight
from tests.support.jobs import NOON

from portico.features.accounts.replies import EXTENSION
from portico.features.accounts.tokens import LEEWAY, LIFETIME, AccessTokens
from portico.features.accounts.working import Accounts
from portico.platform.clock import now
from portico.platform.keys import derive
from portico.settings.secret import TESTING

MUTATIONS = int(os.environ.get("PORTICO_TEST_JWT", "300"))
KEY = derive(TESTING, "access tokens")
SESSION = "5f0c2c6a1f7b4f0e9a3d8c7b6a594837"
ISSUER = "https://site.test"
READER = AccessTokens([TESTING], ISSUER)
GOOD = READER.issue(7, 3, SESSION, NOON)


ALGORITHMS = (
    *("none", "None", "NONE", "nOnE", "", None, 0),
    *("HS512", "HS384", "HS1", "RS256", "PS256", "ES256", "EdDSA", "dir"),
)
HEADERS: dict[str, list[Any]] = {
    "kid": ["../../../dev/null", "' OR 1=1 --", "", None, 7, "0" * 16],
    "typ": ["JWT", "at+JWT", "application/at+jwt", "id+jwt", None],
    "jku": ["https://evil.test/keys"],
    "x5u": ["https://evil.test/key.pem"],
    "x5c": [["MIIB"]],
    "jwk": [{"kty": "oct", "k": "a2traw"}],
    "crit": [["exp"]],
    "b64": [False],
    "zip": ["DEF"],
    "cty": ["JWT"],
}
CLAIMS: dict[str, list[Any]] = {
    "exp": [None, "9999999999", 9999999999.5, True, -1, 10**20, {}],
    "iat": [None, "0", 0.5, 10**20],
    "sub": [None, 7, "-7", "7 ", ""],
    "sv": [None, "3", 3.0, True],
    "sid": [None, 7],
    "iss": [None, "", "https://else.test"],
    "aud": [None, "", "else", ["portico-api", "else"]],
    "scope": [None, "", "read", "full read"],
    "nbf": [9999999999],
    "extra": [1],
}


def _written(part: bytes) -> str:
    return urlsafe_b64encode(part).rstrip(b"=").decode()


def _part(value: Any) -> str:
    return _written(value if isinstance(value, bytes) else json.dumps(value).encode())


def _signed(header: Any, claims: Any, *, key: bytes = KEY, by: Any = sha256) -> str:
    said = f"{_part(header)}.{_part(claims)}"
    return f"{said}.{_mac(said.encode(), key, by)}"


def _mac(said: bytes, key: bytes = KEY, by: Any = sha256) -> str:
    return _written(hmac.new(key, said, by).digest())


def _read(part: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(urlsafe_b64decode(part + "=="))
    return found


def _raw(claims: dict[str, Any], name: str, text: str) -> bytes:
    """Claims as JSON with one value written in a way that Python would not write it."""
    return json.dumps(claims | {name: "@"}).replace('"@"', text).encode()


def corpus(good: str) -> Iterator[tuple[str, str]]:
    """What people send who would like to be somebody else: a name for it, and the token."""
    head, body, mac = good.split(".")
    header, claims = _read(head), _read(body)
    yield from _headers(header, claims)
    yield from _claims(header, claims)
    yield from _signatures(head, body, mac)
    shapes: tuple[Any, ...] = ([], "x", 7, None, b"", b"{", b"\xff", b"[" * 20_000, {"a": {"b": {}}})
    for value in shapes:
        yield f"claims {value!r:.20}", _signed(header, value)
        yield f"header {value!r:.20}", _signed(value, claims)
    yield "nested", _signed(header | {"cty": "JWT"}, good.encode())
    yield "another deployment", AccessTokens([TESTING[::-1]], claims["iss"]).issue(7, 3, claims["sid"], now())
    yield "JSON serialisation", json.dumps({"payload": body, "protected": head, "signature": mac})


def _headers(header: dict[str, Any], claims: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ALGORITHMS:
        yield f"alg {name!r}, unsigned", f"{_part(header | {'alg': name})}.{_part(claims)}."
        yield f"alg {name!r}, signed", _signed(header | {"alg": name}, claims)
    yield "HS512 with our key", _signed(header | {"alg": "HS512"}, claims, by=sha512)
    yield "no alg", _signed({n: v for n, v in header.items() if n != "alg"}, claims)
    twice = json.dumps(header)[:-1].encode() + b', "alg": "none"}'
    yield "alg said twice", f"{_part(twice)}.{_part(claims)}."
    for name, values in HEADERS.items():
        for value in values:
            whose = b"k" * 32 if name == "jwk" else b"" if name == "kid" else KEY
            yield f"{name} {value!r}", _signed(header | {name: value}, claims, key=whose)


def _claims(header: dict[str, Any], claims: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, values in CLAIMS.items():
        for value in (*values, [claims.get(name)]):
            yield f"{name} {value!r:.40}", _signed(header, claims | {name: value})
    for name in claims:
        yield f"without {name}", _signed(header, {n: v for n, v in claims.items() if n != name})
    for name, text in {"exp": "NaN", "sv": "Infinity", "iat": "1e400", "sub": "1" * 5000}.items():
        yield f"{name} written {text[:9]}", _signed(header, _raw(claims, name, text))
    long = claims["iat"] + 86_400
    yield "a day long", _signed(header, claims | {"exp": long})


def _signatures(head: str, body: str, mac: str) -> Iterator[tuple[str, str]]:
    good = f"{head}.{body}.{mac}"
    yield "the key of nobody", _signed(_read(head), _read(body), key=b"")
    yield "another key", _signed(_read(head), _read(body), key=b"x" * 32)
    yield "without a signature", f"{head}.{body}."
    yield "two parts", f"{head}.{body}"
    yield "four parts", f"{good}.{mac}"
    yield "five parts", f"{good}.{mac}.{mac}"
    yield "signature cut", good[:-1]
    yield "signature padded", good + "="
    yield "signature in other words", good[:-1] + _neighbour(good[-1])
    yield "signature of the claims alone", f"{head}.{body}.{_mac(body.encode())}"
    yield "spaces", f"{head} .{body}.{mac}"
    yield "too long", f"{good}{'A' * 5000}"


def misfits(good: str, account_id: int) -> Iterator[tuple[str, str]]:
    """What only we could have signed, and what is not so: another session, person or version."""
    header, claims = (_read(part) for part in good.split(".")[:2])
    wrong: dict[str, list[Any]] = {
        "sv": [0, 2, -1, 10**30],
        "sid": ["", "0" * 32, "../x", "\x00", "' OR 1=1 --"],
        "sub": [str(account_id + 1), "0", "9" * 400],
    }
    for name, values in wrong.items():
        for value in values:
            yield f"{name} {value!r:.40}", _signed(header, claims | {name: value})


def _neighbour(letter: str) -> str:
    """Another letter of base 64 whose first bits are the same: the last ones of a signature say nothing."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return letters[letters.index(letter) ^ 1]


HOSTILE = dict(corpus(GOOD))


def test_the_corpus_is_as_large_as_it_says_and_its_model_is_good() -> None:
    assert len(HOSTILE) >= 100
    assert READER.read(GOOD, NOON)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_token_is_not_read(name: str) -> None:
    assert READER.read(HOSTILE[name], NOON) is None


@settings(max_examples=MUTATIONS, deadline=None, database=None)
@given(
    st.integers(0, len(GOOD) - 1), st.characters(max_codepoint=0x17F), st.sampled_from(["put", "in", "out"])
)
def test_a_token_of_which_one_character_differs_is_not_read(place: int, letter: str, how: str) -> None:
    rest = GOOD[place + (how != "in") :]
    other = GOOD[:place] + ("" if how == "out" else letter) + rest
    assert other == GOOD or READER.read(other, NOON) is None


def test_over_http_each_is_a_401_and_the_good_one_still_comes_in(small_house: House) -> None:
    ada, bob = small_house.join("ada", program=True), small_house.join("bob", program=True)
    mallory = Person(small_house, "mallory", "", program=True)
    accepted = []
    for name, token in [*corpus(ada.access()), *misfits(ada.access(), ada.id)]:
        mallory.bearer = token
        if mallory.get("/me").status != 401:
            accepted.append(name)
    assert not accepted
    assert [person.get("/me").json["username"] for person in (ada, bob)] == ["ada", "bob"]


def test_a_token_of_another_process_is_over_half_a_minute_after_its_time(small_house: House) -> None:
    assert isinstance(small_house.wire, Straight)
    accounts: Accounts = small_house.wire.app.extensions[EXTENSION]
    ada = small_house.join("ada", program=True)
    claims = accounts.access.read(ada.access(), now())
    assert claims
    for age, status in ((0, 200), (LIFETIME.total_seconds() + LEEWAY + 1, 401)):
        ada.bearer = accounts.access.issue(ada.id, 1, claims.session_id, now() - timedelta(seconds=age))
        assert ada.get("/me").status == status
