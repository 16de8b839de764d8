"""What the accounts of a site are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portico.features.accounts.leaving.farewell import Forget
from portico.features.accounts.letters import Letters
from portico.features.accounts.oauth.clients import Client
from portico.features.accounts.working import Registration
from portico.platform.database import Database
from portico.platform.storage import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What the keeper of a site has decided about its accounts, and what they work with."""

    database: Database
    letters: Letters
    secret: str
    """The key of the application."""
    token_secrets: Sequence[str]
    """The key that tokens are signed with, and those before it."""
    clients: Sequence[Client] = ()
    """What other sites know this one as, with which people can come in by way of those."""
    public_url: str | None = None
    """Where the world finds the site; none where it is only tried out."""
    issuer: str
    """Who signs the tokens: the address of the site."""
    registration: Registration
    strict: bool
    """Whether cookies travel by HTTPS alone and those who look after the site need a second factor."""
    storage: Storage
    """Where the files are kept that people take along."""
    forget: Sequence[Forget]
    """What each feature does when somebody goes for good."""
    threads: int
    """How many requests are answered at once, of which sign-ins may take half."""
