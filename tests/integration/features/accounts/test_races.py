"""Many requests at one moment, over real sockets, against one process on SQLite and two on PostgreSQL.

Each race is also run against a server without the defence that it is about (`tests/support/mutants.py`), and
has to notice. `PORTICO_TEST_RACES=2000` runs each so many rounds.
"""

from __future__ import annotations

import os
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select
from tests.support.accounts import House, Person, Socket, beside
from tests.support.canaries import PLANTED
from tests.support.postgres import PostgresServer
from tests.support.racer import Shot, shot, volley
from tests.support.raw import Reply
from tests.support.server import Server
from tests.support.sites import write_site
from tests.support.starter import Starter

from portico.features.accounts import codes
from portico.features.accounts.budgets import PASSWORDS_FOR_LOGIN
from portico.features.accounts.models import Account, Budget, LoginSession, Verification
from portico.features.accounts.tokens import RefreshTokens
from portico.features.accounts.verifications import TRIES
from portico.platform.clock import now
from portico.platform.database import Database
from portico.platform.keys import derive
from portico.settings.secret import TESTING

ROUNDS = int(os.environ.get("PORTICO_TEST_RACES", "3"))
NOTICED_WITHIN = 30
"""Rounds in which a race has to notice that its defence is missing."""
HEARD_WITHIN = {"sqlite": 0.0, "postgresql": 2.0}
"""Seconds. What is believed without news is believed for five."""
CODE, WRONG = "7KQ2M9XD", "ZZZZZZZZ"
CODE_KEY = derive(TESTING, "codes")
REFRESH = RefreshTokens([PLANTED["PORTICO_TOKEN_SECRET"]])
AT_ONCE = 20
SESSIONS = select(LoginSession.id)
Race = Callable[["Running"], None]


class Running:
    """A server, its database, and somebody who has joined."""

    def __init__(self, port: int, database: Database) -> None:
        self.port = port
        self.database = database
        self.house = House(Socket(port), database)
        self.ada = self.house.join(f"ada{secrets.token_hex(4)}", program=True)

    def volley(self, shots: list[Shot]) -> list[Reply]:
        """Let them all go at once; nobody is told that the server failed."""
        found = volley(self.port, shots)
        assert not [reply for reply in found if reply.status == 500], found
        return found

    def forget_budgets(self) -> None:
        """Have everybody begin anew, whatever the rounds before have spent."""
        with self.database.transaction() as session:
            session.execute(delete(Budget))

    def conversation(self) -> str:
        """A conversation to sign in by, whose code is CODE."""
        return self.conversations([{"purpose": "code", "account_id": self.ada.id}])[0]

    def conversations(self, about: list[dict[str, Any]]) -> list[str]:
        """Conversations whose codes are CODE; what was spent before is forgotten."""
        at, made = now(), [secrets.token_hex(16) for _ in about]
        with self.database.transaction() as session:
            session.execute(delete(Budget))
            session.add_all(
                Verification(
                    id=name,
                    email=f"{name}@example.org",
                    code_hash=codes.digest(CODE_KEY, name, CODE),
                    attempts_left=TRIES,
                    resends_left=0,
                    sent_at=at,
                    expires_at=at + timedelta(minutes=10),
                    **values,
                )
                for name, values in zip(made, about, strict=True)
            )
        return made

    def session(self, *, generation: int = 0) -> str:
        """A session that is signed in after so many refreshes, the last of them just now."""
        made, at = secrets.token_hex(16), now()
        with self.database.transaction() as session:
            session.add(
                LoginSession(
                    id=made,
                    account_id=self.ada.id,
                    method="password",
                    device="",
                    network="",
                    created_at=at,
                    last_used_at=at,
                    expires_at=at + timedelta(days=1),
                    generation=generation,
                    rotated_at=at,
                    proved_at=at,
                )
            )
        return made

    def confirm(self, conversation: str, code: str, source: str = "") -> Shot:
        """A try of a code."""
        body = {"code": code, "deliver": "body"}
        return shot(self.ada, f"/auth/verifications/{conversation}/confirm", body, source=source)

    def refreshes(self, session_id: str, generation: int) -> list[Shot]:
        """As many refreshes with one token as there are tabs."""
        body = {"refresh_token": REFRESH.issue(session_id, generation)}
        return [shot(self.ada, "/auth/refresh", body)] * AT_ONCE

    def lives(self, reply: Reply) -> bool:
        """Whether a token that was given out lets anybody in."""
        pair = reply.json
        holder = Person(self.house, "", "", program=True, bearer=pair["access_token"])
        again = holder.post("/auth/refresh", {"refresh_token": pair["refresh_token"]})
        return holder.get("/me").status == 200 or again.status == 200


