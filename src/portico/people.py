"""The people of a site, as a table of contents: how they come in, and what they show."""

from __future__ import annotations

from collections.abc import Collection

from flask import Flask

from portico import background, community, providers
from portico.features import accounts, discussion, profiles
from portico.platform.database import Database
from portico.platform.storage import open_storage
from portico.settings import Settings
from portico.web import page_cache


def install(app: Flask, settings: Settings, database: Database, features: Collection[str]) -> None:
    """Open the doors of accounts and profiles where accounts are among `features`."""
    if "accounts" not in features:
        return
    public_url = str(settings.public_url) if settings.public_url else None
    secret = settings.secret.get_secret_value()
    letters = background.letters_of(settings)
    storage = open_storage(settings.storage, settings.signing_secret)
    setup = accounts.Setup(
        database=database,
        letters=letters,
        secret=secret,
        token_secrets=settings.token_secrets,
        clients=tuple(providers.clients(settings)),
        public_url=public_url,
        issuer=public_url or settings.address,
        registration=settings.registration,
        strict=settings.environment == "production",
        storage=storage,
        forget=background.FORGET,
        threads=settings.threads,
    )
    standings = accounts.install(app, setup, page_cache.news_of(app)).standings
    lately = (discussion.recently(community.items()),) if "discussion" in features else ()
    tell = profiles.install(app, storage, secret=secret, public_url=public_url, lately=lately)
    standings.told.append(tell)
