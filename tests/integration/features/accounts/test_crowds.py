"""Pages are given as quickly as ever while a crowd signs in.

`PORTICO_TEST_CROWD=200` has so many come; `python -m benchmarks people` measures it with 200.
"""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.crowd import Crowd, gather
from tests.support.accounts import House, Person, Socket, beside
from tests.support.server import Server
from tests.support.sites import write_site
from tests.support.starter import Starter

PEOPLE = int(os.environ.get("PORTICO_TEST_CROWD", "40"))
PROMPT = 100.0
"""Milliseconds that 99 of 100 pages take at most."""
ATTEMPTS = 3


def come(server: Server, ada: Person, people: int = PEOPLE) -> float:
    """How late pages are while so many sign in, all of whom get in."""
    login = {"login": ada.email, "password": ada.password}
    # Not in this thread, which may have a loop of the browser's.
    with ThreadPoolExecutor(1) as apart:
        crowd = apart.submit(_gather, server.port, login, people).result()
    assert crowd.entered == people
    return crowd.late()


def _gather(port: int, login: dict[str, str], people: int) -> Crowd:
    return asyncio.run(gather("127.0.0.1", port, login, people=people))


def is_prompt(server: Server, ada: Person) -> bool:
    """Whether they are in time; on a machine that has other work, by what nobody who signs in could cause."""
    late = come(server, ada)
    return late < PROMPT or late < 2 * come(server, ada, 0)


def test_pages_are_prompt_while_a_crowd_signs_in(tmp_path: Path, server_starter: Starter) -> None:
    site = write_site(tmp_path / "site", {"site.toml": 'title = "Crowds"\n'})
    url = f"sqlite:///{tmp_path}/portico.db"
    given = {"PORTICO_DATABASE_URL": url, "PORTICO_TRUSTED_PROXIES": "1", "PORTICO_THREADS": "4"}
    with Server(site, tmp_path / "var", given, starter=server_starter) as server, beside(url) as database:
        ada = House(Socket(server.port), database).join("ada", program=True)
        assert any(is_prompt(server, ada) for _ in range(ATTEMPTS))
