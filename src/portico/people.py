"""The people of a site, as a table of contents: how they come in, what they show, who looks after them."""

from __future__ import annotations

from functools import partial

from flask import Flask

from portico import background, providers
from portico.features import accounts, profiles, studio
from portico.platform.database import Database
from portico.platform.mail.transport import folder_of
from portico.platform.storage import open_storage
from portico.settings import Settings
from portico.web import page_cache


def install(app: Flask, settings: Settings, database: Database) -> None:
    """Open the doors of accounts and profiles, and of what shows the owner how they fare."""
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
    standings.told.append(profiles.install(app, storage, secret=secret, public_url=public_url))
    studio.install(app)
    if settings.environment == "development" and (mails := folder_of(settings.mail)):
        studio.show_mailbox(app, mails, partial(accounts.examples, letters))
