"""What a site without an owner is told when it starts."""

from __future__ import annotations

from portico.commands.starting import opened_database
from portico.features.accounts import first_owner_token
from portico.settings import Settings


def invitation_of_owner(settings: Settings) -> str | None:
    """The address where the owner of a site makes their account, none when there is an owner."""
    with opened_database(settings) as database:
        token = first_owner_token(database, settings.secret.get_secret_value())
    address = str(settings.public_url or settings.address).rstrip("/")
    return f"{address}/welcome#{token}" if token else None
