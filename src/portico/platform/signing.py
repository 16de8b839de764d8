"""Tokens that Portico hands out and recognises again, each kind under a key of its own."""

from __future__ import annotations

import hashlib
from typing import Any

from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer

from portico.platform.errors import BadRequest

_SIGNER = {"key_derivation": "hmac", "digest_method": hashlib.sha256}


class TokenExpired(BadRequest):
    """The token was ours but its time is over."""

    code = "token-expired"
    title = "This link has expired"


class TokenInvalid(BadRequest):
    """The token is not one of ours, or was changed on the way."""

    code = "token-invalid"
    title = "This token is not valid"


class Signer:
    """Signs small JSON values for one purpose; a token of another purpose is never accepted."""

    def __init__(self, secret: str, purpose: str) -> None:
        self._serializer = URLSafeTimedSerializer(secret, salt=f"portico.{purpose}", signer_kwargs=_SIGNER)

    def sign(self, value: Any) -> str:
        """A URL-safe token holding `value` and the time of signing; signed, not encrypted."""
        return self._serializer.dumps(value)

    def read(self, token: str, *, max_age: int | None = None) -> Any:
        """The value of a token at most `max_age` seconds old.

        Raises TokenExpired or TokenInvalid.
        """
        try:
            return self._serializer.loads(token, max_age=max_age)
        except SignatureExpired:
            raise TokenExpired("The link is older than it may be. Ask for a new one.") from None
        except BadData:
            raise TokenInvalid("The token was not issued here or has been changed.") from None
