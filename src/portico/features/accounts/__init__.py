"""Who someone is: accounts, the ways into them, and what their holders may do with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portico.features.accounts import blocking, budgets
from portico.features.accounts.jobs import handlers, periodic
from portico.features.accounts.leaving.exporting import Export
from portico.features.accounts.leaving.farewell import Farewell, Forget, Leaver
from portico.features.accounts.leaving.gathering import Gathering
from portico.features.accounts.leaving.own_data import export
from portico.features.accounts.letter_examples import examples
from portico.features.accounts.letters import LAST, SECRET, Letters
from portico.features.accounts.models import Account
from portico.features.accounts.oauth.clients import Client
from portico.features.accounts.reaching import ids_of, keepers, recipients
from portico.features.accounts.setup import Setup
from portico.features.accounts.welcome import first_owner_token
from portico.features.accounts.working import Accounts

if TYPE_CHECKING:
    from flask import Flask

    from portico.platform.news import News

__all__ = [
    "LAST",
    "SECRET",
    "Account",
    "Accounts",
    "Client",
    "Export",
    "Farewell",
    "Forget",
    "Gathering",
    "Leaver",
    "Letters",
    "Setup",
    "blocking",
    "budgets",
    "examples",
    "export",
    "first_owner_token",
    "handlers",
    "ids_of",
    "install",
    "keepers",
    "periodic",
    "recipients",
]


def install(app: Flask, setup: Setup, news: News | None) -> Accounts:
    """Open the doors; `news` lets the processes of a site hear of each other what has changed."""
    from portico.features.accounts.doors import open_doors  # noqa: PLC0415 - commands need nothing of the web

    return open_doors(app, setup, news)
