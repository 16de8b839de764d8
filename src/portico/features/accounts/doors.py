"""Everything of accounts that answers requests."""

from __future__ import annotations

from functools import cache

from flask import Flask

from portico.features.accounts import auth_api, cookies, me_api, pages, replies, welcome_api
from portico.features.accounts.cookies import CookieRules
from portico.features.accounts.factors import entry_api, own_api
from portico.features.accounts.factors.party import party_of
from portico.features.accounts.identification import Identification
from portico.features.accounts.leaving import api as leaving_api
from portico.features.accounts.leaving import exports_api
from portico.features.accounts.leaving.farewell import Farewell
from portico.features.accounts.oauth import api as oauth_api
from portico.features.accounts.oauth import callback
from portico.features.accounts.oauth import request as oauth
from portico.features.accounts.oauth.providers import Providers
from portico.features.accounts.passwords import Passwords
from portico.features.accounts.people import api as people_api
from portico.features.accounts.people import operator_api
from portico.features.accounts.setup import Setup
from portico.features.accounts.standings import Standings
from portico.features.accounts.tokens import AccessTokens, RefreshTokens
from portico.features.accounts.welcome import token_of
from portico.features.accounts.working import Accounts, Rules
from portico.platform.keys import derive
from portico.platform.news import News
from portico.platform.sealing import Sealer
from portico.web import access


def open_doors(app: Flask, setup: Setup, news: News | None) -> Accounts:
    """Register every route; see `install` for the arguments."""
    accounts = _accounts(app, setup, news)
    app.extensions[replies.EXTENSION] = accounts
    cookie_rules = CookieRules(setup.secret, always_secure=setup.strict)
    app.extensions[cookies.EXTENSION] = cookie_rules
    app.extensions[access.EXTENSION] = Identification(accounts, cookie_rules)
    at_providers = Providers(setup.clients, setup.secret, at_once=max(1, setup.threads // 2))
    oauth.install(app, at_providers, setup.public_url)
    app.extensions[exports_api.EXTENSION] = setup.storage
    for blueprint in (
        auth_api.bp,
        me_api.bp,
        pages.bp,
        callback.bp,
        oauth_api.bp,
        entry_api.bp,
        own_api.bp,
        welcome_api.bp,
        people_api.bp,
        leaving_api.bp,
        exports_api.bp,
        operator_api.bp,
    ):
        app.register_blueprint(blueprint)
    return accounts


def _accounts(app: Flask, setup: Setup, news: News | None) -> Accounts:
    standings = Standings(setup.database, tell=news.tell if news else _nobody_hears)
    if news:
        news.listen(standings.hear, standings.forget_all)
    rules = Rules(
        registration=setup.registration,
        factor_required=setup.strict,
        reserved=cache(lambda: _first_words(app)),
    )
    return Accounts(
        database=setup.database,
        passwords=Passwords(waiting=max(1, setup.threads // 2 - 1)),
        access=AccessTokens(setup.token_secrets, setup.issuer),
        refresh=RefreshTokens(setup.token_secrets),
        standings=standings,
        letters=setup.letters,
        sealer=Sealer(setup.secret),
        code_key=derive(setup.secret, "codes"),
        party=party_of(setup.issuer),
        welcome_token=token_of(setup.secret),
        rules=rules,
        farewell=Farewell(setup.letters, setup.forget),
    )


def _first_words(app: Flask) -> frozenset[str]:
    """What addresses of the site begin with: nobody can be called so."""
    words = (rule.rule.strip("/").partition("/")[0] for rule in app.url_map.iter_rules())
    return frozenset(word for word in words if word and "<" not in word)


def _nobody_hears(word: str) -> None:
    """A site of one process has nobody else to tell."""
