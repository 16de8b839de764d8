"""Secrets that have to be read again, sealed before they are stored: AES-256-GCM (NIST SP 800-38D)."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portico.platform.keys import derive

NONCE = 12
"""Bytes; random, which is enough for far more values than one site has (SP 800-38D, 8.3)."""


class SealBroken(Exception):
    """The value was sealed under another secret or for another place, or was changed."""


class Sealer:
    """Seals values under one key; a value opens only in the place that it was sealed for."""

    def __init__(self, secret: str) -> None:
        self._cipher = AESGCM(derive(secret, "sealing"))

    def seal(self, value: bytes, place: str) -> bytes:
        """The value so that it can be stored; `place` is the row and column that it is for."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._cipher.encrypt(nonce, value, place.encode())

    def unseal(self, sealed: bytes, place: str) -> bytes:
        """The value as it was. Raises SealBroken."""
        try:
            return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
        except (InvalidTag, ValueError):
            raise SealBroken(place) from None
