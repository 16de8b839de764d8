"""Nobody learns from an answer whether there is an account behind an address, nor in what state it is.

Reliability A01 and A02: the same bytes, the same headers, the same number of password hashes, as many
statements, and no time that tells. `PORTICO_TEST_TIMING=1200` takes so many samples of the time at each door.
"""

from __future__ import annotations

import math
import os
import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import delete, event, update
from tests.support.accounts import PASSWORD, House, Person, Reply, Straight

from portico.features.accounts import registration
from portico.features.accounts.budgets import MAILS_TO_ADDRESS, PASSWORDS_FOR_LOGIN
from portico.features.accounts.leaving import anonymising
from portico.features.accounts.models import Budget, Verification
from portico.features.accounts.passwords import Passwords
from portico.features.accounts.replies import EXTENSION
from portico.features.accounts.verifications import TRIES
from portico.features.accounts.working import Accounts
from portico.platform.clock import now

SAMPLES = int(os.environ.get("PORTICO_TEST_TIMING", "20"))
STATES = ("unknown", "active", "suspended", "deactivated", "overdue", "anonymised", "without a password")
NAMELESS = ("X-Request-ID", "traceparent", "Server-Timing", "Date", "Retry-After")
"""Headers whose values differ from one request to the next."""
MASKS = (
    (rb'"(id|request_id|expires_at|resend_at)":"[^"]*"', rb'"\1":"-"'),
    (rb"in \d+ seconds", b"in - seconds"),
)
WRONG = "not the password"
SPREAD = 3
"""Statements by which the states may differ: an account that is there is locked, and read once more."""