def wrong_codes_beyond_the_tries(running: Running) -> None:
    """Of a hundred wrong codes exactly five are compared (reliability A04)."""
    conversation = running.conversation()
    found = running.volley([running.confirm(conversation, WRONG)] * 100)
    said = Counter(reply.json["code"] for reply in found)
    assert said == {"wrong-code": TRIES, "code-over": 100 - TRIES}
    # Not even the right one is heard after them.
    assert running.volley([running.confirm(conversation, CODE)])[0].status == 409


def right_codes_at_once(running: Running) -> None:
    """Of twenty right codes one comes in (A04)."""
    before = running.database.rows(SESSIONS)
    conversation = running.conversation()
    found = running.volley([running.confirm(conversation, CODE)] * AT_ONCE)
    assert Counter(reply.status for reply in found) == {200: 1, 409: AT_ONCE - 1}
    assert len(running.database.rows(SESSIONS)) == len(before) + 1


def refreshes_at_once(running: Running) -> None:
    """Twenty tabs that refresh with one token get one and the same next pair (A11)."""
    session_id = running.session()
    found = running.volley(running.refreshes(session_id, 0))
    assert {reply.status for reply in found} == {200}
    assert {reply.json["refresh_token"] for reply in found} == {REFRESH.issue(session_id, 1)}


def spent_tokens_at_once(running: Running) -> None:
    """The parent of a parent ends the family, even while its youngest is used twenty times (A11)."""
    session_id = running.session(generation=2)
    young, old = running.refreshes(session_id, 2), running.refreshes(session_id, 0)[:2]
    found = running.volley([*young, *old])
    assert {reply.status for reply in found[AT_ONCE:]} == {401}
    assert not any(running.lives(reply) for reply in _distinct(found))


