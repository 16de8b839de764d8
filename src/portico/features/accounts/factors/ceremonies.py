"""Asking passkeys and checking their answers, by py_webauthn (W3C WebAuthn, level 3, 7.1 and 7.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, TypeVar

import structlog
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import (
    base64url_to_bytes,
    decode_credential_public_key,
    decoded_public_key_to_cryptography,
    options_to_json_dict,
    parse_client_data_json,
)
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from portico.features.accounts.factors.credentials import MadeCredential, SignedCredential
from portico.features.accounts.factors.errors import PasskeyRefused
from portico.features.accounts.factors.party import Party
from portico.features.accounts.factors.tickets import LIFETIME
from portico.features.accounts.models import Passkey

TIMEOUT = LIFETIME // timedelta(milliseconds=1)
KNOWN = frozenset(transport.value for transport in AuthenticatorTransport)
"""The ways to reach a passkey that there are names for."""
Checked = TypeVar("Checked")

log = structlog.get_logger("portico.accounts")


def to_make(
    party: Party, challenge: bytes, *, user_handle: bytes, username: str, others: Iterable[Passkey]
) -> dict[str, Any]:
    """What a browser needs to make a passkey that can be signed in with alone; `others` are there already."""
    options = generate_registration_options(
        rp_id=party.id,
        rp_name=party.id,
        user_id=user_handle,
        user_name=username,
        challenge=challenge,
        timeout=TIMEOUT,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_described(others),
    )
    return options_to_json_dict(options)


def to_sign(
    party: Party, challenge: bytes, *, verified: bool, passkeys: Iterable[Passkey] = ()
) -> dict[str, Any]:
    """What a browser needs to have one of these passkeys answer, or any of this site where none is named.

    `verified` asks that the device finds out by a finger, a face or a number who holds it.
    """
    wish = UserVerificationRequirement.REQUIRED if verified else UserVerificationRequirement.PREFERRED
    options = generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        timeout=TIMEOUT,
        allow_credentials=_described(passkeys),
        user_verification=wish,
    )
    return options_to_json_dict(options)


def check_made(party: Party, challenge: bytes, credential: MadeCredential) -> VerifiedRegistration:
    """What a new passkey is. Raises PasskeyRefused for anything that does not hold."""

    def check() -> VerifiedRegistration:
        response = credential.response
        _check_frame(response.client_data)
        made = verify_registration_response(
            credential=_plain(credential),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
        # A key that is none would be found out when its holder wants in.
        decoded_public_key_to_cryptography(decode_credential_public_key(made.credential_public_key))
        return made

    return _settled(check)


def check_signed(
    party: Party, challenge: bytes, credential: SignedCredential, *, public_key: bytes, verified: bool
) -> VerifiedAuthentication:
    """What an answer says that this key has signed. Raises PasskeyRefused for anything that does not hold.

    The count of signatures is left to the caller, who alone sees it in time.
    """

    def check() -> VerifiedAuthentication:
        _check_frame(credential.response.client_data)
        return verify_authentication_response(
            credential=_plain(credential),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=verified,
        )

    return _settled(check)


def refused() -> PasskeyRefused:
    """What to answer to a passkey that is not taken; why is not told."""
    return PasskeyRefused("The passkey was not taken. Try again, or choose another way.")


def _settled(check: Callable[[], Checked]) -> Checked:
    try:
        return check()
    except Exception as error:
        # The readers of keys and statements let everything through that hostile bytes make them stumble on.
        log.info("passkey_refused", reason=f"{type(error).__name__}: {error}"[:200])
        raise refused() from None


def _check_frame(client_data: str) -> None:
    """Refuse what a page of this site did inside a page of another one (W3C WebAuthn, 13.4.9)."""
    if parse_client_data_json(base64url_to_bytes(client_data)).cross_origin:
        raise refused()


def _plain(credential: MadeCredential | SignedCredential) -> dict[str, Any]:
    return credential.model_dump(by_alias=True)


def _described(passkeys: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=one.credential_id,
            transports=[AuthenticatorTransport(word) for word in one.transports.split()],
        )
        for one in passkeys
    ]