@dataclass(frozen=True)
class Seen:
    """All of an answer that could tell."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    hashes: int


@dataclass
class Watcher:
    """Somebody who asks for one address again and again, each time from another network."""

    house: House
    email: str
    username: str
    accounts: Accounts
    seen: list[Seen] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)

    def ask(self, path: str, **body: str) -> Reply:
        """Ask, and note what can be seen."""
        asker = Person(self.house, "", "", program=True)
        hashes = self.accounts.passwords.worked
        with _counted(self.house) as said:
            reply = asker.post(path, body or None)
        self.seen.append(_seen(reply, self.accounts.passwords.worked - hashes))
        self.statements.append(len(said))
        return reply

    def run(self) -> None:
        """Everything that can be asked without knowing anything, once more often than it may be."""
        for _ in range(PASSWORDS_FOR_LOGIN.amount + 1):
            self.ask("/auth/sign-in", login=self.email, password=WRONG)
        self.ask("/auth/reactivations", login=self.email, password=WRONG)
        self.ask("/auth/sign-in", login=f" {self.email.upper()} ", password=PASSWORD[:-1])
        name = f"n{random.randrange(10**9)}"
        begun = [self.ask("/auth/registrations", email=self.email, username=name, password=PASSWORD)]
        begun += [self.ask("/auth/codes", email=self.email), self.ask("/auth/resets", email=self.email)]
        for reply in begun:
            self.try_codes(reply.json["id"])
        for _ in range(MAILS_TO_ADDRESS.amount - len(begun) * 2 + 1):
            self.ask("/auth/codes", email=self.email)
        self.ask("/auth/resets", email=self.email.upper())

    def apart(self, other: Watcher) -> list[tuple[int, int, int]]:
        """The requests that took another number of statements than those of the other."""
        pairs = enumerate(zip(self.statements, other.statements, strict=True))
        return [(number, mine, usual) for number, (mine, usual) in pairs if abs(mine - usual) > SPREAD]

    def try_codes(self, conversation: str) -> None:
        """Ask for another code too soon and in time, and try wrong ones until nothing more is heard."""
        self.ask(f"/auth/verifications/{conversation}/resend")
        with self.house.database.transaction() as session:
            mine = update(Verification).where(Verification.id == conversation)
            session.execute(mine.values(sent_at=now() - timedelta(minutes=2)))
        self.ask(f"/auth/verifications/{conversation}/resend")
        self.ask(f"/auth/verifications/{conversation}/password", code="ZZZZ-ZZZZ", password=PASSWORD)
        for _ in range(TRIES + 1):
            self.ask(f"/auth/verifications/{conversation}/confirm", code="ZZZZ-ZZZZ")


Pair = tuple[list[float], list[float]]
DOORS: dict[str, Callable[[Watcher], tuple[str, dict[str, str]]]] = {
    "sign-in": lambda who: ("/auth/sign-in", {"login": who.email, "password": WRONG}),
    "sign-in by name": lambda who: ("/auth/sign-in", {"login": who.username, "password": WRONG}),
    "coming back": lambda who: ("/auth/reactivations", {"login": who.email, "password": WRONG}),
    "joining": lambda who: (
        "/auth/registrations",
        {"email": who.email, "username": f"n{random.randrange(10**9)}", "password": PASSWORD},
    ),
    "a code": lambda who: ("/auth/codes", {"email": who.email}),
    "a new password": lambda who: ("/auth/resets", {"email": who.email}),
}
"""What can be asked without knowing anything."""


@pytest.fixture(autouse=True)
def _cheap_hashes() -> None:
    """Here hashes take the time that they take, which could tell somebody apart."""


@pytest.mark.parametrize("login", ["address", "username"])
def test_sign_in_answers_alike_for_everybody(small_house: House, login: str) -> None:
    watchers = [_watcher(small_house, state) for state in STATES]
    for watcher in watchers:
        name = watcher.email if login == "address" else watcher.username
        watcher.ask("/auth/sign-in", login=name, password=WRONG)
    assert len({tuple(watcher.seen) for watcher in watchers}) == 1
    assert watchers[0].seen[0].hashes == 1


def test_every_answer_is_the_same_in_every_state_from_the_first_to_the_one_too_many(house: House) -> None:
    watchers = {state: _watcher(house, state) for state in STATES}
    for watcher in watchers.values():
        watcher.run()
    plain = watchers["unknown"]
    assert {seen.status for seen in plain.seen} == {202, 401, 409, 422, 429}
    for state, watcher in watchers.items():
        for number, (seen, expected) in enumerate(zip(watcher.seen, plain.seen, strict=True)):
            assert seen == expected, (state, number)
        if state != "overdue":  # whose first visitor has the account wiped
            assert not watcher.apart(plain), state


def test_guessing_at_a_name_tells_nothing_of_the_address(small_house: House) -> None:
    ada = _watcher(small_house, "active")
    for _ in range(PASSWORDS_FOR_LOGIN.amount + 1):
        ada.ask("/auth/sign-in", login=ada.username, password=WRONG)
    assert ada.seen[-1].status == 429
    assert ada.ask("/auth/sign-in", login=ada.email, password=WRONG).status == 401


@pytest.mark.parametrize("door", DOORS)
def test_no_time_tells_whether_there_is_an_account(
    small_house: House, door: str, record_property: Callable[[str, object], None]
) -> None:
    ada, nobody = _watcher(small_house, "active", fast=False), _watcher(small_house, "unknown", fast=False)
    waited, worked = _times(ada, nobody, door)
    for name, samples in (("time", waited), ("work", worked)):
        record_property(name, _auc(*samples))
    for samples in (waited, worked):
        assert 0.5 - _tolerance() <= _auc(*samples) <= 0.5 + _tolerance()


def test_the_time_would_tell_if_nothing_was_hashed_for_nobody(
    small_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify = Passwords.verify
    monkeypatch.setattr(
        Passwords, "verify", lambda self, kept, given: kept is not None and verify(self, kept, given)
    )
    ada, nobody = _watcher(small_house, "active", fast=False), _watcher(small_house, "unknown", fast=False)
    for samples in _times(ada, nobody, "sign-in", count=30):
        assert _auc(*samples) > 0.95


def _watcher(house: House, state: str, *, fast: bool = True) -> Watcher:
    assert isinstance(house.wire, Straight)
    accounts: Accounts = house.wire.app.extensions[EXTENSION]
    if fast:
        accounts.passwords._hasher = PasswordHasher(1, 8, parallelism=1)
    username = f"ada{random.randrange(10**9)}"
    watcher = Watcher(house, f"{username}@example.org", username, accounts)
    if state != "unknown":
        _make(watcher, state)
    return watcher


def _make(watcher: Watcher, state: str) -> None:
    accounts, at = watcher.accounts, now()
    password = None if state == "without a password" else accounts.passwords.hash(PASSWORD)
    with accounts.database.transaction() as session:
        made = registration.create(
            accounts,
            session,
            username=watcher.username,
            email=watcher.email,
            password_hash=password,
            now=at,
        )
        if state in ("deactivated", "overdue", "anonymised"):
            made.state = "deactivated"
            made.deletion_at = at + timedelta(days=1 if state == "deactivated" else -1)
            session.flush()
        if state == "suspended":
            made.state = "suspended"
        if state == "anonymised":
            anonymising.anonymise(accounts.farewell, session, made.id, now=at)


@contextmanager
def _counted(house: House) -> Iterator[list[str]]:
    said: list[str] = []

    def listen(*told: object) -> None:
        said.append(str(told[2]))

    engines = {house.database.writer, house.database.reader}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", listen)
    yield said
    for engine in engines:
        event.remove(engine, "before_cursor_execute", listen)


def _seen(reply: Reply, hashes: int) -> Seen:
    body = reply.body
    for pattern, mask in MASKS:
        body = re.sub(pattern, mask, body)
    headers = tuple((name, "…" if name in NAMELESS else value) for name, value in reply.headers)
    return Seen(reply.status, headers, body, hashes)


def _times(one: Watcher, other: Watcher, door: str, count: int = SAMPLES) -> tuple[Pair, Pair]:
    """How long each of them waits at a door, by turns in an order of its own, and how much work that was.

    What a stranger sees is the time; what other programs do at that moment hides less of the work.
    """
    waited: Pair = ([], [])
    worked: Pair = ([], [])
    for number in range(count + 5):
        pair = [(0, one), (1, other)]
        random.shuffle(pair)
        for place, watcher in pair:
            with watcher.house.database.transaction() as session:
                session.execute(delete(Budget))
            asker = Person(watcher.house, "", "", program=True)
            path, body = DOORS[door](watcher)
            began, spent = time.perf_counter(), time.thread_time()
            reply = asker.post(path, body)
            took, work = time.perf_counter() - began, time.thread_time() - spent
            assert reply.status in (202, 401), reply.body
            if number >= 5:
                waited[place].append(took)
                worked[place].append(work)
    return waited, worked


def _auc(one: list[float], other: list[float]) -> float:
    """How often a sample of the first is greater than one of the second (Mann and Whitney, 1947)."""
    wins = sum((mine > theirs) + 0.5 * (mine == theirs) for mine in one for theirs in other)
    return wins / (len(one) * len(other))


def _tolerance() -> float:
    """0.05 where there are samples enough; with few, what chance exceeds once in 30,000 runs."""
    return max(0.05, 4.2 * math.sqrt((2 * SAMPLES + 1) / (12 * SAMPLES**2)))
