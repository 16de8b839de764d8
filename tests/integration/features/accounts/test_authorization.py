"""Who may do what: every operation of the OpenAPI document, asked for by everybody there is.

What is expected follows from the access mark of each, so that a new operation is asked for by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from tests.support.accounts import House, Person, Reply, Straight

from portico.features.accounts import apikeys
from portico.features.accounts.identification import FACTOR_LASTS
from portico.features.accounts.models import ApiToken, DataExport, Identity, LoginSession, Passkey
from portico.features.accounts.visitors import NOBODY
from portico.features.notifications.models import Notification
from portico.platform.clock import now
from portico.platform.database import Base
from portico.web.access import RECENT, access_of

METHODS = ("get", "post", "put", "patch", "delete")
SAFE = ("get",)
REFUSALS = {
    "signed-out",
    "in-person-only",
    "out-of-scope",
    "proof-needed",
    "second-factor-needed",
    "not-for-role",
    "operator-only",
}
"""The codes by which a mark refuses; any other answer comes from behind it."""
LONG_AGO = RECENT + timedelta(minutes=1)


@dataclass(frozen=True)
class Route:
    """One operation of the document, and the mark of its view."""

    method: str
    path: str
    mark: str

    @property
    def filled(self) -> str:
        """Its path with names of nothing that there is."""
        return re.sub(r"\{(\w+)\}", lambda found: NOTHING.get(found[1], "999999"), self.path)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


NOTHING = {"session_id": "0" * 32, "conversation": "0" * 32, "username": "nobody-here", "token": "x"}
SHOWN_MORE = {"/api/v1/comments/{number}/replies"}
"""What anyone may read, and who is signed in sees more of: who shows a session that is over is told so."""
Rule = Callable[[Route], str | None]


def _by_role(*allowed: str) -> Rule:
    return lambda route: None if route.mark in allowed else "not-for-role"


IN_PERSON = ("member", "in-person", "in-person-recently")
CALLERS: dict[str, Rule] = {
    "nobody": lambda _: "signed-out",
    "suspended": lambda _: "signed-out",
    "deactivated": lambda _: "signed-out",
    "member": _by_role(*IN_PERSON),
    "moderator": _by_role(*IN_PERSON, "moderator"),
    "owner": _by_role(*IN_PERSON, "moderator", "owner"),
    "member long ago": lambda route: (
        "proof-needed" if route.mark == "in-person-recently" else _by_role(*IN_PERSON)(route)
    ),
    "program that reads": lambda route: _by_scope(route, route.method in SAFE),
    "program that writes": lambda route: _by_scope(route, route.method not in SAFE),
}
"""By caller: with which code each operation refuses them, none where it lets them pass."""


def _by_scope(route: Route, fits: bool) -> str | None:
    if route.mark != "member":
        return "in-person-only"
    return None if fits else "out-of-scope"


@pytest.fixture
def app(small_house: House) -> Flask:
    assert isinstance(small_house.wire, Straight)
    return small_house.wire.app


@pytest.mark.parametrize("caller", CALLERS)
def test_every_operation_lets_pass_whom_its_mark_names_and_nobody_else(
    small_house: House, app: Flask, caller: str
) -> None:
    routes = list(_routes(app))
    person = small_house.make(role=caller if caller in ("moderator", "owner") else "member")
    assert {route.mark for route in routes} >= {"public", "operator", "owner", *IN_PERSON}
    wrong = []
    for route in routes:
        expected = _expected(route, CALLERS[caller])
        reply = _ask(small_house, person, caller, route)
        if reply.status >= 500 or _refusal(reply) != expected:
            wrong.append((str(route), caller, reply.status, reply.code, expected))
    assert not wrong


def test_owner_and_moderators_are_let_to_their_work_by_a_fresh_second_factor_alone_where_it_is_asked_for(
    small_house: House, app: Flask
) -> None:
    object.__setattr__(small_house.accounts.rules, "factor_required", True)
    owner = small_house.make(role="owner")
    work = [route for route in _routes(app) if route.mark in ("owner", "moderator")]
    for route in work:
        reply = small_house.let_in(owner).send(route.method.upper(), route.filled, {})
        assert (reply.status, reply.code) == (403, "second-factor-needed")
    assert work
    for ago, status in ((timedelta(minutes=1), 200), (-timedelta(minutes=1), 403)):
        with small_house.database.transaction() as session:
            for one in session.scalars(select(LoginSession)):
                one.factor_at = now() - FACTOR_LASTS + ago
        small_house.accounts.standings.forget(owner.id)
        for path in ("/people", "/studio/summary", "/studio/mails"):
            assert owner.get(path).status == status


def _notification(whose: int) -> Notification:
    return Notification(
        account_id=whose,
        kind="reply",
        about="comment:1",
        path="/",
        title="x",
        created_at=now(),
        mail="none",
    )


ROWS: dict[str, Callable[[int], Base]] = {
    "/api/v1/me/sessions/{session_id}": lambda whose: LoginSession(
        id="a" * 32,
        account_id=whose,
        method="code",
        device="",
        network="",
        created_at=now(),
        last_used_at=now(),
        expires_at=now() + timedelta(days=1),
        generation=0,
        rotated_at=now(),
        proved_at=now(),
    ),
    "/api/v1/me/tokens/{number}": lambda whose: ApiToken(
        account_id=whose,
        name="x",
        digest=b"d" * 32,
        ending="x",
        scopes="read",
        created_at=now(),
        expires_at=now() + timedelta(days=1),
    ),
    "/api/v1/me/passkeys/{number}": lambda whose: Passkey(
        account_id=whose,
        credential_id=b"c",
        user_handle=b"u",
        public_key=b"k",
        sign_count=0,
        transports="",
        name="x",
        created_at=now(),
    ),
    "/api/v1/me/identities/{number}": lambda whose: Identity(
        account_id=whose, provider="github", subject="7", created_at=now()
    ),
    "/api/v1/me/exports/{number}": lambda whose: DataExport(
        account_id=whose, key="x", state="waiting", created_at=now()
    ),
    "/api/v1/me/notifications/{number}": _notification,
    "/api/v1/me/notifications/{number}/read": _notification,
}
"""By path: somebody's row that it would reach."""
BY_NAME = {"/api/v1/me/blocks/{username}"}
"""Paths that end in the name of somebody else, and whose rows are all one's own."""


