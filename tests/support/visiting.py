"""A site that people come to by way of providers, and the browsers that they come with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import urllib3
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portico.features.accounts import registration
from portico.features.accounts.replies import EXTENSION
from portico.features.accounts.working import Accounts
from portico.main import create_app
from portico.platform import clock
from portico.platform.database import Base, Database
from portico.settings import Testing
from tests.support import github_server, openid

SITE = "https://site.test"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
PASSWORD = "a lighthouse in autumn"


@dataclass
class House:
    """The site."""

    app: Flask

    @property
    def accounts(self) -> Accounts:
        """What its deeds work with."""
        found: Accounts = self.app.extensions[EXTENSION]
        return found

    @property
    def database(self) -> Database:
        """Its database."""
        return self.accounts.database

    def browser(self) -> Browser:
        """A browser that was never here."""
        return Browser(self.app.test_client())

    def join(self, username: str, email: str | None = None, *, password: str | None = PASSWORD) -> int:
        """Make an account whose address is proved, and give its number."""
        hashed = self.accounts.passwords.hash(password) if password else None
        with self.database.transaction() as session:
            made = registration.create(
                self.accounts,
                session,
                username=username,
                email=email,
                password_hash=hashed,
                now=clock.now(),
            )
            return made.id

    def count(self, table: type[Base]) -> int:
        """How many rows a table has."""
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


@dataclass
class Browser:
    """Somebody's browser, with the cookies that it was given."""

    client: FlaskClient
    told: dict[str, str] = field(default_factory=dict)
    """What the fragment of its last return said."""

    def send(self, method: str, path: str, body: Any = None) -> Any:
        """Ask the API from a page of the site."""
        return self.client.open(
            f"/api/v1{path}", method=method, json=body, base_url=SITE, headers=SAME_ORIGIN
        )

    def start(self, provider: str, **wish: Any) -> str:
        """Where the site sends one who wants in."""
        answer = self.send("POST", f"/auth/providers/{provider}/start", wish)
        assert answer.status_code == 200, answer.text
        url: str = answer.json["url"]
        return url

    def come_back(self, address: str) -> dict[str, str]:
        """Follow a provider's answer to the site, and give what the fragment says then."""
        parts = urlsplit(address)
        answer = self.client.get(f"{parts.path}?{parts.query}", base_url=SITE)
        assert answer.status_code == 303, answer.text
        page, _, fragment = answer.headers["Location"].partition("#")
        assert page == "/auth/callback"
        self.told = {name: values[0] for name, values in parse_qs(fragment).items()}
        return self.told

    def visit(self, provider: str, login: str = "ada", answer: str = "yes", **wish: Any) -> dict[str, str]:
        """Go to a provider, be somebody there, and come back."""
        return self.come_back(at_provider(self.start(provider, **wish), login, answer))

    def exchange(self, **changed: Any) -> Any:
        """Take what the last visit earned."""
        return self.send("POST", "/auth/exchange", {"code": self.told["code"], **changed})

    def come_in(self, provider: str, login: str = "ada") -> Any:
        """Sign in by way of a provider, and give the answer."""
        self.visit(provider, login)
        return self.exchange()

    def sign_in(self, login: str, password: str = PASSWORD) -> Any:
        """Sign in by password."""
        return self.send("POST", "/auth/sign-in", {"login": login, "password": password})

    def me(self) -> dict[str, Any] | None:
        """Who is signed in; none where nobody is."""
        answer = self.send("GET", "/me")
        found: dict[str, Any] | None = answer.json if answer.status_code == 200 else None
        return found

    @property
    def cookies(self) -> str:
        """Its cookies, by the names that they have where a site is tried out without HTTPS."""
        found = self.client._cookies.values()
        both = "; ".join(f"{cookie.key}={cookie.value}" for cookie in found)
        return both.replace("__Host-", "").replace("__Secure-", "")


def at_provider(url: str, login: str = "ada", answer: str = "yes") -> str:
    """Be somebody at a provider, and give the address that one is sent back to."""
    if "/login/oauth/" in url or "/authorize?" in url:
        return urllib3.request("GET", url, redirect=False).headers["location"]
    return openid.visit(url, login, answer)


def house(home: Path, database_url: str, **settings: Any) -> House:
    """A site with this database; `settings` name its providers."""
    made = Testing(
        home=home,
        site=home / "site",
        var=home / "var",
        database_url=database_url,
        public_url=SITE,
        **settings,
    )
    return House(create_app(made))


def github_settings(github: github_server.GitHubServer) -> Mapping[str, str]:
    """The settings of a site that lets people in by this server."""
    return {
        "github_client_id": github_server.CLIENT,
        "github_client_secret": github_server.SECRET,
        "github_url": github.url,
        "github_api_url": f"{github.url}/api/v3",
    }


def openid_settings(
    provider: openid.OpenIdServer | openid.ScriptedOpenId, name: str = "openid"
) -> Mapping[str, str]:
    """The settings of a site that lets people in by this provider, called `openid` or `google`."""
    return {
        f"{name}_issuer": provider.issuer,
        f"{name}_client_id": openid.CLIENT,
        f"{name}_client_secret": openid.SECRET,
    }
