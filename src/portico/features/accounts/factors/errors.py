"""What can be wrong with a second factor, or with how one changes it.

Invalid                    422
└── PasskeyRefused
Conflict                   409
├── PasskeyKnown
├── TooManyPasskeys
├── AppInUse
├── NoFactor
└── FactorRequired
"""

from __future__ import annotations

from portico.platform.errors import Conflict, Invalid


class PasskeyRefused(Invalid):
    """The answer of the passkey does not hold: to this site, this question, this account."""

    code = "passkey-refused"
    title = "This passkey was not taken"


class PasskeyKnown(Conflict):
    """The passkey lets somebody in already."""

    code = "passkey-known"
    title = "This passkey is in use"


class TooManyPasskeys(Conflict):
    """Somebody has as many passkeys as one can look after."""

    code = "too-many-passkeys"
    title = "You have enough passkeys"


class AppInUse(Conflict):
    """The codes of an app are on already."""

    code = "app-in-use"
    title = "An app is set up already"


class NoFactor(Conflict):
    """There is no second factor that could be lost."""

    code = "no-factor"
    title = "There is no second factor"


class FactorRequired(Conflict):
    """The role asks for a second factor, and this is the last one."""

    code = "factor-required"
    title = "Your role asks for a second factor"
