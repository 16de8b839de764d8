"""Reading ID tokens (OpenID Connect Core 1.0, 3.1.3.7) with the keys that their issuer publishes."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

from portico.features.accounts.oauth.asking import Conversation, Remembered
from portico.features.accounts.oauth.errors import ProviderFailed
from portico.platform import clock

ALGORITHMS = ("RS256", "PS256", "ES256", "ES384", "EdDSA")
"""Of a key that only the issuer has; none that a published key could sign with as well."""
LEEWAY = 60
LONGEST_LIFE = 24 * 3600
LONGEST_SUBJECT = 255
MOST_KEYS = 50
REMEMBERED = 3600.0
LEFT_ALONE = 30.0
"""Seconds between two questions for keys that were not there: whoever invents key names asks for nothing."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must say to be about this visit."""

    issuer: str
    client_id: str
    nonce: str


@dataclass(frozen=True, slots=True)
class IdTokens:
    """The keys of one issuer, and what was signed with them."""

    _keys: Remembered = field(default_factory=Remembered)

    def read(self, talk: Conversation, jwks_uri: str, token: str, expected: Expected) -> dict[str, Any]:
        """The claims of a token that was made for this very visit. Raises UpstreamUnavailable."""
        if not self._keys.is_younger(REMEMBERED):
            self._keys.keep(_key_set(talk, jwks_uri))
        try:
            claims = self._decoded(talk, jwks_uri, token)
            _registry(expected).validate(claims)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise ProviderFailed("The provider's ID token cannot be believed.") from None
        _check(claims, expected)
        return claims

    def _decoded(self, talk: Conversation, jwks_uri: str, token: str) -> dict[str, Any]:
        try:
            return dict(jwt.decode(token, self._keys.value, algorithms=ALGORITHMS).claims)
        except InvalidKeyIdError:
            # Issuers change their keys now and then, and announce it by nothing else.
            if self._keys.is_younger(LEFT_ALONE):
                raise
            self._keys.keep(_key_set(talk, jwks_uri))
            return dict(jwt.decode(token, self._keys.value, algorithms=ALGORITHMS).claims)


def _registry(expected: Expected) -> JWTClaimsRegistry:
    return JWTClaimsRegistry(
        now=int(clock.now().timestamp()),
        leeway=LEEWAY,
        iss={"essential": True, "value": expected.issuer},
        aud={"essential": True, "value": expected.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": expected.nonce},
    )


def _check(claims: dict[str, Any], expected: Expected) -> None:
    """What the registry does not look at. Raises ProviderFailed."""
    now = clock.now().timestamp()
    subject, audience = claims["sub"], claims["aud"]
    party = claims.get("azp", expected.client_id if isinstance(audience, str) or len(audience) == 1 else None)
    if party != expected.client_id:
        raise ProviderFailed("The provider's ID token was made for somebody else.")
    # JSON as Python reads it has NaN, which is never past.
    if not math.isfinite(claims["exp"]) or claims["exp"] > now + LONGEST_LIFE:
        raise ProviderFailed("The provider's ID token lasts longer than one should.")
    if len(subject) > LONGEST_SUBJECT or not subject.isascii() or not subject.isprintable():
        raise ProviderFailed("The provider's name for the person is not one.")
    if claims["nonce"] != expected.nonce:
        raise ProviderFailed("The provider's ID token belongs to another visit.")


def _key_set(talk: Conversation, jwks_uri: str) -> KeySet:
    """The keys that an issuer publishes. Raises UpstreamUnavailable."""
    answer = talk.get(jwks_uri)
    try:
        if len(answer["keys"]) > MOST_KEYS:
            raise ProviderFailed("The provider publishes more keys than anybody needs.")
        return KeySet.import_key_set({"keys": [key for key in answer["keys"] if _signs(key)]})
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        raise ProviderFailed("The provider's keys cannot be read.") from None


def _signs(key: dict[str, Any]) -> bool:
    return key["kty"] in ("RSA", "EC", "OKP") and key.get("use", "sig") == "sig"
