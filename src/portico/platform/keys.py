"""A key for each purpose, all from the one secret of the application."""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SIZE = 32
"""Bytes."""


def derive(secret: str, purpose: str) -> bytes:
    """The key of a purpose: HKDF-SHA256 (RFC 5869). Who knows one key learns nothing of another."""
    return HKDF(SHA256(), SIZE, salt=None, info=f"portico {purpose}".encode()).derive(secret.encode())
