"""The providers that a site lets people in by."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from portico.features.accounts.oauth.asking import asker
from portico.features.accounts.oauth.clients import Client
from portico.features.accounts.oauth.errors import NoSuchProvider
from portico.features.accounts.oauth.github import GitHub
from portico.features.accounts.oauth.openid import OpenIdProvider
from portico.features.accounts.oauth.provider import Provider
from portico.platform.signing import Signer

PURPOSE = "oauth-state"


class Providers:
    """All of them, in the order in which they are offered."""

    def __init__(self, clients: Sequence[Client], secret: str, *, at_once: int) -> None:
        """`secret` signs the states of visits; `at_once` is how many of these may wait for an answer."""
        places = threading.BoundedSemaphore(at_once)
        self.signer = Signer(secret, PURPOSE)
        self._by_name = {client.name: _provider(client, places) for client in clients}

    def __iter__(self) -> Iterator[Provider]:
        return iter(self._by_name.values())

    def find(self, name: str) -> Provider:
        """The provider of this name. Raises NoSuchProvider."""
        try:
            return self._by_name[name]
        except KeyError:
            raise NoSuchProvider("This site does not let people in that way.") from None

    def label(self, name: str) -> str:
        """What people call a provider, also one that the site had once."""
        provider = self._by_name.get(name)
        return provider.label if provider else name.capitalize()

    @property
    def names(self) -> frozenset[str]:
        """Their names."""
        return frozenset(self._by_name)


def _provider(client: Client, places: threading.BoundedSemaphore) -> Provider:
    if client.name != "github":
        return OpenIdProvider(client, asker([client.url], places))
    return GitHub(client, asker([client.url, client.api_url], places))
