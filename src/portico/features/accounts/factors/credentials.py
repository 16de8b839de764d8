"""What browsers answer for a passkey, as their `toJSON` writes it (W3C WebAuthn, level 3, 5.1).

Whatever else they add is left aside.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

BASE64URL = r"^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2,3})?$"
"""RFC 4648, 5, without padding: no number of bytes takes one character more than a multiple of four."""
_SAID = {"id": "q83vEjRWeJCrze8SNFZ4kA", "rawId": "q83vEjRWeJCrze8SNFZ4kA", "type": "public-key"}
MADE = _SAID | {
    "response": {
        "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0",
        "attestationObject": "o2NmbXRkbm9uZQ",
    }
}
SIGNED = _SAID | {
    "response": {
        "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0",
        "authenticatorData": "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2M",
        "signature": "MEUCIQDq83vEjRWeJCrze8SN",
        "userHandle": "Zm9vYmFy",
    }
}
"""Examples of what browsers send."""
LONGEST_ID = 1364
"""Characters of 1023 bytes, the longest that the name of a credential can be."""
LONGEST = 16_384


def _bytes(longest: int, example: str) -> object:
    return Field(min_length=1, max_length=longest, pattern=BASE64URL, examples=[example])


Name = Annotated[str, _bytes(LONGEST_ID, "q83vEjRWeJCrze8SNFZ4kA")]
Blob = Annotated[str, _bytes(LONGEST, "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0")]


class Answer(BaseModel):
    """A part of what a browser answers."""

    model_config = ConfigDict(extra="ignore", use_attribute_docstrings=True)


class MadeResponse(Answer):
    """What a new passkey is."""

    client_data: Blob = Field(alias="clientDataJSON")
    attestation: Blob = Field(alias="attestationObject")
    transports: list[Annotated[str, Field(max_length=32)]] = Field(
        default_factory=list, max_length=16, examples=[["internal"]]
    )
    """How it is reached."""


class SignedResponse(Answer):
    """What a passkey has signed."""

    client_data: Blob = Field(alias="clientDataJSON")
    authenticator_data: Blob = Field(alias="authenticatorData")
    signature: Blob
    user_handle: str | None = Field(
        default=None, alias="userHandle", max_length=86, pattern=BASE64URL, examples=["Zm9vYmFy"]
    )


class MadeCredential(Answer):
    """A passkey that a browser has made: base64url without padding wherever bytes are meant."""

    id: Name
    raw_id: Name = Field(alias="rawId")
    type: Literal["public-key"]
    response: MadeResponse


class SignedCredential(Answer):
    """The answer of a passkey: base64url without padding wherever bytes are meant."""

    id: Name
    raw_id: Name = Field(alias="rawId")
    type: Literal["public-key"]
    response: SignedResponse
