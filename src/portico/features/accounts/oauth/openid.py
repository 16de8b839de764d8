"""OpenID Connect: any issuer that describes itself (Core 1.0, Discovery 1.0), Google among them."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from portico.features.accounts.oauth.asking import Asker, Conversation, Remembered, text_of
from portico.features.accounts.oauth.clients import Client
from portico.features.accounts.oauth.errors import ProviderFailed
from portico.features.accounts.oauth.id_tokens import Expected, IdTokens
from portico.features.accounts.oauth.provider import Claims, Visit, claims_of, subject_of
from portico.platform.http import UpstreamUnavailable

SCOPE = "openid email profile"
DESCRIPTION = "/.well-known/openid-configuration"
REMEMBERED = 3600.0
"""Seconds for which an issuer's description of itself is believed."""
LEFT_ALONE = 5.0
"""Seconds after which an issuer that did not describe itself is asked again."""
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class OpenIdProvider:
    """One issuer, which is the address of its client."""

    client: Client
    asker: Asker
    _description: Remembered = field(default_factory=Remembered)
    _failure: Remembered = field(default_factory=Remembered)
    _tokens: IdTokens = field(default_factory=IdTokens)

    @property
    def name(self) -> str:
        """What it is called in addresses and rows."""
        return self.client.name

    @property
    def label(self) -> str:
        """What people call it."""
        return self.client.label

    def address(self, visit: Visit) -> str:
        """Where to send the person. Raises UpstreamUnavailable."""
        with self.asker.visit() as talk:
            endpoint = self._described(talk)["authorization_endpoint"]
        query = urlencode(
            {
                "response_type": "code",
                "client_id": self.client.client_id,
                "redirect_uri": visit.redirect_uri,
                "scope": SCOPE,
                "state": visit.state,
                "nonce": visit.nonce,
                "code_challenge": challenge(visit.verifier),
                "code_challenge_method": "S256",
            }
        )
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{query}"

    def speaks(self, issuer: str | None) -> bool:
        """Whether an answer that names this issuer, or none, can be its own (RFC 9207).

        Raises UpstreamUnavailable.
        """
        if issuer is not None:
            return issuer == self.client.url
        with self.asker.visit() as talk:
            return self._described(talk).get("authorization_response_iss_parameter_supported") is not True

    def claims(self, visit: Visit, code: str) -> Claims:
        """What it says of the person who brought this code back. Raises UpstreamUnavailable."""
        with self.asker.visit() as talk:
            description = self._described(talk)
            tokens = self._redeem(talk, description, visit, code)
            expected = Expected(self.client.url, self.client.client_id, visit.nonce)
            said = self._tokens.read(talk, description["jwks_uri"], text_of(tokens, "id_token"), expected)
            if "email" not in said and isinstance(description.get("userinfo_endpoint"), str):
                said = {**self._asked(talk, description["userinfo_endpoint"], tokens, said), **said}
        return claims_of(
            self.name,
            subject_of(self.client.url, said["sub"]),
            email=said.get("email"),
            email_verified=said.get("email_verified"),
            suggestion=said.get("preferred_username") or said.get("name"),
        )

    def _described(self, talk: Conversation) -> dict[str, Any]:
        """What the issuer says of itself; that it says nothing is remembered as well, for a moment."""
        if self._description.is_younger(REMEMBERED):
            return dict(self._description.value)
        if self._failure.is_younger(LEFT_ALONE):
            raise ProviderFailed(str(self._failure.value))
        try:
            return dict(self._description.keep(_description(talk, self.client.url)))
        except UpstreamUnavailable as error:
            self._failure.keep(error.detail)
            raise

    def _redeem(self, talk: Conversation, description: dict[str, Any], visit: Visit, code: str) -> Any:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": visit.redirect_uri,
            "code_verifier": visit.verifier,
        }
        methods = description.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        if "client_secret_basic" in methods:
            return talk.post(description["token_endpoint"], form, self._basic())
        form |= {"client_id": self.client.client_id, "client_secret": self.client.client_secret}
        return talk.post(description["token_endpoint"], form, {})

    def _basic(self) -> dict[str, str]:
        # Both are encoded as in a form first (RFC 6749, 2.3.1).
        pair = f"{quote(self.client.client_id, safe='')}:{quote(self.client.client_secret, safe='')}"
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}

    def _asked(self, talk: Conversation, endpoint: str, tokens: Any, said: dict[str, Any]) -> dict[str, Any]:
        """What the issuer tells when asked, if that is about the same person (Core 1.0, 5.3.2)."""
        answer = talk.get(endpoint, text_of(tokens, "access_token"))
        if text_of(answer, "sub") != said["sub"]:
            raise ProviderFailed("The provider speaks of two different people.")
        return dict(answer)


def challenge(verifier: str) -> str:
    """What the provider is told of the secret before it sees it (RFC 7636, 4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _description(talk: Conversation, issuer: str) -> dict[str, Any]:
    answer = talk.get(issuer.rstrip("/") + DESCRIPTION)
    if text_of(answer, "issuer") != issuer:
        raise ProviderFailed("The provider describes another issuer than the one that is configured.")
    for endpoint in ENDPOINTS:
        if urlsplit(text_of(answer, endpoint)).scheme not in ("https", urlsplit(issuer).scheme):
            raise ProviderFailed(f"The provider's {endpoint} is no address that may be used.")
    return dict(answer)
