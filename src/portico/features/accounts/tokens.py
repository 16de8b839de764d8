"""The two tokens of a session: one for access, good for a quarter of an hour, one to refresh them both.

The access token is a JWT after RFC 9068, signed with HMAC-SHA256 (RFC 7518, 3.2): only this site reads it.
The refresh token says which session it belongs to and how many came before it, under a MAC of a key that is
not in the database. So nothing of it has to be stored, any number of tabs is given the same next one, and a
spent one is known for what it is however long ago it was spent. See `decisions/0020-accounts.md`.
"""

from __future__ import annotations

import hmac
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OctKey

from portico.features.accounts.errors import SessionOver
from portico.platform.keys import derive

LIFETIME = timedelta(minutes=15)
LEEWAY = 30
"""Seconds that clocks of two servers may be apart."""
ALGORITHM = "HS256"
TYPE = "at+jwt"
AUDIENCE = "portico-api"
FULL = "full"
"""The scope of a session."""
LONGEST = 2048
MOST_READ = 10_000
ID_SIZE, COUNT_SIZE, MAC_SIZE = 16, 4, 32
CLAIMS = {"iss": str, "aud": str, "sub": str, "sv": int, "sid": str, "scope": str, "iat": int, "exp": int}


@dataclass(frozen=True, slots=True)
class Claims:
    """What an access token says."""

    account_id: int
    version: int
    session_id: str
    expires: int
    """Seconds since 1970."""


class AccessTokens:
    """Makes and reads access tokens; one that was read before costs a look into a table."""

    def __init__(self, secrets: Sequence[str], issuer: str) -> None:
        """The first of `secrets` signs; what the others have signed is still taken."""
        keys = [_key(secret) for secret in secrets]
        self._key = keys[0]
        self._keys = KeySet([*keys])
        self._issuer = issuer
        self._read: OrderedDict[str, Claims] = OrderedDict()
        self._lock = threading.Lock()

    def issue(self, account_id: int, version: int, session_id: str, now: datetime) -> str:
        """A token for the next quarter of an hour."""
        issued = int(now.timestamp())
        claims = {
            "iss": self._issuer,
            "aud": AUDIENCE,
            "sub": str(account_id),
            "sv": version,
            "sid": session_id,
            "scope": FULL,
            "iat": issued,
            "exp": issued + int(LIFETIME.total_seconds()),
        }
        return jwt.encode({"alg": ALGORITHM, "typ": TYPE, "kid": self._key.kid}, claims, self._key)

    def read(self, token: str, now: datetime) -> Claims | None:
        """What a token of ours says that is not over; none for anything else."""
        claims = self._read.get(token)
        if claims is None:
            claims = self._verified(token)
            if claims is None:
                return None
            self._remember(token, claims)
        return claims if now.timestamp() < claims.expires + LEEWAY else None

    def _verified(self, token: str) -> Claims | None:
        if len(token) > LONGEST or not token.isascii():
            return None
        try:
            read = jwt.decode(token, self._keys, algorithms=[ALGORITHM])
        except (JoseError, ValueError, TypeError, KeyError, RecursionError):
            return None
        return self._claims(read.header, read.claims)

    def _claims(self, header: dict[str, Any], claims: dict[str, Any]) -> Claims | None:
        """Every claim is of its type and for us; joserfc checks none of them by itself."""
        shaped = claims.keys() == CLAIMS.keys() and all(type(claims[k]) is kind for k, kind in CLAIMS.items())
        if not shaped or header.get("typ") != TYPE or header.keys() != {"alg", "typ", "kid"}:
            return None
        if (claims["iss"], claims["aud"], claims["scope"]) != (self._issuer, AUDIENCE, FULL):
            return None
        if not claims["sub"].isdecimal() or claims["exp"] - claims["iat"] != LIFETIME.total_seconds():
            return None
        return Claims(int(claims["sub"]), claims["sv"], claims["sid"], claims["exp"])

    def _remember(self, token: str, claims: Claims) -> None:
        with self._lock:
            self._read[token] = claims
            if len(self._read) > MOST_READ:
                self._read.popitem(last=False)


class RefreshTokens:
    """Makes and reads refresh tokens."""

    def __init__(self, secrets: Sequence[str]) -> None:
        """As for AccessTokens."""
        self._keys = [derive(secret, "refresh tokens") for secret in secrets]

    def issue(self, session_id: str, generation: int) -> str:
        """The token of a session after so many others."""
        said = bytes.fromhex(session_id) + generation.to_bytes(COUNT_SIZE)
        return _written(said + _mac(self._keys[0], said))

    def read(self, token: str) -> tuple[str, int]:
        """The session that a token belongs to, and how many came before it. Raises SessionOver."""
        try:
            whole = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except ValueError:
            raise _not_ours() from None
        said, mac = whole[:-MAC_SIZE], whole[-MAC_SIZE:]
        ours = [hmac.compare_digest(mac, _mac(key, said)) for key in self._keys]
        # Base 64 can be written in several ways; a token has one, so that nobody takes two for different.
        if len(said) != ID_SIZE + COUNT_SIZE or not any(ours) or _written(whole) != token:
            raise _not_ours()
        return said[:ID_SIZE].hex(), int.from_bytes(said[ID_SIZE:])


def _key(secret: str) -> OctKey:
    derived = derive(secret, "access tokens")
    # A name that says which key it is and nothing of what it is.
    return OctKey.import_key(derived, {"kid": sha256(b"name" + derived).hexdigest()[:16], "alg": ALGORITHM})


def _written(token: bytes) -> str:
    return urlsafe_b64encode(token).rstrip(b"=").decode()


def _mac(key: bytes, said: bytes) -> bytes:
    return hmac.new(key, said, sha256).digest()


def _not_ours() -> SessionOver:
    return SessionOver("That is no refresh token of this site. Sign in again.")
