"""Many that come back from a provider at one moment, over real sockets: one of them counts.

Each race is also run without the defence that it is about, and has to notice: on PostgreSQL, since on SQLite
one writes at a time, whatever was looked at before. `PORTICO_TEST_RACES=2000` runs each so many rounds.
"""

from __future__ import annotations

import itertools
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session
from tests.support.github_server import GitHubServer
from tests.support.openid import ScriptedOpenId
from tests.support.racing import Arrival, get, post, race
from tests.support.racing import delete as deletion
from tests.support.small_server import serving_wsgi
from tests.support.visiting import (
    SAME_ORIGIN,
    SITE,
    Browser,
    House,
    at_provider,
    github_settings,
    house,
    openid_settings,
)

from portico.features.accounts import finding
from portico.features.accounts.models import Account, Identity, LoginSession, OAuthExchange, OAuthState
from portico.features.accounts.oauth import exchanges, linking, visits
from portico.features.accounts.oauth.joining import identity_of, join
from portico.features.accounts.oauth.provider import Visit, subject_of
from portico.features.accounts.oauth.visits import Return, Wish

ROUNDS = int(os.environ.get("PORTICO_TEST_RACES", "3"))
NOTICED_WITHIN = 30
"""Rounds in which a race has to notice that its defence is missing."""
TOGETHER = 20
BETWEEN = 0.02
"""Seconds between looking and writing of those who have no defence."""
REDEEMED = "POST /login/oauth/access_token"
UNIQUE = "uq_identity_provider_subject"
Race = Callable[["Meeting"], None]
Mutation = Callable[[pytest.MonkeyPatch, House], None]


@dataclass(frozen=True)
class Meeting:
    """A site on a port of this machine, the providers that its people come from, and who comes next."""

    site: House
    github: GitHubServer
    scripted: ScriptedOpenId
    port: int
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def somebody(self, *, address: bool = False) -> int:
        """Have the providers know somebody new, by one address at both or by none, and give their number."""
        number = next(self.numbers)
        email = _address(number) if address else None
        self.github.person = {"id": number, "login": f"person-{number}"}
        self.github.emails = [{"email": email, "primary": True, "verified": True}] if email else []
        self.scripted.claims = {"sub": f"person-{number}", "email": email}
        return number

    def race(self, requests: Sequence[bytes]) -> list[Arrival]:
        """Send all of them at once; nobody is told that the server failed."""
        found = race(self.port, requests)
        assert not [arrival for arrival in found if arrival.status >= 500], found
        return found

    def exchange(self, browser: Browser, provider: str = "github") -> bytes:
        """Go to a provider and back, and give the request that takes what this earned."""
        body = {"code": browser.visit(provider)["code"]}
        return post("/api/v1/auth/exchange", "site.test", _headers(browser), body)

    def holders(self, subject: str) -> list[int]:
        """The accounts that an address, or somebody as a provider knows them, lets into."""
        with self.site.database.reading() as session:
            return list(session.scalars(select(Identity.account_id).where(Identity.subject == subject)))

    def at_github(self, number: int) -> str:
        """The name of somebody there."""
        return subject_of(self.github.url, str(number))


def answers_of_a_provider(meeting: Meeting) -> None:
    """Of twenty that bring one answer back, one is heard, and the provider asked once (reliability O01)."""
    meeting.somebody()
    meeting.github.requests.clear()
    browser = meeting.site.browser()
    back = at_provider(browser.start("github")).removeprefix(SITE)
    found = meeting.race([get(back, "site.test", _headers(browser))] * TOGETHER)
    locations = [arrival.headers["Location"] for arrival in found]
    assert sum("&code=" in location for location in locations) == 1
    assert sum("#error=expired" in location for location in locations) == TOGETHER - 1
    assert meeting.github.requests.count(REDEEMED) == 1


def exchanges_of_a_code(meeting: Meeting) -> None:
    """Of twenty exchanges of one code one lets in, and since the others are copies, nobody stays in (O07)."""
    number = meeting.somebody()
    found = meeting.race([meeting.exchange(meeting.site.browser())] * TOGETHER)
    assert Counter(arrival.status for arrival in found) == {200: 1, 403: TOGETHER - 1}
    (account,) = meeting.holders(meeting.at_github(number))
    with meeting.site.database.reading() as session:
        assert not session.scalars(select(LoginSession.id).where(LoginSession.account_id == account)).all()


def unlinkings_of_both_ways_in(meeting: Meeting) -> None:
    """Of two ways into an account that are unlinked at once, one remains (O10)."""
    meeting.somebody()
    browser = meeting.site.browser()
    account = browser.come_in("github").json["account"]["id"]
    browser.visit("openid", purpose="link")
    ways = [one["id"] for one in browser.send("GET", "/me/identities").json["items"]]
    assert len(ways) == 2
    paths = [f"/api/v1/me/identities/{way}" for way in ways]
    meeting.race([deletion(path, "site.test", _headers(browser)) for path in paths] * 5)
    with meeting.site.database.reading() as session:
        assert len(session.scalars(select(Identity.id).where(Identity.account_id == account)).all()) == 1


def links_of_one_identity(meeting: Meeting) -> None:
    """Of two accounts that are linked with one identity at once, one is (O10)."""
    people = [meeting.site.browser(), meeting.site.browser()]
    for person in people:
        meeting.somebody()
        person.come_in("openid")
    number = meeting.somebody()
    backs = [at_provider(person.start("github", purpose="link")).removeprefix(SITE) for person in people]
    found = meeting.race(
        [get(back, "site.test", _headers(person)) for back, person in zip(backs, people, strict=True)]
    )
    outcomes = sorted(arrival.headers["Location"].partition("#")[2] for arrival in found)
    assert outcomes == ["return_to=%2F&error=taken", "return_to=%2F&linked=github"]
    assert len(meeting.holders(meeting.at_github(number))) == 1


