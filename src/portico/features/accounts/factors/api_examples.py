"""Answers of the factors' API as its document shows them."""

from __future__ import annotations

PASSKEY = {
    "id": 4,
    "name": "Firefox on Linux",
    "backed_up": True,
    "created_at": "2026-05-01T12:00:00Z",
    "last_used_at": None,
}
CODES = ["7KQ2-M9XD", "0V4T-3RZA", "K8NC-61HW"]
ASK = {
    "options": {
        "challenge": "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA",
        "timeout": 300_000,
        "rpId": "ada.example",
        "allowCredentials": [],
        "userVerification": "required",
    },
    "ticket": "gQ3vZk1t9XcS7mYp2LwR5bN8dHfJ4aEoUiTqVxWyKzM",
}
ASK_NEW = {
    "options": {
        "rp": {"name": "ada.example", "id": "ada.example"},
        "user": {"id": "q83vEjRWeJCrze8SNFZ4kA", "name": "ada", "displayName": "ada"},
        "challenge": "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA",
        "pubKeyCredParams": [{"type": "public-key", "alg": -7}],
        "timeout": 300_000,
        "excludeCredentials": [],
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": True,
            "userVerification": "required",
        },
        "attestation": "none",
    },
    "ticket": "gQ3vZk1t9XcS7mYp2LwR5bN8dHfJ4aEoUiTqVxWyKzM",
}
ENROLMENT = {
    "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    "uri": "otpauth://totp/ada.example:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=ada.example",
    "qr_svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 49 49">…</svg>',
}