def leaving_everywhere(running: Running) -> None:
    """Nothing is alive after signing out everywhere, whatever was refreshed in that moment (A11, A15)."""
    session_id, other = running.session(), running.session()
    (entry,) = running.volley(running.refreshes(other, 0)[:1])
    leaver = Person(running.house, "", "", program=True, bearer=entry.json["access_token"])
    shots = running.refreshes(session_id, 0)
    shots.insert(AT_ONCE // 2, shot(leaver, "/auth/sign-out-everywhere"))
    found = running.volley(shots)
    assert found[AT_ONCE // 2].status == 204
    assert not any(running.lives(reply) for reply in [entry, *_distinct(found)])


def claims_of_a_name(running: Running) -> None:
    """Of fifty that want one name, or one that looks like it, one gets it (A19)."""
    name = f"o{secrets.token_hex(6)}rn"
    alike = (name, name.replace("rn", "m"), f"{name[:-2]}-rn", f"0{name[1:]}")
    wanted = [{"purpose": "registration", "username": alike[number % 4]} for number in range(50)]
    opened = running.conversations(wanted)
    shots = [running.confirm(one, CODE, _elsewhere(number)) for number, one in enumerate(opened)]
    said = Counter(reply.json.get("code", reply.status) for reply in running.volley(shots))
    assert said == {200: 1, "username-taken": 49}
    with running.database.reading() as session:
        assert len(session.scalars(select(Account.id).where(Account.username.in_(alike))).all()) == 1


def guesses_of_a_password(running: Running) -> None:
    """Of fifty sign-ins for one name, from as many networks, twenty are looked at (A09)."""
    running.forget_budgets()
    login = secrets.token_hex(8)
    body = {"login": login, "password": "not the password"}
    shots = [shot(running.ada, "/auth/sign-in", body, source=_elsewhere(number)) for number in range(50)]
    said: Counter[int] = Counter()
    # Who finds no place to be looked at has spent nothing, and comes back.
    while shots:
        found = running.volley(shots)
        said.update(reply.status for reply in found if reply.status != 503)
        shots = [one for one, reply in zip(shots, found, strict=True) if reply.status == 503]
    assert said == {401: PASSWORDS_FOR_LOGIN.amount, 429: 50 - PASSWORDS_FOR_LOGIN.amount}


def sign_ins_against_a_new_password(running: Running) -> None:
    """Whoever signs in by the old password in the moment of a change is out after it (A14)."""
    running.forget_budgets()
    old, new = running.ada.password, secrets.token_hex(10)
    (begun,) = running.volley(running.refreshes(running.session(), 0)[:1])
    changer = Person(running.house, "", "", program=True, bearer=begun.json["access_token"])
    given = {"login": running.ada.email, "password": old, "deliver": "body"}
    entering = [shot(running.ada, "/auth/sign-in", given, source=_elsewhere(number)) for number in range(3)]
    change = shot(changer, "/me/password", {"password": new, "deliver": "body"}, method="PUT")
    *entered, changed = running.volley([*entering, change])
    if changed.status == 503:  # so many hash at this moment that the change was put off
        return
    assert changed.status == 200
    running.ada.password = new
    assert not any(running.lives(reply) for reply in _distinct(entered))


def changes_heard_in_every_process(running: Running) -> None:
    """A token that was ended is taken nowhere: at once by one process, within seconds by two (A14)."""
    (begun,) = running.volley(running.refreshes(running.session(), 0)[:1])
    ada = Person(running.house, "", "", program=True, bearer=begun.json["access_token"])
    asking = [shot(ada, "/me", method="GET")] * AT_ONCE
    # Until every process knows how the session stands.
    assert {reply.status for reply in running.volley(asking)} == {200}
    assert ada.post("/auth/sign-out").status == 204
    until = time.monotonic() + HEARD_WITHIN[running.database.dialect]
    found = running.volley(asking)
    while time.monotonic() < until and {reply.status for reply in found} != {401}:
        found = running.volley(asking)
    assert {reply.status for reply in found} == {401}


RACES: tuple[Race, ...] = (
    changes_heard_in_every_process,
    sign_ins_against_a_new_password,
    wrong_codes_beyond_the_tries,
    right_codes_at_once,
    refreshes_at_once,
    spent_tokens_at_once,
    leaving_everywhere,
    claims_of_a_name,
    guesses_of_a_password,
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def running(request: pytest.FixtureRequest) -> Iterator[Running]:
    """The server as it is."""
    with _running(request, "portico") as found:
        yield found


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def undefended(request: pytest.FixtureRequest) -> Iterator[Running]:
    """The server without its defences."""
    with _running(request, "tests.support.mutants") as found:
        yield found


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.__name__)
def test_a_race_is_won_once(running: Running, race: Race) -> None:
    for _ in range(ROUNDS):
        race(running)


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.__name__)
def test_a_race_notices_that_its_defence_is_missing(undefended: Running, race: Race) -> None:
    assert any(_fails(race, undefended) for _ in range(NOTICED_WITHIN))


@contextmanager
def _running(request: pytest.FixtureRequest, program: str) -> Iterator[Running]:
    folder = request.getfixturevalue("tmp_path_factory").mktemp("races")
    starter: Starter = request.getfixturevalue("server_starter")
    site = write_site(folder / "site", {"site.toml": 'title = "Races"\n'})
    if request.param == "sqlite":
        url = f"sqlite:///{folder}/portico.db"
        server = Server(site, folder / "var", _environ(url), program, starter=starter)
        with server, beside(url) as database:
            yield Running(server.port, database)
        return
    postgres: PostgresServer = request.getfixturevalue("postgres_server")
    with postgres.fresh() as name:
        url = postgres.url(name)
        more = {"PORTICO_WORKERS": "2", "PORTICO_REDIS_URL": request.getfixturevalue("_redis_server")}
        server = Server(site, folder / "var", _environ(url) | more, program, starter=starter)
        with server, beside(url) as database:
            yield Running(server.port, database)


def _fails(race: Race, running: Running) -> bool:
    try:
        race(running)
    except AssertionError:
        return True
    return False


def _environ(url: str) -> dict[str, str]:
    return {
        "PORTICO_DATABASE_URL": url.replace("+psycopg", ""),
        "PORTICO_THREADS": "8",
        "PORTICO_DATABASE_SECONDS": "30",
    }


def _distinct(replies: list[Reply]) -> list[Reply]:
    """One of the answers for each pair of tokens that was given out."""
    with_tokens = [reply for reply in replies if reply.status == 200]
    return list({reply.json["refresh_token"]: reply for reply in with_tokens}.values())


def _elsewhere(number: int) -> str:
    return f"127.200.{number}.1"