def browsers_new_by_one_identity(meeting: Meeting) -> None:
    """Five browsers that somebody comes in by for the first time, at once, get into one account (O10)."""
    number = meeting.somebody()
    found = meeting.race([meeting.exchange(meeting.site.browser()) for _ in range(5)])
    assert len(meeting.holders(meeting.at_github(number))) == 1
    assert [arrival.status for arrival in found] == [200] * 5
    assert len({arrival.json["account"]["id"] for arrival in found}) == 1


def newcomers_who_share_an_address(meeting: Meeting) -> None:
    """Of two who come at once by two providers with one address, one is let in, and one asked for proof."""
    number = meeting.somebody(address=True)
    browsers = {provider: meeting.site.browser() for provider in ("github", "openid")}
    found = meeting.race([meeting.exchange(browser, provider) for provider, browser in browsers.items()])
    assert sorted(arrival.json["state"] for arrival in found) == ["proof-needed", "signed-in"]
    assert len(meeting.holders(_address(number))) == 1


def looked_up_states(patch: pytest.MonkeyPatch, _: House) -> None:
    """A visit is looked up first, and is over afterwards."""

    def finish(
        session: Session, state: str, provider: str, redirect_uri: str, *, browser: str, now: datetime
    ) -> Return:
        found = session.scalar(select(OAuthState).where(OAuthState.digest == visits.digest(state)))
        if found is None:
            raise visits._over()
        visit = Visit(redirect_uri=redirect_uri, state=state, nonce=found.nonce, verifier=found.verifier)
        wish = Wish(purpose=found.purpose, return_to=found.return_to)
        time.sleep(BETWEEN)
        session.execute(delete(OAuthState).where(OAuthState.digest == visits.digest(state)))
        return Return(visit, wish)

    patch.setattr(visits, "finish", finish)


def looked_up_codes(patch: pytest.MonkeyPatch, _: House) -> None:
    """A code is looked up first, and marked afterwards."""

    def taken(session: Session, code: str, browser: str, now: datetime) -> OAuthExchange | None:
        found = session.scalar(select(OAuthExchange).where(*exchanges._own(code, browser)))
        if found is None or found.used_at is not None:
            return None
        time.sleep(BETWEEN)
        found.used_at = now
        return found

    patch.setattr(exchanges, "_taken", taken)


def accounts_not_locked(patch: pytest.MonkeyPatch, _: House) -> None:
    """The account whose ways in are counted is not held meanwhile."""

    def one_locked(session: Session, account_id: int) -> Account:
        time.sleep(BETWEEN)
        return session.get_one(Account, account_id)

    patch.setattr(finding, "one_locked", one_locked)


def identities_not_unique(patch: pytest.MonkeyPatch, site: House) -> None:
    """Whether an identity is new is looked up, and the table would take it twice."""
    with site.database.transaction() as session:
        session.execute(text(f"ALTER TABLE identity DROP CONSTRAINT {UNIQUE}"))

    def later(deed: Callable[..., Any]) -> Callable[..., Any]:
        def done(*arguments: Any) -> Any:
            time.sleep(BETWEEN)
            return deed(*arguments)

        return done

    patch.setattr(linking, "identity_of", later(identity_of))
    patch.setattr(exchanges, "join", later(join))


RACES: dict[Race, Mutation] = {
    answers_of_a_provider: looked_up_states,
    exchanges_of_a_code: looked_up_codes,
    unlinkings_of_both_ways_in: accounts_not_locked,
    links_of_one_identity: identities_not_unique,
    browsers_new_by_one_identity: identities_not_unique,
    newcomers_who_share_an_address: identities_not_unique,
}


@contextmanager
def meeting_at(
    home: Path, database_url: str, github: GitHubServer, scripted: ScriptedOpenId
) -> Iterator[Meeting]:
    """A site with this database, on a machine that may be busy with other things."""
    settings = {**github_settings(github), **openid_settings(scripted)}
    site = house(home, database_url, database_seconds=30, **settings)
    with serving_wsgi(site.app) as port:
        yield Meeting(site, github, scripted, port)
    site.database.dispose()


@pytest.mark.parametrize("run", RACES, ids=lambda run: run.__name__)
def test_a_race_is_won_once(
    tmp_path: Path, database_url: str, github: GitHubServer, scripted: ScriptedOpenId, run: Race
) -> None:
    with meeting_at(tmp_path, database_url, github, scripted) as meeting:
        for _ in range(ROUNDS):
            run(meeting)


@pytest.mark.parametrize("run", RACES, ids=lambda run: run.__name__)
def test_a_race_notices_that_its_defence_is_missing(
    tmp_path: Path,
    postgres_url: str,
    github: GitHubServer,
    scripted: ScriptedOpenId,
    monkeypatch: pytest.MonkeyPatch,
    run: Race,
) -> None:
    with meeting_at(tmp_path, postgres_url, github, scripted) as meeting:
        RACES[run](monkeypatch, meeting.site)
        assert any(_fails(run, meeting) for _ in range(NOTICED_WITHIN))


def _fails(run: Race, meeting: Meeting) -> bool:
    try:
        run(meeting)
    except AssertionError:
        return True
    return False


def _address(number: int) -> str:
    return f"person-{number}@example.org"


def _headers(browser: Browser) -> dict[str, str]:
    return {**SAME_ORIGIN, "Cookie": browser.cookies}
