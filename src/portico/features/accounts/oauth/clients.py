"""What other sites know this one as."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """What one provider knows this site as, and where it is asked."""

    name: str
    """What the provider is called in addresses and rows: `github` for GitHub, else an OpenID provider's."""
    label: str
    """What people call it."""
    url: str
    """The issuer of an OpenID provider, or where people sign in to GitHub."""
    api_url: str = ""
    """Where GitHub tells who they are."""
    client_id: str
    client_secret: str = field(repr=False)