def test_every_path_to_a_row_of_ones_own_is_tried_with_a_row_of_somebody_elses(app: Flask) -> None:
    assert {route.path for route in _routes(app) if "/me/" in route.path and "{" in route.path} == {
        *ROWS,
        *BY_NAME,
    }


@pytest.mark.parametrize("path", ROWS)
def test_a_row_of_somebody_else_is_not_there(house: House, path: str) -> None:
    ada, eve = house.make(), house.make()
    with house.database.transaction() as session:
        row = ROWS[path](ada.id)
        session.add(row)
        session.flush()
        number = str(row.id)  # type: ignore[attr-defined]
    found = list(_routes(house.wire.app))  # type: ignore[attr-defined]
    for route in (route for route in found if route.path == path):
        there = re.sub(r"\{\w+\}", number, path)
        theirs = house.let_in(eve).send(route.method.upper(), there)
        nothing = eve.send(route.method.upper(), route.filled)
        assert (theirs.status, theirs.code) == (nothing.status, nothing.code) == (404, "not-found")
        assert _masked(theirs) == _masked(nothing)
    with house.database.reading() as session:
        assert session.get(type(row), row.id)  # type: ignore[attr-defined]


def _routes(app: Flask) -> Iterator[Route]:
    document = app.test_client().get("/api/v1/openapi.json").get_json()
    views = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower()): app.view_functions[rule.endpoint]
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }
    for path, operations in document["paths"].items():
        for method in METHODS:
            if method in operations:
                yield Route(method, path, access_of(views[path, method]) or "")


def _expected(route: Route, rule: Rule) -> str | None:
    if route.mark == "public":
        is_over = rule in (CALLERS["suspended"], CALLERS["deactivated"])
        return "signed-out" if is_over and route.path in SHOWN_MORE else None
    return "operator-only" if route.mark == "operator" else rule(route)


def _ask(house: House, person: Person, caller: str, route: Route) -> Reply:
    """Ask as this caller, with a body that no operation takes; each time with a session of its own."""
    if caller.startswith("program"):
        person.bearer = _program(house, person, "read" if caller.endswith("reads") else "write")
    elif caller != "nobody":
        house.change(person.id, state="active", deletion_at=None)
        house.let_in(person, proved_ago=LONG_AGO if caller == "member long ago" else timedelta(0))
    if caller in ("suspended", "deactivated"):
        house.change(person.id, state=caller, deletion_at=now() + timedelta(days=30))
    body: Any = None if route.method in SAFE else {"no": "such field"}
    return person.send(route.method.upper(), route.filled, body)


def _program(house: House, person: Person, scope: str) -> str:
    with house.database.transaction() as session:
        _, token = apikeys.make(
            house.accounts,
            session,
            person.id,
            name="x",
            scopes=frozenset({scope}),
            lasting=timedelta(days=1),
            visitor=NOBODY,
            now=now(),
        )
        session.flush()
        for old in session.scalars(select(ApiToken).order_by(ApiToken.id.desc()).offset(5)):
            session.delete(old)
    return token


def _refusal(reply: Reply) -> str | None:
    if reply.status in (401, 403) and reply.code in REFUSALS:
        return reply.code
    return None


def _masked(reply: Reply) -> bytes:
    return re.sub(rb'"request_id":"\w+"', b"", reply.body)
