"""GitHub: plain OAuth 2, and two questions to its API about who somebody is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from portico.features.accounts.oauth.asking import Asker, Conversation, text_of
from portico.features.accounts.oauth.clients import Client
from portico.features.accounts.oauth.errors import ProviderFailed
from portico.features.accounts.oauth.openid import challenge
from portico.features.accounts.oauth.provider import Claims, Visit, claims_of, subject_of

SCOPE = "read:user user:email"


@dataclass(frozen=True, slots=True)
class GitHub:
    """GitHub, or an enterprise's own."""

    client: Client
    asker: Asker

    @property
    def name(self) -> str:
        """What it is called in addresses and rows."""
        return self.client.name

    @property
    def label(self) -> str:
        """What people call it."""
        return self.client.label

    def address(self, visit: Visit) -> str:
        """Where to send the person."""
        query = urlencode(
            {
                "client_id": self.client.client_id,
                "redirect_uri": visit.redirect_uri,
                "scope": SCOPE,
                "state": visit.state,
                "code_challenge": challenge(visit.verifier),
                "code_challenge_method": "S256",
            }
        )
        return f"{self.client.url}/login/oauth/authorize?{query}"

    def speaks(self, issuer: str | None) -> bool:
        """Whether an answer that names this issuer, or none, can be its own (RFC 9207)."""
        return issuer in (None, self.client.url, f"{self.client.url}/login/oauth")

    def claims(self, visit: Visit, code: str) -> Claims:
        """Whom it says this code is about. Raises UpstreamUnavailable."""
        with self.asker.visit() as talk:
            token = self._redeem(talk, visit, code)
            person = talk.get(f"{self.client.api_url}/user", token)
            emails = talk.get(f"{self.client.api_url}/user/emails", token)
        number = person.get("id") if isinstance(person, dict) else None
        if type(number) is not int or number < 1:
            raise ProviderFailed("The provider does not say whom it let in.")
        email = _primary(emails)
        return claims_of(
            self.name,
            subject_of(self.client.url, str(number)),
            email=email,
            email_verified=email is not None,
            suggestion=person.get("login"),
        )

    def _redeem(self, talk: Conversation, visit: Visit, code: str) -> str:
        form = {
            "client_id": self.client.client_id,
            "client_secret": self.client.client_secret,
            "code": code,
            "redirect_uri": visit.redirect_uri,
            "code_verifier": visit.verifier,
        }
        # A refusal comes with status 200 and an `error`, and without a token.
        return text_of(talk.post(f"{self.client.url}/login/oauth/access_token", form, {}), "access_token")


def _primary(emails: Any) -> object:
    """The one address that is both the person's main one and proved to GitHub."""
    if not isinstance(emails, list):
        raise ProviderFailed("The provider's list of addresses is none.")
    for entry in emails:
        if isinstance(entry, dict) and entry.get("primary") is True and entry.get("verified") is True:
            return entry.get("email")
    return None
