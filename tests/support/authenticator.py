"""A passkey in software: makes credentials and signs challenges as a device does, or as none should.

W3C WebAuthn, level 3: attestation `none`, ES256 (6.5, 6.1, 5.8.1).
"""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ELIGIBLE, KEPT, ATTESTED = 0x01, 0x04, 0x08, 0x10, 0x40
"""Flags of what authenticators say of themselves (6.1)."""


@dataclass
class Key:
    """One credential."""

    rp_id: str
    user_handle: bytes
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    count: int = 0


@dataclass
class Authenticator:
    """A device that holds passkeys, of one browser that is at one origin."""

    origin: str
    verifies: bool = True
    """Whether it finds out who holds it."""
    counts: bool = False
    """Whether it counts its signatures; passkeys that are kept elsewhere too do not."""
    keys: list[Key] = field(default_factory=list)

    def make(self, options: dict[str, Any], **changed: Any) -> dict[str, Any]:
        """What `navigator.credentials.create` gives; `changed` are members of the client data."""
        key = Key(options["rp"]["id"], unbased(options["user"]["id"]))
        self.keys.append(key)
        attested = bytes(16) + len(key.id).to_bytes(2, "big") + key.id + _public(key)
        statement = {"fmt": "none", "attStmt": {}, "authData": self._data(key, ATTESTED) + attested}
        response = {
            "clientDataJSON": based(self._client("webauthn.create", options, changed)),
            "attestationObject": based(cbor2.dumps(statement)),
            "transports": ["internal", "hybrid", "telepathy"],
        }
        return _credential(key, response)

    def sign(self, options: dict[str, Any], key: Key | None = None, **changed: Any) -> dict[str, Any]:
        """What `navigator.credentials.get` gives, by the key that is asked for, or by another one."""
        allowed = {unbased(one["id"]) for one in options.get("allowCredentials", [])}
        key = key or next(one for one in self.keys if not allowed or one.id in allowed)
        if self.counts:
            key.count += 1
        client, data = self._client("webauthn.get", options, changed), self._data(key, 0)
        signature = key.private.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": based(client),
            "authenticatorData": based(data),
            "signature": based(signature),
            "userHandle": based(key.user_handle),
        }
        return _credential(key, response)

    def _client(self, kind: str, options: dict[str, Any], changed: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps(said | changed).encode()

    def _data(self, key: Key, more: int) -> bytes:
        flags = PRESENT | (VERIFIED if self.verifies else 0) | (0 if self.counts else ELIGIBLE | KEPT) | more
        return sha256(key.rp_id.encode()).digest() + bytes([flags]) + key.count.to_bytes(4, "big")


def based(raw: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def unbased(text: str) -> bytes:
    """The bytes behind base64url without padding."""
    return urlsafe_b64decode(text + "===")


def _public(key: Key) -> bytes:
    """The public key as COSE has it (RFC 9053, 7.1.1)."""
    point = key.private.public_key().public_numbers()
    return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})


def _credential(key: Key, response: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": based(key.id),
        "rawId": based(key.id),
        "type": "public-key",
        "response": response,
        "authenticatorAttachment": "platform",
        "clientExtensionResults": {},
    }
