"""Providers, and a site that people come to from them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.github_server import GitHubServer, github_server
from tests.support.openid import OpenIdServer, ScriptedOpenId, openid_server, scripted_openid
from tests.support.visiting import SITE, House, github_settings, house, openid_settings


@pytest.fixture
def github() -> Iterator[GitHubServer]:
    """A server of GitHub's shape."""
    with github_server() as running:
        yield running


@pytest.fixture(scope="session")
def openid_a() -> Iterator[OpenIdServer]:
    """A real OpenID provider, which tells addresses only when asked for them."""
    with openid_server() as running:
        running.tell(redirect_uris=[f"{SITE}/auth/openid/callback"])
        yield running


@pytest.fixture(scope="session")
def openid_b() -> Iterator[OpenIdServer]:
    """Another one, which puts addresses into its ID tokens, as Google does."""
    with openid_server(by_userinfo=False) as running:
        running.tell(redirect_uris=[f"{SITE}/auth/google/callback"])
        yield running


@pytest.fixture
def scripted() -> Iterator[ScriptedOpenId]:
    """An OpenID provider that says what the test wants it to."""
    with scripted_openid() as running:
        yield running


@pytest.fixture
def site(
    tmp_path: Path, database_url: str, github: GitHubServer, scripted: ScriptedOpenId
) -> Iterator[House]:
    """A site whose providers are the GitHub and the scripted one, on each kind of database."""
    made = house(tmp_path, database_url, **github_settings(github), **openid_settings(scripted))
    yield made
    made.database.dispose()


@pytest.fixture
def small_site(
    tmp_path: Path, sqlite_url: str, github: GitHubServer, scripted: ScriptedOpenId
) -> Iterator[House]:
    """The same on SQLite alone, for what the kind of database does not matter to."""
    made = house(tmp_path, sqlite_url, **github_settings(github), **openid_settings(scripted))
    yield made
    made.database.dispose()


@pytest.fixture
def real_site(
    tmp_path: Path, sqlite_url: str, openid_a: OpenIdServer, openid_b: OpenIdServer
) -> Iterator[House]:
    """A site whose providers are two real ones: A is its `openid`, B its `google`."""
    for provider in (openid_a, openid_b):
        provider.tell(forget_requests=True)
    made = house(tmp_path, sqlite_url, **openid_settings(openid_a), **openid_settings(openid_b, "google"))
    yield made
    made.database.dispose()
