"""All that the deeds of this package work with."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from portico.features.accounts.factors.party import Party
from portico.features.accounts.leaving.farewell import Farewell
from portico.features.accounts.letters import Letters
from portico.features.accounts.passwords import Passwords
from portico.features.accounts.standings import Standings
from portico.features.accounts.tokens import AccessTokens, RefreshTokens
from portico.platform.database import Database
from portico.platform.sealing import Sealer

Registration = Literal["open", "invitation", "closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the keeper of the site has decided."""

    registration: Registration
    factor_required: bool
    """Whether owner and moderators are let to their work only with a second factor."""
    reserved: Callable[[], Collection[str]]
    """The words that addresses of the site begin with; nobody can be called so."""
    grace: timedelta = timedelta(days=30)
    """How long a deactivated account can be had back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """The accounts of a site."""

    database: Database
    passwords: Passwords
    access: AccessTokens
    refresh: RefreshTokens
    standings: Standings
    letters: Letters
    sealer: Sealer
    code_key: bytes
    """The key of the digests of codes; see `codes`."""
    party: Party
    """Whom passkeys are made for."""
    welcome_token: str
    """What the first owner of the site comes in with; see `welcome`."""
    rules: Rules
    farewell: Farewell
    """What is done when somebody goes for good."""
