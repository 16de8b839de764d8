"""Which other sites people can sign in with: those that the settings name a client of."""

from __future__ import annotations

from collections.abc import Iterator

from portico.features import accounts
from portico.settings import Settings


def clients(settings: Settings) -> Iterator[accounts.Client]:
    """What the configured providers know this site as, in the order in which they are offered."""
    if settings.google_client_id:
        yield accounts.Client(
            name="google",
            label="Google",
            url=settings.google_issuer,
            client_id=settings.google_client_id,
            client_secret=settings.google_client_secret.get_secret_value(),
        )
    if settings.github_client_id:
        yield accounts.Client(
            name="github",
            label="GitHub",
            url=settings.github_url.rstrip("/"),
            api_url=settings.github_api_url.rstrip("/"),
            client_id=settings.github_client_id,
            client_secret=settings.github_client_secret.get_secret_value(),
        )
    if settings.openid_client_id:
        yield accounts.Client(
            name="openid",
            label=settings.openid_label,
            url=settings.openid_issuer,
            client_id=settings.openid_client_id,
            client_secret=settings.openid_client_secret.get_secret_value(),
        )
