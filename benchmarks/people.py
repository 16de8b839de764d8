"""What it costs to know who asks: signing in, a private read, and the same route with and without it."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

from benchmarks import crowd
from benchmarks.figures import Figure, Rate
from benchmarks.load import drive
from benchmarks.place import HOST, PORT, Place, corpus
from benchmarks.rates import ANEW, KEPT, OF_KEPT, ROUNDS, SECONDS, WARM_UP, rate
from benchmarks.servers import SERVER_CORE, Server, connect, on_core, portico, started
from portico.features.accounts.passwords import Passwords

if TYPE_CHECKING:
    from collections.abc import Iterator

COOKIE = "__Host-portico"
LOGIN = {"login": "bench", "password": "a lighthouse for measuring"}
SIGN_INS = 40
"""Fewer than the budget of one network allows."""
KNOWING = 1.25
"""The most that a route may cost for knowing who asks, as a multiple of the same route for everyone."""
AGAIN = "python -m benchmarks people"
OF_PRIVATE = (
    "the checks of host and address, who asks, a limit, rows from the database, the contract,"
    " fifteen headers, a log line and metrics"
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account, signed in."""

    cookie: str


def measure(scratch: Path) -> list[Figure]:
    """How much more a sign-in costs than its hash, and a private route than the same for everyone."""
    place = corpus(scratch)
    place.compile()
    person = joined(place)
    with portico(place, core=SERVER_CORE) as server:
        figures = [_sign_in(server)]
    with portico(replace(place, proxies=1)) as server:
        figures += _crowd(server)
    with _two_doors(place) as server:
        return [*figures, _knowing(server, person)]


def measure_rates(scratch: Path) -> list[Rate]:
    """The rates of a private read that is never kept, and of a profile that is."""
    place = corpus(scratch)
    place.compile()
    person = joined(place)
    with portico(place, core=SERVER_CORE) as server:
        return [
            rate(
                server,
                "One's own account by the API",
                "/api/v1/me",
                cookie=person.cookie,
                command=AGAIN,
                least_of_flask=ANEW,
                cost=OF_PRIVATE,
            ),
            rate(server, "Profile", "/@bench", command=AGAIN, least_of_wsgi=KEPT, cost=OF_KEPT),
        ]


def joined(place: Place) -> Person:
    """Give the site an account, in a process of its own while no server runs."""
    command = [sys.executable, "-m", "benchmarks.joining", LOGIN["login"], LOGIN["password"]]
    told = subprocess.run(command, env=place.environ, check=True, capture_output=True, text=True)
    return Person(f"{COOKIE}={json.loads(told.stdout)['access_token']}")


def _sign_in(server: Server) -> Figure:
    connection = connect(server)
    _post(connection)
    before = server.cpu_seconds()
    for _ in range(SIGN_INS):
        _post(connection)
    each = (server.cpu_seconds() - before) / SIGN_INS * 1000
    connection.close()
    hashed = _hash_milliseconds()
    return Figure(
        name="Signing in by password",
        value=each,
        unit="ms of CPU",
        command=AGAIN,
        note=f"verifying the password alone took {hashed:.1f} ms in the same run",
    )


def _post(connection: HTTPConnection) -> None:
    headers = {"Content-Type": "application/json"}
    connection.request("POST", "/api/v1/auth/sign-in", json.dumps(LOGIN), headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"signing in gave {answer.status}: {body.decode()}")


def _crowd(server: Server) -> list[Figure]:
    """What somebody who reads feels of 200 people who sign in at one moment."""
    server.get("/")
    met = asyncio.run(crowd.gather(HOST, server.port, LOGIN))
    note = (
        f"the home page every {crowd.PACE * 1000:.0f} ms, {len(met.pages)} times, until all were in;"
        f" {met.told_to_wait} times one was told to come back"
    )
    return [
        Figure(
            name="A page while 200 people sign in at once, p99",
            value=met.late(),
            unit="ms",
            command=AGAIN,
            limit=100,
            note=note,
        )
    ]


def _hash_milliseconds() -> float:
    passwords = Passwords(at_once=1)
    kept = passwords.hash(LOGIN["password"])
    before = process_time()
    for _ in range(SIGN_INS):
        passwords.verify(kept, LOGIN["password"])
    return (process_time() - before) / SIGN_INS * 1000


def _knowing(server: Server, person: Person) -> Figure:
    """The CPU time of a route for those who are signed in, as a multiple of that of its twin for everyone."""
    costs: dict[str, list[float]] = {"/api/v1/for-everyone": [], "/api/v1/for-members": []}
    for path in costs:
        drive(server.address + path, WARM_UP, cookie=person.cookie)
    for _ in range(ROUNDS):
        for path, found in costs.items():
            before = server.cpu_seconds()
            answered = drive(server.address + path, SECONDS, cookie=person.cookie)
            found.append((server.cpu_seconds() - before) / answered)
    everyone, members = (median(found) for found in costs.values())
    return Figure(
        name="A route that knows who asks, beside the same for everyone",
        value=members / everyone,
        unit="times",
        command=AGAIN,
        limit=KNOWING,
        note=f"{members * 1e6:.0f} µs and {everyone * 1e6:.0f} µs of CPU, each with a row from the database",
    )


@contextmanager
def _two_doors(place: Place) -> Iterator[Server]:
    """The application with one more route, for everyone and for those who are signed in."""
    command = on_core(SERVER_CORE, [sys.executable, "-m", "benchmarks.two_doors", HOST, str(PORT)])
    with started(command, dict(os.environ) | place.environ, PORT) as server:
        yield server
